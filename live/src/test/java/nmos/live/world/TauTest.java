package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nmos.live.draft.DraftModel;
import nmos.live.draft.RankTapeRecorder;
import nmos.live.engine.Data;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.world.TinyRun.Asked;
import nmos.policy.DraftOrder;
import nmos.policy.DraftOrder.Drafter;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.RankTape;
import nmos.world.metrics.Turn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each pass of a live run yields is what the run's own rank tape says it does.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TauTest {
    /// Measured elsewhere with the same two models on 19,780 tokens of the oracle's greedy text:
    /// tiny-models-acceptance.json, "target=stories260K on greedy_text", "other_model_same_tokenizer".
    private static final double PUBLISHED_GREEDY_MATCH = 0.6926;

    private static DraftModel draft;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        draft = DraftModel.load(Data.model(TinyRun.DRAFT), 1, new DraftModel.Room(1, 512, 96));
    }

    @AfterAll
    static void close() {
        if (draft != null) {
            draft.close();
        }
    }

    record Guessing(DraftOrder order, String settings) {}

    static Stream<Guessing> guessings() {
        return Stream.concat(
                IntStream.rangeClosed(1, 8).mapToObj(k -> new Guessing(
                        DraftOrder.chain(Drafter.MODEL, k), "speculation.kind=chain speculation.k=" + k)),
                Stream.of(
                        new Guessing(
                                DraftOrder.chain(Drafter.MODEL, 3),
                                "speculation.kind=chain speculation.k=3 speculation.whilePass=true"),
                        tree(4),
                        tree(2, 2, 2),
                        tree(4, 2, 1, 1),
                        tree(1, 3, 1, 2)));
    }

    private static Guessing tree(int... widths) {
        return new Guessing(
                DraftOrder.levels(Drafter.MODEL, widths),
                "speculation.kind=tree-static speculation.widths=" + Arrays.toString(widths).replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("guessings")
    void everyPassYieldsWhatTheTapeSays(Guessing guessing) throws IOException {
        String settings = guessing.settings() + " workload.sessions=2 workload.turns=2 workload.replyTokens=40 workload.typingPerToken=0ms";
        TinyRun run = TinyRun.of(new Asked(folder, settings.split(" ")));
        assertThat(run.outcome().run().turns()).hasSize(4);
        for (Turn turn : run.outcome().run().turns()) {
            assertThat(turn.tau()).as("session %s turn %s", turn.session(), turn.index())
                    .isEqualTo(foretold(reply(run, turn), guessing.order()));
        }
    }

    private static LiveOutcome.Reply reply(TinyRun run, Turn turn) {
        return run.outcome().replies().stream()
                .filter(reply -> reply.session() == turn.session() && reply.turn() == turn.index())
                .findFirst()
                .orElseThrow();
    }

    private static RankTape.Text tape(LiveOutcome.Reply reply) {
        int[] text = IntStream.concat(Arrays.stream(reply.prompt()), Arrays.stream(reply.tokens())).toArray();
        return new RankTapeRecorder(draft).text(text, reply.prompt().length, () -> false).orElseThrow();
    }

    /// A walk of the tape. The first token comes with the prompt.
    private static int[] foretold(LiveOutcome.Reply reply, DraftOrder order) {
        var tape = new RankTape("the run itself", List.of(tape(reply)));
        var told = new Acceptance(new AcceptanceSpec(new AcceptanceSpec.Ranks(tape), null), new SplittableRandom(1));
        told.verify(told.undrafted(0), 0);
        List<Integer> tau = new ArrayList<>();
        int left = reply.tokens().length - 1;
        while (left > 0) {
            Draft guessed = told.draft(0, order);
            int tokens = told.verify(guessed, guessed.tree().nodes(), left).accepted() + 1;
            tau.add(tokens);
            left -= tokens;
        }
        return tau.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Other texts than the published ones, which are not kept: those that the oracle, having drawn eight tokens, ends greedily.
    @Test
    void thePairAgreesAsOftenAsPublished() throws IOException {
        Typing typing = new Typing();
        try (Oracle oracle = new Oracle()) {
            for (int person = 0; person < 2; person++) {
                Typing.Person at = typing.person();
                for (int turn = 0; turn < 8; turn++) {
                    at.begins(150).pastes(0, begun(oracle, person * 8L + turn)).submits();
                }
            }
        }
        TinyRun run = TinyRun.of(new Asked(
                        folder, "speculation.kind=chain", "speculation.k=4", "placement.pin.ram=all", "placement.pin.vram=all")
                .typing(typing));
        int[] right = run.outcome().replies().stream()
                .flatMap(reply -> tape(reply).positions().stream())
                .mapToInt(position -> position.rank() == 0 ? 1 : 0)
                .toArray();
        double match = Arrays.stream(right).average().orElseThrow();
        System.out.println("greedy match " + match + " over " + right.length + " tokens, published " + PUBLISHED_GREEDY_MATCH);
        assertThat(right).hasSize(2_400);
        assertThat(match).isCloseTo(PUBLISHED_GREEDY_MATCH, within(0.05));
    }

    private static String begun(Oracle oracle, long seed) {
        var drawing = new Sampler(new SamplingOptions(1, 0, 1, 0, 1, 0), seed);
        int[] text = {oracle.tokenizer().vocabulary().bos()};
        for (int token = 0; token < 8; token++) {
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = drawing.next(oracle.logitsAfter(Arrays.copyOf(text, text.length - 1)), 0, oracle.vocabulary());
        }
        return oracle.tokenizer().decode(Arrays.copyOfRange(text, 1, text.length)).strip();
    }
}
