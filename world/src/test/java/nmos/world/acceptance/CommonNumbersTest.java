package nmos.world.acceptance;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.world.acceptance.AcceptanceSpec.Burst;
import nmos.world.acceptance.AcceptanceSpec.Lookup;
import nmos.world.acceptance.AcceptanceSpec.PassTape;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import nmos.world.acceptance.AcceptanceSpec.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every kind of acceptance.
class CommonNumbersTest {
    static List<AcceptanceSpec.Model> models() {
        return List.of(
                PerPosition.chain(0.65),
                new PerPosition(List.of(0.8, 0.7), List.of(0.5, 0.2, 0.1), 3, new Burst(0.3, 0.7, 10)),
                new PassTape(List.of(3, 0, 1, 7, 2), true),
                new AcceptanceSpec.Turns(Passes.turns()),
                new Ranks(Passes.tape(1, 3, 200, 0.6, 8)));
    }

    static List<DraftOrder> orders() {
        return List.of(
                DraftOrder.chain(MODEL, 6),
                DraftOrder.levels(MODEL, 3, 2, 2),
                DraftOrder.bestFirst(MODEL, 24, 6, 4),
                DraftOrder.bestFirst(MODEL, 1, 1, 1),
                DraftOrder.chain(LOOKUP, 5));
    }

    private static Acceptance acceptance(AcceptanceSpec.Model model) {
        return new Acceptance(new AcceptanceSpec(model, new Lookup(0.4, List.of(0.7))), new SplittableRandom(99));
    }

    @ParameterizedTest
    @MethodSource("models")
    void draftingTwiceGivesTheSameAndChangesNothing(AcceptanceSpec.Model model) {
        Acceptance once = acceptance(model);
        Acceptance often = acceptance(model);
        for (int pass = 0; pass < 200; pass++) {
            DraftOrder order = orders().get(pass % orders().size());
            for (DraftOrder other : orders()) {
                often.draft(0, other);
                often.draft(1, other);
            }
            Draft draft = once.draft(0, order);
            Draft again = often.draft(0, order);
            assertThat(again.tree()).isEqualTo(draft.tree());
            assertThat(again.rightPath()).isEqualTo(draft.rightPath());
            int nodes = pass % 3 == 0 ? draft.tree().nodes() / 2 : draft.tree().nodes();
            assertThat(often.verify(again, nodes)).isEqualTo(once.verify(draft, nodes));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void treesKeepTheirBoundsAndTheRightPathIsAPath(AcceptanceSpec.Model model) {
        Acceptance acceptance = acceptance(model);
        for (int pass = 0; pass < 300; pass++) {
            DraftOrder order = orders().get(pass % orders().size());
            Draft draft = acceptance.draft(0, order);
            DraftTree tree = draft.tree();
            assertThat(tree.nodes()).isLessThanOrEqualTo(order.nodes());
            int last = -1;
            for (int node : draft.rightPath()) {
                assertThat(tree.parent()[node]).isEqualTo(last);
                last = node;
            }
            assertThat(draft.rightPath().length).isLessThanOrEqualTo(order.depth());
            acceptance.verify(draft, tree.nodes());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aLongerChainAcceptsWhatAShorterOneDoesAndGoesOnFromThere(AcceptanceSpec.Model model) {
        Acceptance acceptance = acceptance(model);
        for (int pass = 0; pass < 300; pass++) {
            Draft longer = acceptance.draft(0, DraftOrder.chain(MODEL, 9));
            for (int k = 0; k < 9; k++) {
                Draft shorter = acceptance.draft(0, DraftOrder.chain(MODEL, k));
                assertThat(shorter.verdict(k).accepted()).isEqualTo(Math.min(k, longer.verdict(9).accepted()));
                assertThat(shorter.tree().confidencePpm()).isEqualTo(Arrays.copyOf(longer.tree().confidencePpm(), k));
            }
            acceptance.verify(longer, 9);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPrefixOfABestFirstTreeIsTheSmallerTree(AcceptanceSpec.Model model) {
        Acceptance acceptance = acceptance(model);
        for (int pass = 0; pass < 100; pass++) {
            Draft large = acceptance.draft(0, DraftOrder.bestFirst(MODEL, 40, 8, 4));
            for (int nodes : new int[] {1, 5, 17}) {
                Draft small = acceptance.draft(0, DraftOrder.bestFirst(MODEL, nodes, 8, 4));
                int common = small.tree().nodes();
                assertThat(small.tree().parent()).isEqualTo(Arrays.copyOf(large.tree().parent(), common));
                assertThat(small.verdict(common).accepted()).isEqualTo(large.verdict(common).accepted());
            }
            acceptance.verify(large, 40 < large.tree().nodes() ? 40 : large.tree().nodes());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void sessionsDoNotDisturbEachOther(AcceptanceSpec.Model model) {
        assertThat(verdicts(model, 1)).isEqualTo(verdicts(model, 3));
    }

    private static List<Verdict> verdicts(AcceptanceSpec.Model model, int sessions) {
        Acceptance acceptance = acceptance(model);
        List<Verdict> first = new ArrayList<>();
        for (int pass = 0; pass < 100; pass++) {
            for (int session = sessions - 1; session >= 0; session--) {
                Draft draft = acceptance.draft(session, DraftOrder.levels(MODEL, 3, 2, 1));
                Verdict verdict = acceptance.verify(draft, draft.tree().nodes());
                if (session == 0) {
                    first.add(verdict);
                }
            }
        }
        return first;
    }

    @Test
    void aTurnMeetsTheSameTextHoweverFarTheLastOneWent() {
        Acceptance brief = acceptance(models().get(1));
        Acceptance lengthy = acceptance(models().get(1));
        lengthy.verify(lengthy.undrafted(0), 0);
        brief.begin(0, 1);
        lengthy.begin(0, 1);
        for (int pass = 0; pass < 50; pass++) {
            Draft one = brief.draft(0, DraftOrder.chain(MODEL, 8));
            Draft other = lengthy.draft(0, DraftOrder.chain(MODEL, 8));
            assertThat(other.tree()).isEqualTo(one.tree());
            assertThat(lengthy.verify(other, 8)).isEqualTo(brief.verify(one, 8));
        }
    }

    @Test
    void theBonusTokenIsTheRightChildThatWasDraftedAndNotSent() {
        Acceptance acceptance = Passes.of(new PassTape(List.of(3), true), 0);
        Draft draft = acceptance.draft(0, DraftOrder.chain(MODEL, 5));
        assertThat(draft.verdict(0)).isEqualTo(new Verdict(0, -1, 0));
        assertThat(draft.verdict(2)).isEqualTo(new Verdict(2, 1, 2));
        assertThat(draft.verdict(3)).isEqualTo(new Verdict(3, 2, -1));
        assertThat(draft.verdict(5)).isEqualTo(new Verdict(3, 2, -1));
    }

    @Test
    void aDraftFromBeforeTheLastPassIsRefused() {
        Acceptance acceptance = acceptance(models().get(0));
        Draft stale = acceptance.draft(0, DraftOrder.chain(MODEL, 2));
        acceptance.verify(acceptance.undrafted(0), 0);
        assertThatThrownBy(() -> acceptance.verify(stale, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
