package nmos.world.acceptance;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.policy.DraftOrder;
import nmos.world.acceptance.AcceptanceSpec.Lookup;
import nmos.world.acceptance.AcceptanceSpec.PassTape;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import nmos.world.acceptance.AcceptanceSpec.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapesTest {
    @Test
    void recordedPassesComeBackInOrderCutToWhatWasSent() {
        Acceptance acceptance = Passes.of(new PassTape(List.of(4, 0, 2), true), 0);
        assertThat(Passes.tau(acceptance, DraftOrder.chain(MODEL, 3), 6)).containsExactly(4, 1, 3, 4, 1, 3);
    }

    @Test
    void aPassTapeThatIsNotCyclicEndsWithAnError() {
        Acceptance acceptance = Passes.of(new PassTape(List.of(4, 0), false), 0);
        DraftOrder order = DraftOrder.chain(MODEL, 8);
        assertThat(Passes.tau(acceptance, order, 2)).containsExactly(5, 1);
        assertThatThrownBy(() -> acceptance.draft(0, order))
                .hasMessage("the tape of accepted counts ends after 2 passes and session 0 needs more: "
                        + "record more or make it cyclic");
    }

    @Test
    void aPassTapeShowsTheShareOfPassesThatGotPastADepth() {
        Acceptance acceptance = Passes.of(new PassTape(List.of(2, 0, 1, 2), true), 0);
        assertThat(acceptance.draft(0, DraftOrder.chain(MODEL, 4)).tree().confidencePpm())
                .containsExactly(750_000, 666_666, 0, 0);
    }

    /// Decoding along a tape, straight from its definition: from each place, count positions whose rank the tree covers.
    private static List<Integer> walk(RankTape tape, int passes, int... widths) {
        List<RankTape.Position> all = new ArrayList<>();
        tape.texts().forEach(text -> all.addAll(text.positions()));
        List<Integer> tau = new ArrayList<>();
        int at = 0;
        for (int pass = 0; pass < passes; pass++) {
            int accepted = 0;
            while (accepted < widths.length) {
                int rank = all.get((at + accepted) % all.size()).rank();
                if (rank == RankTape.UNRANKED || rank >= widths[accepted]) {
                    break;
                }
                accepted++;
            }
            tau.add(accepted + 1);
            at += accepted + 1;
        }
        return tau;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void chainsAndStaticTreesComeOutOfARankTapeExactly(long seed) {
        RankTape tape = Passes.tape(seed, 3, 400, 0.55, 16);
        for (int[] widths : new int[][] {{1}, {1, 1, 1, 1, 1, 1, 1, 1}, {16}, {4, 2, 1, 1}, {2, 2, 2, 2, 2}}) {
            List<Integer> played = new ArrayList<>();
            for (int tau : Passes.tau(Passes.of(new Ranks(tape), seed), DraftOrder.levels(MODEL, widths), 1_000)) {
                played.add(tau);
            }
            assertThat(played).isEqualTo(walk(tape, 1_000, widths));
        }
        List<Integer> chain = new ArrayList<>();
        for (int tau : Passes.tau(Passes.of(new Ranks(tape), seed), DraftOrder.chain(MODEL, 5), 1_000)) {
            chain.add(tau);
        }
        assertThat(chain).isEqualTo(walk(tape, 1_000, 1, 1, 1, 1, 1));
    }

    @Test
    void turnsStartWithTheTextOfTheirNumber() {
        RankTape.Position good = new RankTape.Position(0, List.of(900_000));
        RankTape.Position bad = new RankTape.Position(RankTape.UNRANKED, List.of(900_000));
        RankTape tape = new RankTape(
                "by hand", List.of(new RankTape.Text(List.of(good, good, bad)), new RankTape.Text(List.of(bad, good))));
        Acceptance acceptance = Passes.of(new Ranks(tape), 0);
        DraftOrder order = DraftOrder.chain(MODEL, 4);
        assertThat(Passes.tau(acceptance, order, 2)).containsExactly(3, 1);
        acceptance.begin(0, 1);
        assertThat(Passes.tau(acceptance, order, 2)).containsExactly(1, 4);
    }

    @Test
    void aTapeThatNamesItsTurnsIsPlayedByThem() {
        RankTape.Position good = new RankTape.Position(0, List.of(900_000));
        RankTape.Position bad = new RankTape.Position(RankTape.UNRANKED, List.of(900_000));
        RankTape tape = new RankTape(
                "by hand",
                List.of(new RankTape.Text(List.of(good, good, bad)), new RankTape.Text(List.of(bad, good))),
                List.of(new TapedTurn(0, 1), new TapedTurn(0, 0)));
        Acceptance acceptance = Passes.of(new Ranks(tape), 0);
        DraftOrder order = DraftOrder.chain(MODEL, 4);
        assertThat(Passes.tau(acceptance, order, 1)).containsExactly(1);
        acceptance.begin(0, 1);
        assertThat(Passes.tau(acceptance, order, 1)).containsExactly(3);
    }

    private static TurnTape turns() {
        return new TurnTape("by hand", List.of(
                new TurnTape.Reply(new TapedTurn(0, 0), List.of(4, 0)),
                new TurnTape.Reply(new TapedTurn(1, 0), List.of(2)),
                new TurnTape.Reply(new TapedTurn(0, 1), List.of(1, 3))));
    }

    /// The prompt's own pass, then some with drafts.
    private static List<Integer> reply(Acceptance acceptance, int session, int turn, DraftOrder order, int passes) {
        acceptance.begin(session, turn);
        acceptance.verify(acceptance.undrafted(session), 0);
        List<Integer> tau = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            Draft draft = acceptance.draft(session, order);
            tau.add(acceptance.verify(draft, draft.tree().nodes()).accepted() + 1);
        }
        return tau;
    }

    @Test
    void aTapeOfTurnsGivesEachReplyItsOwnPassesInWhateverOrderTheyAre() {
        Acceptance acceptance = Passes.of(new AcceptanceSpec.Turns(turns()), 0);
        DraftOrder order = DraftOrder.chain(MODEL, 8);
        assertThat(reply(acceptance, 1, 0, order, 1)).containsExactly(3);
        assertThat(reply(acceptance, 0, 1, order, 2)).containsExactly(2, 4);
        assertThat(reply(acceptance, 0, 0, order, 2)).containsExactly(5, 1);
        assertThat(reply(acceptance, 0, 0, order, 2)).as("begun again").containsExactly(5, 1);
    }

    @Test
    void aReplyThatNeedsMorePassesGoesOnIntoTheNextOne() {
        Acceptance acceptance = Passes.of(new AcceptanceSpec.Turns(turns()), 0);
        assertThat(reply(acceptance, 0, 1, DraftOrder.chain(MODEL, 8), 4)).containsExactly(2, 4, 5, 1);
    }

    @Test
    void aTreeOnATapeOfTurnsIsAsLargeAsOrderedAndItsFirstChoicesAreRight() {
        Acceptance acceptance = Passes.of(new AcceptanceSpec.Turns(turns()), 0);
        DraftOrder tree = DraftOrder.levels(MODEL, 4, 2, 1);
        acceptance.begin(0, 0);
        assertThat(acceptance.draft(0, tree).tree().nodes()).isEqualTo(4 + 8 + 8);
        assertThat(reply(acceptance, 0, 0, tree, 2)).containsExactly(4, 1);
    }

    @Test
    void repliesOfOneTokenAreATapeToo() {
        var tape = new TurnTape("by hand", List.of(new TurnTape.Reply(new TapedTurn(0, 0), List.of())));
        Acceptance acceptance = Passes.of(new AcceptanceSpec.Turns(tape), 0);
        assertThat(reply(acceptance, 0, 0, DraftOrder.chain(MODEL, 3), 2)).containsExactly(1, 1);
    }

    @Test
    void aBestFirstTreeOnATapeAcceptsNoMoreThanTheWidestTreeAndNoLessThanNothing() {
        RankTape tape = Passes.tape(3, 2, 500, 0.6, 8);
        double chain = Passes.mean(Passes.tau(Passes.of(new Ranks(tape), 1), DraftOrder.chain(MODEL, 4), 2_000));
        double tree = Passes.mean(
                Passes.tau(Passes.of(new Ranks(tape), 1), DraftOrder.bestFirst(MODEL, 60, 4, 8), 2_000));
        double all = Passes.mean(Passes.tau(Passes.of(new Ranks(tape), 1), DraftOrder.levels(MODEL, 8, 8, 8, 8), 2_000));
        assertThat(tree).isBetween(chain, all);
    }

    @Test
    void lookupMatchesAsOftenAsSaidAndIsEmptyOtherwise() {
        Lookup lookup = new Lookup(0.3, List.of(0.7));
        Acceptance acceptance =
                new Acceptance(new AcceptanceSpec(PerPosition.chain(0.5), lookup), new SplittableRandom(8));
        int passes = 40_000;
        int[] matched = new int[passes];
        List<Integer> tau = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            Draft draft = acceptance.draft(0, DraftOrder.chain(LOOKUP, 6));
            matched[pass] = draft.tree().nodes() > 0 ? 1 : 0;
            Verdict verdict = acceptance.verify(draft, draft.tree().nodes());
            if (matched[pass] == 1) {
                assertThat(draft.tree().nodes()).isEqualTo(6);
                tau.add(verdict.accepted() + 1);
            }
        }
        int[] afterMatch = tau.stream().mapToInt(Integer::intValue).toArray();
        assertThat(Passes.mean(matched)).isCloseTo(0.3, within(4 * Passes.standardError(matched)));
        assertThat(Passes.mean(afterMatch)).isCloseTo(Tau.chain(0.7, 6), within(4 * Passes.standardError(afterMatch)));
    }

    @Test
    void whereThereIsNothingToLookUpTheAnswerIsEmpty() {
        Acceptance acceptance = Passes.of(PerPosition.chain(0.5), 1);
        assertThat(acceptance.draft(0, DraftOrder.chain(LOOKUP, 6)).tree().nodes()).isZero();
    }
}
