package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.LikeliestLeaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GrowthTest {
    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /// Choices invented from a hash of the text; it counts what it was asked.
    private static final class Invented implements Guesser {
        private final long seed;
        final List<Guess> asked = new ArrayList<>();
        int batches;

        Invented(long seed) {
            this.seed = seed;
        }

        @Override
        public boolean ask(List<Guess> guesses, int wanted) {
            batches++;
            for (Guess guess : guesses) {
                assertThat(guess.next).as("asked twice").isNull();
                asked.add(guess);
                var random = new SplittableRandom(Guess.key(seed, (int) guess.key));
                var next = new ArrayList<Guess>();
                int left = 1_000_000;
                int last = left;
                for (int rank = 0; rank < wanted; rank++) {
                    last = Math.min(last, random.nextInt(left + 1));
                    left -= last;
                    next.add(new Guess(guess, rank, last, rank));
                }
                guess.next = next;
            }
            return true;
        }
    }

    private static DraftOrder bestFirst(long seed) {
        var random = new SplittableRandom(seed);
        return DraftOrder.bestFirst(MODEL, 1 + random.nextInt(40), 1 + random.nextInt(7), 1 + random.nextInt(5));
    }

    private static TokenTree grow(Guesser guesser, DraftOrder order) {
        return Growth.grow(guesser, order, 100, new Guess(0, 7)).orElseThrow();
    }

    /// By definition: of all children of the tree so far the one that is likeliest to be reached, the first offered among equals.
    private static TokenTree oneByOne(Guesser guesser, DraftOrder order) {
        var root = new Guess(0, 7);
        var taken = new ArrayList<Guess>(List.of(root));
        var offered = new ArrayList<Guess>();
        while (taken.size() <= order.nodes()) {
            Guess last = taken.getLast();
            if (last.depth < order.depth()) {
                guesser.ask(List.of(last), order.branch());
                offered.addAll(last.next == null ? List.of() : last.next);
            }
            Guess best = offered.isEmpty() ? root : offered.getFirst();
            for (Guess guess : offered) {
                best = guess.reach > best.reach ? guess : best;
            }
            if (!offered.remove(best)) {
                break;
            }
            taken.add(best);
        }
        int[] tokens = taken.stream().skip(1).mapToInt(guess -> guess.token).toArray();
        int[] ppm = taken.stream().skip(1).mapToInt(guess -> guess.ppm).toArray();
        int[] parents = taken.stream().skip(1).mapToInt(guess -> taken.indexOf(guess.parent) - 1).toArray();
        return new TokenTree(tokens, new DraftTree(parents, ppm));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void batchesDoNotChangeABestFirstTreeAndAskNothingInVain(long seed) {
        DraftOrder order = bestFirst(seed);
        var together = new Invented(seed);
        var alone = new Invented(seed);
        TokenTree tree = grow(together, order);

        assertThat(tree).isEqualTo(oneByOne(alone, order));
        assertThat(together.asked.stream().filter(guess -> guess.parent != null && guess.node < 0)).isEmpty();
        assertThat(together.asked.size()).isLessThanOrEqualTo(alone.asked.size());
    }

    @Test
    void batchesAreFewerThanNodes() {
        int batches = 0;
        int asked = 0;
        for (long seed = 0; seed < 60; seed++) {
            var guesser = new Invented(seed);
            grow(guesser, DraftOrder.bestFirst(MODEL, 32, 6, 4));
            batches += guesser.batches;
            asked += guesser.asked.size();
        }
        System.out.println(asked + " nodes asked about in " + batches + " passes");
        assertThat(batches).isLessThan(asked * 2 / 3);
    }

    @Test
    void levelsComeDepthByDepthInOnePassEach() {
        var guesser = new Invented(1);
        TokenTree tree = grow(guesser, DraftOrder.levels(MODEL, 2, 1, 3));
        assertThat(tree.shape().parent()).containsExactly(-1, -1, 0, 1, 2, 2, 2, 3, 3, 3);
        assertThat(guesser.batches).isEqualTo(3);
    }

    @Test
    void aTreeIsNoDeeperThanThereIsRoom() {
        DraftOrder order = DraftOrder.chain(MODEL, 8);
        assertThat(Growth.grow(new Invented(1), order, 3, new Guess(0, 7)).orElseThrow().nodes()).isEqualTo(3);
    }

    /// The simulated world hangs what it drafts ahead below the same leaf.
    @ParameterizedTest
    @MethodSource("seeds")
    void theLikeliestLeafIsTheSimulatedWorlds(long seed) {
        var random = new SplittableRandom(seed);
        var spec = new AcceptanceSpec(PerPosition.ranks(2, .6, .15, .08, .04), null);
        var world = new Acceptance(spec, new SplittableRandom(seed));
        Draft draft = world.draft(0, bestFirst(seed));
        int sent = random.nextInt(draft.tree().nodes() + 1);
        Draft more = world.extend(draft, sent, DraftOrder.chain(MODEL, 2));
        int leaf = LikeliestLeaf.of(draft.tree(), sent);
        if (leaf < 0) {
            assertThat(more).isEqualTo(draft);
        } else {
            assertThat(more.tree().parent()[draft.tree().nodes()]).isEqualTo(leaf);
        }
    }
}
