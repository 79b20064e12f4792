package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nmos.live.draft.GoodnessOfFit;
import nmos.live.draft.TextChances;
import nmos.live.engine.Data;
import nmos.live.engine.ResidentEngine;
import nmos.live.sampling.Distribution;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.live.world.TinyRun.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Drawn replies to one prompt, given by the whole live world to several people at once, follow the oracle's distribution.
///
/// How many of the texts would have to be the draft's to be told from right ones falls with the root of how many are drawn: 600 in a
/// build, and N times [#PEOPLE] with `-Dnmos.sampled.turns=N`.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SampledLiveTest {
    private static final String PROMPT = "Lily saw a";
    private static final int PEOPLE = 3;
    private static final int QUICK = 200;
    private static final int TURNS = Integer.getInteger("nmos.sampled.turns", QUICK);
    /// Tokens of a reply after those that are looked at: guesses at what ends it would never be tried.
    private static final int MORE = 1;
    /// One in a thousand for all cases together.
    private static final double ALPHA = 0.001 / 3;

    @TempDir
    Path folder;

    /// `seenByQuick`: of so many turns as a build takes, the test would tell the counts from those where so many of the texts were
    /// the draft's instead.
    record Drawn(SamplingOptions options, int length, double seenByQuick, String settings) {
        double leastSeen() {
            return seenByQuick * Math.sqrt((double) QUICK / TURNS);
        }
    }

    static Stream<Drawn> cases() {
        return Stream.of(
                new Drawn(new SamplingOptions(1, 0, 1, 0, 1, 0), 2, 0.5, "speculation.kind=chain speculation.k=2"),
                new Drawn(
                        new SamplingOptions(1, 6, 0.8f, 0, 1, 0),
                        3,
                        0.25,
                        "speculation.kind=tree-adaptive speculation.maxNodes=5 speculation.whilePass=true"),
                new Drawn(
                        new SamplingOptions(0.9f, 5, 1, 0.02f, 1, 0),
                        3,
                        0.25,
                        "speculation.kind=tree-static speculation.widths=[3,2] anticipation.kind=prefill"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void repliesAreDrawnAsTheOracleDrawsThem(Drawn drawn) throws IOException {
        Typing typing = new Typing();
        for (int person = 0; person < PEOPLE; person++) {
            Typing.Person at = typing.person();
            for (int turn = 0; turn < TURNS; turn++) {
                at.begins(drawn.length() + MORE).pastes(0, PROMPT).submits();
            }
        }
        TinyRun run = TinyRun.of(new Asked(folder, (drawn.settings()
                                + " placement.pin.ram=all placement.pin.vram=all workload.thinkTime=0ms kv.tokensPerSession=32")
                        .split(" "))
                .typing(typing)
                .sampling(drawn.options()));
        try (var oracle = ResidentEngine.load(Data.model(TinyRun.ORACLE), 1);
                var draft = ResidentEngine.load(Data.model(TinyRun.DRAFT), 1)) {
            int[] prompt = oracle.tokenizer().encode(PROMPT, true, false);
            var right = new TextChances(
                    prompt, drawn.length(), GoodnessOfFit.LEAST_EXPECTED / (PEOPLE * TURNS), text -> distribution(oracle, text, drawn.options()));
            long[] counts = new long[right.texts()];
            for (LiveOutcome.Reply reply : run.outcome().replies()) {
                assertThat(reply.prompt()).isEqualTo(prompt);
                counts[right.cell(Arrays.copyOf(reply.tokens(), drawn.length()))]++;
            }
            assertThat(Arrays.stream(counts).sum()).isEqualTo((long) PEOPLE * TURNS);
            double fit = GoodnessOfFit.pValue(counts, right.chances());
            double partly = GoodnessOfFit.pValue(counts, right.mixed(text -> distribution(draft, text, drawn.options()), drawn.leastSeen()));
            long accepted = run.outcome().run().acceptanceByDepth().stream().mapToLong(depth -> depth[1]).sum();
            System.out.println(drawn + ": p " + fit + " over " + right.texts() + " texts, partly the draft's " + partly + "; "
                    + accepted + " guesses accepted");
            assertThat(fit).isGreaterThan(ALPHA);
            assertThat(partly).isLessThan(ALPHA);
            assertThat(accepted).isPositive();
        }
    }

    private static Distribution distribution(ResidentEngine engine, int[] text, SamplingOptions options) {
        int vocabulary = engine.config().vocabulary();
        return new Sampler(options, 0).distribution(engine.logitsAfterEach(text), (text.length - 1) * vocabulary, vocabulary);
    }

    /// Without a draft a drawn reply is what the plain engine draws with the same options: a repetition penalty counts the
    /// prompt's tokens, too. Drawn at next to no temperature, as the streams differ.
    @Test
    void penaltiesCountThePrompt() throws IOException {
        var options = new SamplingOptions(0.0001f, 0, 1, 0, 3, 64);
        TinyRun run = TinyRun.of(new Asked(folder, "workload.replyTokens=24", "speculation.kind=chain").sampling(options));
        try (var oracle = ResidentEngine.load(Data.model(TinyRun.ORACLE), 1)) {
            for (LiveOutcome.Reply reply : run.outcome().replies()) {
                int[] plain = oracle.generate(reply.prompt(), 24, new Sampler(options, 0), _ -> {}).ids();
                assertThat(Arrays.copyOf(reply.tokens(), plain.length)).isEqualTo(plain);
            }
        }
    }

    /// A seed says what is drawn, whatever is streamed when.
    @Test
    void theSameSeedDrawsTheSame() throws IOException {
        var options = new SamplingOptions(1, 0, 1, 0, 1, 0);
        List<List<Integer>> said = Stream.of("double-buffer", "on-demand")
                .map(river -> {
                    try {
                        return TinyRun.of(new Asked(folder, "river.kind=" + river, "speculation.kind=chain").sampling(options));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .map(run -> run.outcome().replies().stream()
                        .flatMap(reply -> Arrays.stream(reply.tokens()).boxed())
                        .toList())
                .toList();
        assertThat(said.get(1)).isEqualTo(said.get(0));
    }
}
