package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.LOOKUP;
import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import nmos.live.sampling.Distribution;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.verify.Outcome;
import nmos.policy.DraftOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Drawn text of a real oracle with a real draft.
class SampledPairTest {
    private static final SamplingOptions OPTIONS = new SamplingOptions(0.9f, 5, 1, 0.02f, 1, 0);
    private static final int QUICK = 700;
    private static final int RUNS = Integer.getInteger("nmos.sampled.runs", QUICK);
    private static final int LENGTH = 3;
    private static final int SPOKEN = 70;
    /// One in a thousand for all orders together.
    private static final double ALPHA = 0.001 / 3;
    private static final double LEAST_SEEN = 0.25 * Math.sqrt((double) QUICK / RUNS);

    private static Pair pair;
    private static int[] prompt;

    @BeforeAll
    static void load() {
        pair = Pair.load();
        prompt = pair.tokenizer.encode("Lily saw a", true, false);
    }

    @AfterAll
    static void close() {
        if (pair != null) {
            pair.close();
        }
    }

    static Stream<DraftOrder> orders() {
        return Stream.of(
                DraftOrder.chain(MODEL, 3), DraftOrder.levels(MODEL, 3, 2), DraftOrder.bestFirst(MODEL, 6, 3, 3));
    }

    /// By teacher forcing the chance of each text is known, of the oracle and of the draft. The counts fit the oracle's, and the
    /// test tells these from what one text in four of the draft's among them would make of them; of fewer, the more runs
    /// `-Dnmos.sampled.runs=N` asks for.
    @ParameterizedTest
    @MethodSource("orders")
    void textsAreDrawnAsTheOracleDrawsThem(DraftOrder order) {
        var oracle = new TextChances(prompt, LENGTH, 0, text -> distribution(pair.logitsAfter(text)));
        long[] counts = new long[oracle.texts()];
        int accepted = 0;
        int passes = 0;
        for (int run = 0; run < RUNS; run++) {
            var proposing = new Proposing(OPTIONS, Guess.key(3, run));
            try (var text = pair.new Text(prompt, LENGTH, new Sampler(OPTIONS, Guess.key(4, run)))) {
                while (!text.finished) {
                    TokenTree tree = pair.draft
                            .draft(0, text.known, order, proposing, () -> false)
                            .orElseThrow();
                    Outcome outcome = text.pass(tree, Math.max(0, tree.nodes() - run % 3));
                    accepted += outcome.verdict().accepted();
                    passes++;
                }
                counts[oracle.cell(text.reply())]++;
            }
        }
        double fit = GoodnessOfFit.pValue(counts, oracle.chances());
        double partly = GoodnessOfFit.pValue(counts, oracle.mixed(text -> distribution(draftLogits(text)), LEAST_SEEN));
        System.out.println(order + ": p " + fit + " over " + oracle.texts() + " texts, partly the draft's " + partly
                + "; accepted a pass " + (double) accepted / passes);
        assertThat(fit).isGreaterThan(ALPHA);
        assertThat(partly).isLessThan(ALPHA);
        assertThat(accepted).isPositive();
    }

    private static Distribution distribution(float[] logits) {
        return new Sampler(OPTIONS, 0).distribution(logits, 0, logits.length);
    }

    private static float[] draftLogits(int[] text) {
        float[] after = new float[pair.vocabulary];
        pair.draft.along(
                Pair.joined(text, 0),
                text.length,
                (_, logits, _) -> System.arraycopy(logits, 0, after, 0, after.length),
                () -> false);
        return after;
    }

    /// Guesses that were not drawn do not touch what is drawn: with the same seed the text is the same as without drafts, also
    /// with a repetition penalty.
    @Test
    void certainGuessesLeaveDrawnTextAsItIs() {
        var options = new SamplingOptions(0.9f, 40, 0.95f, 0.05f, 1.2f, 32);
        for (int p = 0; p < Pair.PROMPTS.length; p++) {
            int[] plain = pair.plain(pair.prompt(p), SPOKEN, new Sampler(options, p));
            for (DraftOrder order : new DraftOrder[] {
                DraftOrder.chain(MODEL, 4), DraftOrder.bestFirst(MODEL, 10, 4, 3), DraftOrder.levels(LOOKUP, 3, 1, 1)
            }) {
                try (var text = pair.new Text(pair.prompt(p), SPOKEN, new Sampler(options, p))) {
                    while (!text.finished) {
                        TokenTree tree = order.drafter() == LOOKUP
                                ? PromptLookup.draft(text.known, order)
                                : pair.draft
                                        .draft(p, text.known, order, Proposing.GREEDY, () -> false)
                                        .orElseThrow();
                        text.pass(tree, tree.nodes());
                    }
                    assertThat(text.reply()).isEqualTo(plain);
                }
            }
        }
    }

    /// The same seeds give the same text.
    @Test
    void aRunCanBeRepeated() {
        int[][] said = new int[2][];
        for (int run = 0; run < 2; run++) {
            pair.draft.forget(1);
            try (var text = pair.new Text(prompt, 60, new Sampler(OPTIONS, 8))) {
                while (!text.finished) {
                    DraftOrder order = DraftOrder.bestFirst(MODEL, 12, 4, 3);
                    TokenTree tree = pair.draft
                            .draft(1, text.known, order, new Proposing(OPTIONS, 9), () -> false)
                            .orElseThrow();
                    text.pass(tree, tree.nodes());
                }
                said[run] = text.reply();
            }
        }
        assertThat(said[1]).isEqualTo(said[0]);
    }
}
