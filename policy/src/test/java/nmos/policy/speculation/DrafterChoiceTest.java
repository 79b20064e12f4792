package nmos.policy.speculation;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.speculation.SpeculationKnobs.Drafting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrafterChoiceTest {

    /// One pass: lookup finds `found` guesses, all right; the model always guesses four, `right` of them right.
    private static Drafter pass(DrafterChoice choice, int found, int right, long passMs) {
        Drafter drafter = choice.next();
        DraftTree tree = Given.chainOf(drafter == MODEL ? 4 : found, 500_000);
        choice.sending(drafter, tree, passMs * Given.MS);
        choice.learn(drafter, drafter == MODEL ? right : found);
        return drafter;
    }

    private static int modelAsked(DrafterChoice choice, int passes, int found, int right, long passMs) {
        int asked = 0;
        for (int pass = 0; pass < passes; pass++) {
            asked += pass(choice, found, right, passMs) == MODEL ? 1 : 0;
        }
        return asked;
    }

    @ParameterizedTest
    @CsvSource({
        // found, right, pass ms, whether the model wins: it takes 12 ms for four guesses
        "0, 3, 100, true",
        "2, 3, 100, true",
        "2, 3, 10, false",
        "3, 3, 100, false",
        "0, 0, 100, false",
    })
    void theBetterYieldForItsTimeIsAskedFifteenTimesInSixteen(int found, int right, long passMs, boolean modelWins) {
        DrafterChoice choice = new DrafterChoice(Drafting.EITHER, Given.DRAFT);
        modelAsked(choice, 2, found, right, passMs);
        int asked = modelAsked(choice, 160, found, right, passMs);
        assertThat(asked).isEqualTo(modelWins ? 150 : 10);
    }

    @Test
    void whenWhatIsLookedUpDriesUpTheModelTakesOverAndBack() {
        DrafterChoice choice = new DrafterChoice(Drafting.EITHER, Given.DRAFT);
        assertThat(modelAsked(choice, 64, 6, 3, 100)).isLessThan(8);
        assertThat(modelAsked(choice, 64, 0, 3, 100)).isGreaterThan(48);
        modelAsked(choice, 256, 6, 3, 100);
        assertThat(modelAsked(choice, 64, 6, 3, 100)).isLessThan(8);
    }

    @Test
    void withoutADraftModelEitherMeansLookup() {
        DrafterChoice choice = new DrafterChoice(Drafting.EITHER, Given.NO_DRAFT);
        for (int pass = 0; pass < 40; pass++) {
            assertThat(pass(choice, 0, 0, 1)).isEqualTo(LOOKUP);
        }
    }

    @Test
    void theOnlyOneAllowedIsAskedWhateverItYields() {
        DrafterChoice model = new DrafterChoice(Drafting.MODEL, Given.DRAFT);
        DrafterChoice lookup = new DrafterChoice(Drafting.LOOKUP, Given.DRAFT);
        assertThat(modelAsked(model, 40, 9, 0, 1)).isEqualTo(40);
        assertThat(modelAsked(lookup, 40, 0, 4, 1)).isZero();
    }
}
