package nmos.live.draft;

import static nmos.policy.DraftOrder.Drafter.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.DraftOrder;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.RankTape;
import nmos.world.acceptance.RankTapeFile;
import nmos.world.acceptance.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a tape of the real pair says of speculation, against speculation with the real pair.
class RankTapeRecorderTest {
    private static final int SPOKEN = 80;
    private static final int TEXTS = Integer.getInteger("nmos.tape.texts", 24);
    private static final int OF_A_TEXT = 80;
    /// As deep as any tree here goes past the last spoken token.
    private static final int BEYOND = 10;
    /// Measured elsewhere with the same two models on 19,780 tokens of the oracle's greedy text:
    /// tiny-models-acceptance.json, "target=stories260K on greedy_text", "other_model_same_tokenizer".
    private static final double PUBLISHED_GREEDY_MATCH = 0.6926;

    private static Pair pair;
    private static int[][] replies;

    @BeforeAll
    static void load() {
        pair = Pair.load();
        replies = new int[3][];
        for (int p = 0; p < replies.length; p++) {
            replies[p] = pair.plain(pair.prompt(p), SPOKEN + BEYOND, Pair.greedy());
        }
    }

    @AfterAll
    static void close() {
        if (pair != null) {
            pair.close();
        }
    }

    private static RankTape.Text text(int[] prompt, int[] reply) {
        return new RankTapeRecorder(pair.draft)
                .text(Pair.joined(prompt, reply), prompt.length, () -> false)
                .orElseThrow();
    }

    static Stream<DraftOrder> orders() {
        return Stream.concat(
                IntStream.rangeClosed(1, 8).mapToObj(k -> DraftOrder.chain(MODEL, k)),
                Stream.of(
                        DraftOrder.levels(MODEL, 4),
                        DraftOrder.levels(MODEL, 2, 2, 2),
                        DraftOrder.levels(MODEL, 4, 2, 1, 1),
                        DraftOrder.levels(MODEL, 1, 3, 1, 2),
                        DraftOrder.levels(MODEL, 8, 4)));
    }

    /// Pass by pass, the node that each one ended at included.
    @ParameterizedTest
    @MethodSource("orders")
    void speculationIsExactlyWhatItsTapeSays(DraftOrder order) {
        for (int p = 0; p < replies.length; p++) {
            int[] prompt = pair.prompt(p);
            var tape = new RankTape("the pair itself", List.of(text(prompt, replies[p])));
            var told = new Acceptance(new AcceptanceSpec(new AcceptanceSpec.Ranks(tape), null), new SplittableRandom(1));
            var verdicts = new ArrayList<Verdict>();
            var foretold = new ArrayList<Verdict>();
            var confidences = new ArrayList<List<Integer>>();
            var toldConfidences = new ArrayList<List<Integer>>();
            try (var text = pair.new Text(prompt, replies[p].length, Pair.greedy())) {
                while (!text.finished && text.said() < SPOKEN) {
                    TokenTree tree = pair.draft
                            .draft(p, text.known, order, Proposing.GREEDY, () -> false)
                            .orElseThrow();
                    Draft draft = told.draft(0, order);
                    foretold.add(told.verify(draft, draft.tree().nodes(), replies[p].length - text.said()));
                    confidences.add(alongTheRightPath(tree.shape().confidencePpm(), draft.rightPath()));
                    toldConfidences.add(alongTheRightPath(draft.tree().confidencePpm(), draft.rightPath()));
                    verdicts.add(text.pass(tree, tree.nodes()).verdict());
                }
            }
            assertThat(verdicts).as(Pair.PROMPTS[p]).isEqualTo(foretold);
            assertThat(confidences).as(Pair.PROMPTS[p]).isEqualTo(toldConfidences);
        }
    }

    private static List<Integer> alongTheRightPath(int[] ppm, int[] path) {
        return Arrays.stream(path).filter(node -> node < ppm.length).mapToObj(node -> ppm[node]).toList();
    }

    /// Other texts than the published ones, which are not kept: those that the oracle, having drawn eight tokens, ends greedily.
    /// `-Dnmos.tape.texts=N` sets how many.
    @Test
    void thePairAgreesAsOftenAsPublished() {
        int tokens = 0;
        int[] rank = new int[Ranking.MOST + 1];
        for (int seed = 0; seed < TEXTS; seed++) {
            var drawing = new Sampler(new SamplingOptions(1, 0, 1, 0, 1, 0), seed);
            int[] bos = {pair.tokenizer.vocabulary().bos()};
            int[] begun = Pair.joined(bos, pair.plain(bos, 8, drawing));
            int[] reply = pair.plain(begun, OF_A_TEXT, Pair.greedy());
            for (RankTape.Position position : text(begun, reply).positions()) {
                rank[position.rank() < 0 ? Ranking.MOST : position.rank()]++;
                tokens++;
            }
        }
        System.out.println("ranks of " + tokens + " tokens: " + Arrays.toString(rank));
        assertThat((double) rank[0] / tokens).isCloseTo(PUBLISHED_GREEDY_MATCH, within(0.05));
    }


    @Test
    void aTapeSurvivesTheFile(@TempDir Path folder) throws Exception {
        var tape = new RankTape("a test", List.of(text(pair.prompt(0), replies[0]), text(pair.prompt(1), replies[1])));
        RankTapeFile.write(tape, folder.resolve("t.tape"));
        assertThat(RankTapeFile.read(folder.resolve("t.tape"))).isEqualTo(tape);
    }

    @Test
    void aStoppedWalkIsNoTape() {
        assertThat(new RankTapeRecorder(pair.draft).text(pair.prompt(0), 1, () -> true)).isEmpty();
    }
}
