package nmos.world.acceptance;

import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.world.acceptance.AcceptanceSpec.PassTape;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import nmos.world.acceptance.AcceptanceSpec.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Drafts that go on below a tree while it is in a pass.
class DraftAheadTest {
    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private static AcceptanceSpec.Model model(long seed) {
        return switch ((int) (seed % 4)) {
            case 0 -> PerPosition.ranks(2, .6, .15, .08, .04);
            case 1 -> new PassTape(List.of(5, 0, 3, 1), true);
            case 2 -> new AcceptanceSpec.Turns(Passes.turns());
            default -> new Ranks(Passes.tape(seed, 3, 200, .6, 4));
        };
    }

    private static DraftOrder order(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> DraftOrder.chain(MODEL, 1 + random.nextInt(6));
            case 1 -> DraftOrder.levels(MODEL, 1 + random.nextInt(3), 1 + random.nextInt(3), 1);
            default -> DraftOrder.bestFirst(MODEL, 1 + random.nextInt(20), 1 + random.nextInt(5), 1 + random.nextInt(4));
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasSentStaysAsItWasAndTheOracleSaysTheSameToIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Acceptance one = Passes.of(model(seed), seed);
        Acceptance other = Passes.of(model(seed), seed);
        int grewAndGoesOn = 0;
        for (int pass = 0; pass < 200; pass++) {
            DraftOrder order = order(random);
            Draft sent = one.draft(0, order);
            int nodes = random.nextInt(sent.tree().nodes() + 1);
            Draft grown = one.extend(sent, nodes, order.afterOneMore());
            assertThat(grown.grewFrom(sent)).isTrue();
            assertThat(grown.at()).isEqualTo(sent.at());
            assertThat(Arrays.copyOf(grown.rightPath(), sent.rightPath().length)).isEqualTo(sent.rightPath());
            rightPathIsAPath(grown);

            Verdict plain = other.verify(other.draft(0, order), nodes);
            Verdict said = one.verify(grown, nodes);
            assertThat(said.accepted()).isEqualTo(plain.accepted());
            assertThat(said.leaf()).isEqualTo(plain.leaf());
            assertThat(one.undrafted(0).at()).as("cursor").isEqualTo(other.undrafted(0).at());
            if (plain.bonusChild() >= 0) {
                assertThat(said.bonusChild()).isEqualTo(plain.bonusChild());
            }
            if (said.bonusChild() >= sent.tree().nodes()) {
                grewAndGoesOn++;
                assertThat(grown.tree().parent()[said.bonusChild()]).isEqualTo(said.leaf());
            }
        }
        assertThat(grewAndGoesOn).as("passes whose bonus token was drafted meanwhile").isPositive();
    }

    /// Each right node hangs below the one before it.
    private static void rightPathIsAPath(Draft draft) {
        int last = -1;
        for (int node : draft.rightPath()) {
            assertThat(draft.tree().parent()[node]).isEqualTo(last);
            last = node;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsLeftBelowTheBonusTokenIsRightAsFarAsItWasInTheWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Acceptance acceptance = Passes.of(PerPosition.ranks(2, .75, .1, .05), seed);
        int kept = 0;
        for (int pass = 0; pass < 300; pass++) {
            DraftOrder order = order(random);
            Draft sent = acceptance.draft(0, order);
            int nodes = sent.tree().nodes();
            Draft grown = acceptance.extend(sent, nodes, order.afterOneMore());
            Verdict said = acceptance.verify(grown, nodes);
            if (said.bonusChild() < 0) {
                continue;
            }
            Draft left = grown.below(said.bonusChild(), acceptance.undrafted(0).at());
            assertThat(left.tree()).isEqualTo(grown.tree().below(said.bonusChild()));
            assertThat(left.rightPath()).hasSize(grown.rightPath().length - said.accepted() - 1);
            rightPathIsAPath(left);
            Verdict next = acceptance.verify(left, left.tree().nodes());
            assertThat(next.accepted()).isEqualTo(left.rightPath().length);
            kept++;
        }
        assertThat(kept).isPositive();
    }

    @Test
    void belowNothingThereIsNothingToGoOnFrom() {
        Acceptance acceptance = Passes.of(PerPosition.chain(.5), 1);
        Draft sent = acceptance.draft(0, DraftOrder.chain(MODEL, 3));
        assertThat(acceptance.extend(sent, 0, DraftOrder.chain(MODEL, 4))).isEqualTo(sent);
        assertThat(acceptance.extend(acceptance.undrafted(0), 0, DraftOrder.chain(MODEL, 4)).tree())
                .isEqualTo(DraftTree.EMPTY);
    }

    @Test
    void aDraftThatGrewIsVoidOnceThePassHasReported() {
        Acceptance acceptance = Passes.of(PerPosition.chain(1), 1);
        Draft sent = acceptance.draft(0, DraftOrder.chain(MODEL, 3));
        acceptance.verify(sent, 3);
        Draft late = acceptance.extend(sent, 3, DraftOrder.chain(MODEL, 4));
        assertThatThrownBy(() -> acceptance.verify(late, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.9, .5})
    void aNodeAddedIsRightAsOftenAsOneDraftedAtThatDepthAtOnce(double acceptance) {
        PerPosition chances = new PerPosition(List.of(acceptance, acceptance * .95, acceptance * .9, acceptance * .8), List.of(), 2, null);
        int sent = 2;
        long[][] grown = shares(Passes.of(chances, 5), sent, true);
        long[][] atOnce = shares(Passes.of(chances, 99), sent, false);
        for (int depth = sent; depth < 5; depth++) {
            double one = (double) grown[depth][1] / grown[depth][0];
            double other = (double) atOnce[depth][1] / atOnce[depth][0];
            double share = acceptance * List.of(1., .95, .9, .8, .8).get(depth);
            double error = Math.sqrt(share * (1 - share) * (1. / grown[depth][0] + 1. / atOnce[depth][0]));
            assertThat(grown[depth][0]).as("tried at depth %d", depth).isGreaterThan(500);
            assertThat(one).as("depth %d", depth).isCloseTo(other, within(4 * error));
            assertThat(one).as("depth %d", depth).isCloseTo(share, within(4 * error));
        }
    }

    /// By depth, guesses whose parent was right and those of them that were right too, in chains of five drafted at once
    /// or in two goes.
    private static long[][] shares(Acceptance acceptance, int sent, boolean inTwo) {
        long[][] triedAndRight = new long[5][2];
        for (int pass = 0; pass < 20_000; pass++) {
            Draft draft = inTwo
                    ? acceptance.extend(acceptance.draft(0, DraftOrder.chain(MODEL, sent)), sent, DraftOrder.chain(MODEL, 5 - sent))
                    : acceptance.draft(0, DraftOrder.chain(MODEL, 5));
            assertThat(draft.tree().nodes()).isEqualTo(5);
            int right = draft.rightPath().length;
            for (int depth = 0; depth < Math.min(5, right + 1); depth++) {
                triedAndRight[depth][0]++;
                triedAndRight[depth][1] += depth < right ? 1 : 0;
            }
            // Past all of it, so that no token is seen twice.
            acceptance.verify(draft, 5);
        }
        return triedAndRight;
    }
}
