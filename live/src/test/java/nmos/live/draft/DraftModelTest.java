package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.DraftOrder;
import nmos.world.acceptance.LikeliestLeaf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DraftModelTest {
    private static final Proposing DRAWN = new Proposing(new SamplingOptions(0.9f, 12, 0.95f, 0, 1, 0), 5);
    private static final List<DraftOrder> ORDERS = List.of(
            DraftOrder.chain(MODEL, 5),
            DraftOrder.levels(MODEL, 3, 2, 1),
            DraftOrder.bestFirst(MODEL, 20, 5, 4));

    private DraftModel model;

    private static DraftModel load(int sessions, int positions, int nodes) {
        return DraftModel.load(
                Pair.model("llama2xs-272K.gguf"), 1, new DraftModel.Room(sessions, positions, nodes));
    }

    @BeforeEach
    void load() {
        model = load(2, 400, 40);
    }

    @AfterEach
    void close() {
        if (model != null) {
            model.close();
        }
    }

    private static boolean never() {
        return false;
    }

    private static int[] text(long seed, int length) {
        return new SplittableRandom(seed).ints(length, 3, 512).toArray();
    }

    private static TokenTree fresh(int[] text, DraftOrder order, Proposing how) {
        try (DraftModel other = load(1, 400, 40)) {
            return other.draft(0, text, order, how, DraftModelTest::never).orElseThrow();
        }
    }

    /// Stops at the `n`th time it is asked.
    private static BooleanSupplier after(int n) {
        var asked = new AtomicInteger();
        return () -> asked.getAndIncrement() >= n;
    }

    /// A session's text is edited, cut, appended to, follows its drafts or does not, and sessions take turns; calls are stopped at
    /// random: what is drafted is what a model drafts that reads the text for the first time.
    @Test
    void whatWasReadBeforeNeverShows() {
        var random = new SplittableRandom(11);
        int[][] texts = {text(1, 40), text(2, 90), text(3, 3)};
        for (int step = 0; step < 60; step++) {
            int session = random.nextInt(texts.length);
            DraftOrder order = ORDERS.get(random.nextInt(ORDERS.size()));
            Proposing how = random.nextBoolean() ? Proposing.GREEDY : DRAWN;
            int[] text = texts[session];
            var tree = model.draft(session, text, order, how, random.nextInt(3) == 0 ? after(random.nextInt(4)) : DraftModelTest::never);
            if (tree.isPresent()) {
                assertThat(tree.orElseThrow()).isEqualTo(fresh(text, order, how));
            }
            int[] kept = random.nextBoolean() ? text : Arrays.copyOf(text, Math.max(1, text.length - random.nextInt(30)));
            int[] agreed = tree.filter(t -> t.nodes() > 0 && random.nextBoolean())
                    .map(t -> t.text(random.nextInt(t.nodes())))
                    .orElse(new int[0]);
            texts[session] = Pair.joined(Pair.joined(kept, agreed), text(step, random.nextInt(9)));
            if (random.nextInt(3) == 0) {
                model.read(session, texts[session], after(random.nextInt(2)));
            }
        }
    }

    /// A text is read a piece at a time: stopped after any of them, the next call goes on from there.
    @Test
    void readingGoesOnWhereItWasStopped() {
        int[] text = text(4, 230);
        var pieces = new ArrayList<Boolean>();
        for (int i = 0; i < 4; i++) {
            pieces.add(model.read(0, text, after(1)));
        }
        assertThat(pieces).containsExactly(false, false, false, true);
        var asked = new AtomicInteger();
        assertThat(model.read(0, text, () -> asked.incrementAndGet() > 0)).as("nothing is left to read").isTrue();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aStoppedDraftIsNothingAndTheNextOneIsWhole() {
        int[] text = text(5, 70);
        for (DraftOrder order : ORDERS) {
            for (int passes = 0; passes < 4; passes++) {
                assertThat(model.draft(0, text, order, Proposing.GREEDY, after(passes))).isEmpty();
                assertThat(model.draft(0, text, order, Proposing.GREEDY, DraftModelTest::never))
                        .contains(fresh(text, order, Proposing.GREEDY));
                model.forget(0);
            }
        }
    }

    /// The old nodes, then what a draft after the path to the leaf brings.
    @Test
    void extendingGoesOnBelowTheLikeliestLeaf() {
        int[] text = text(6, 50);
        for (DraftOrder order : ORDERS) {
            for (Proposing how : List.of(Proposing.GREEDY, DRAWN)) {
                TokenTree tree = model.draft(0, text, order, how, DraftModelTest::never).orElseThrow();
                TokenTree more = model.extend(0, text, tree, tree.nodes(), order.afterOneMore(), how, DraftModelTest::never)
                        .orElseThrow();
                int leaf = more.parent(tree.nodes());
                assertThat(leaf).isEqualTo(LikeliestLeaf.of(tree.shape(), tree.nodes()));
                TokenTree below = fresh(Pair.joined(text, tree.text(leaf)), order.afterOneMore(), how);
                assertThat(more.below(leaf)).isEqualTo(below);
                for (int node = 0; node < tree.nodes(); node++) {
                    assertThat(more.token(node)).isEqualTo(tree.token(node));
                    assertThat(more.parent(node)).isEqualTo(tree.parent(node));
                }
                assertThat(model.extend(0, text, tree, 0, order, how, DraftModelTest::never)).contains(tree);
                assertThat(model.extend(0, text, tree, tree.nodes(), order.afterOneMore(), how, () -> true))
                        .isEmpty();
            }
        }
    }

    @Test
    void aCompletionEndsBeforeWhatWouldEndThePrompt() {
        int[] text = model.tokenizer().encode("Once upon a time, there was a little", true, false);
        TokenTree chain = model.complete(0, text, 40, DraftModelTest::never).orElseThrow();
        int[] tokens = chain.nodes() == 0 ? new int[0] : chain.text(chain.nodes() - 1);
        assertThat(model.tokenizer().decode(tokens)).startsWith("girl").doesNotContain("\n");
        assertThat(tokens).hasSizeBetween(3, 40);
        if (tokens.length < 40) {
            TokenTree next = fresh(Pair.joined(text, tokens), DraftOrder.chain(MODEL, 1), Proposing.GREEDY);
            int ending = next.token(0);
            assertThat(model.tokenizer().decode(ending).contains("\n")
                            || model.tokenizer().vocabulary().endsGeneration(ending))
                    .isTrue();
        }
        assertThat(model.complete(0, text, 4, DraftModelTest::never).orElseThrow().text(3)).isEqualTo(Arrays.copyOf(tokens, 4));
        assertThat(model.complete(0, text, 4, () -> true)).isEmpty();
    }

    @Test
    void whereTheRoomEndsTreesAreLessDeep() {
        try (DraftModel small = load(1, 50, 10)) {
            DraftOrder order = DraftOrder.chain(MODEL, 8);
            assertThat(small.draft(0, text(7, 45), order, Proposing.GREEDY, DraftModelTest::never).orElseThrow().nodes()).isEqualTo(5);
            assertThat(small.draft(0, text(7, 50), order, Proposing.GREEDY, DraftModelTest::never)).contains(TokenTree.EMPTY);
            assertThat(small.draft(0, text(7, 70), order, Proposing.GREEDY, DraftModelTest::never)).contains(TokenTree.EMPTY);
            assertThat(small.read(0, text(7, 70), DraftModelTest::never)).as("there is nothing to wait for").isTrue();
            assertThat(small.draft(0, new int[] {600}, order, Proposing.GREEDY, DraftModelTest::never)).contains(TokenTree.EMPTY);
            assertThatThrownBy(() -> small.draft(0, text(7, 5), DraftOrder.chain(MODEL, 11), Proposing.GREEDY, DraftModelTest::never))
                    .hasMessage("a draft of 11 nodes: the draft model was given room for 10");
        }
    }

    @Test
    void whatIsDrawnDependsOnStreamAndTextAlone() {
        int[] text = text(8, 30);
        DraftOrder order = ORDERS.get(2);
        TokenTree one = model.draft(0, text, order, DRAWN, DraftModelTest::never).orElseThrow();
        model.draft(0, text(9, 12), order, DRAWN, DraftModelTest::never);
        assertThat(model.draft(1, text, order, DRAWN, DraftModelTest::never)).contains(one);
        assertThat(model.draft(0, text, order, new Proposing(DRAWN.options(), 6), DraftModelTest::never)).isNotEmpty()
                .get()
                .isNotEqualTo(one);
    }

    @Test
    void tokensThatTheOracleLacksAreNotProposed() {
        model.proposeBelow(300);
        TokenTree tree = model.draft(0, text(10, 20), ORDERS.get(1), Proposing.GREEDY, DraftModelTest::never).orElseThrow();
        for (int node = 0; node < tree.nodes(); node++) {
            assertThat(tree.token(node)).isLessThan(300);
        }
    }

    @Test
    void twoThreadsAtOnceAreRefusedAndOneAfterTheOtherAreNot() throws Exception {
        int[] text = text(12, 20);
        var inside = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        var first = Thread.ofPlatform().start(() -> model.read(0, text, () -> {
            inside.countDown();
            await(refused);
            return false;
        }));
        inside.await();
        assertThatThrownBy(() -> model.read(1, text, DraftModelTest::never)).hasMessage("two threads use one draft model at once");
        refused.countDown();
        first.join();
        DraftOrder order = ORDERS.getFirst();
        assertThat(model.draft(0, text, order, Proposing.GREEDY, DraftModelTest::never)).contains(fresh(text, order, Proposing.GREEDY));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
