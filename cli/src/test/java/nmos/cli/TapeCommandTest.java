package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import nmos.journal.RunDirectory;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import nmos.world.acceptance.RankTape;
import nmos.world.acceptance.RankTapeFile;
import nmos.world.acceptance.TapedTurn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `nmos model tape`, with the trained pair.
class TapeCommandTest {
    /// Two people, one of whom asks again.
    private static final String TRACE =
            """
            {"format":"nmos-trace","version":1,"text":true,"source":"a test","why":"two people"}
            {"ns":0,"session":0,"do":"open","person":"ann"}
            {"ns":0,"session":0,"do":"begin","reply":"chat","replyTokens":20}
            {"ns":0,"session":1,"do":"open","person":"bob"}
            {"ns":0,"session":1,"do":"begin","reply":"chat","replyTokens":30}
            {"ns":1000000,"session":0,"do":"paste","at":0,"insert":"Once upon a time"}
            {"ns":2000000,"session":1,"do":"paste","at":0,"insert":"Lily and Tom went to the park."}
            {"ns":3000000,"session":0,"do":"submit"}
            {"ns":4000000,"session":1,"do":"submit"}
            {"ns":5000000,"session":0,"do":"begin","reply":"chat","replyTokens":15,"again":true}
            {"ns":6000000,"session":0,"do":"paste","at":16,"insert":", a cat"}
            {"ns":7000000,"session":0,"do":"submit"}
            """;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StopFlag stop = new StopFlag();
    private Path tape = Path.of("");

    @BeforeEach
    void aPlace() {
        tape = dir.resolve("a.tape");
    }

    private int nmos(boolean watched, LongSupplier clock, List<String> args) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), watched, clock, stop);
        return Nmos.commandLine(terminal).execute(args.toArray(String[]::new));
    }

    private List<String> tape(String... more) {
        return tape(Data.model("llama2xs-272K.gguf"), more);
    }

    private List<String> tape(Path draft, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "model", "tape", "--oracle", Data.model("stories260K.gguf").toString(), "--draft", draft.toString(),
                "--threads", "1", "-o", tape.toString()));
        args.addAll(Arrays.asList(more));
        return args;
    }

    private int run(String... more) {
        return nmos(false, () -> 0, tape(more));
    }

    private RankTape read() throws IOException {
        return RankTapeFile.read(tape);
    }

    @Test
    void everyPromptIsATextOfTheTape() throws IOException {
        assertThat(run("--prompt", "Once upon a time", "--prompt", "Lily went", "-n", "30")).as(err.toString()).isZero();
        assertThat(read().texts()).extracting(text -> text.positions().size()).containsExactly(30, 30);
        assertThat(read().source()).isEqualTo("oracle stories260K.gguf greedy on 2 prompts, draft llama2xs-272K.gguf");
        assertThat(out.toString()).contains("60 tokens in 2 texts (measured)", "tau of a chain", "static tree [4, 2, 1, 1]");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonIsOneObject() {
        assertThat(run("-n", "10", "--json", "--widths", "2,2")).isZero();
        assertThat(out.toString()).hasLineCount(1).startsWith("{\"kind\":\"measured\"").contains("\"tokens\":10", "\"widths\":[2,2]");
    }

    @Test
    void aTextIsRankedFromItsSecondTokenOn() throws IOException {
        Path text = Files.writeString(dir.resolve("t.txt"), "Once upon a time there was a little girl named Lily.");
        assertThat(run("--text", text.toString())).isZero();
        assertThat(read().texts()).hasSize(1);
        assertThat(out.toString()).contains("in 1 text (measured)");
    }

    /// The live world types the same prompts and hears the same replies.
    @Test
    void theTapeOfATraceIsThatOfALiveRun() throws IOException {
        Path trace = Files.writeString(dir.resolve("t.jsonl"), TRACE);
        Path scenario = dir.resolve("tiny.yaml");
        try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("tiny.yaml"))) {
            Files.writeString(scenario, new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^workload:.*$", "workload: {trace: " + trace + ", openLoop: false, thinkTime: 0 ms, freshContext: true, speed: 10}")
                    .replace("tokensPerSession: 256", "tokensPerSession: 500"));
        }
        Path run = dir.resolve("run");
        assertThat(nmos(false, () -> 0, List.of("live", scenario.toString(), "--quiet", "--threads", "1", "--no-journal",
                        "--oracle", Data.model("stories260K.gguf").toString(), "--draft", Data.model("llama2xs-272K.gguf").toString(),
                        "--set", "speculation={kind: chain, k: 4}", "--out", run.toString())))
                .as(err.toString()).isZero();
        assertThat(run("--trace", trace.toString())).as(err.toString()).isZero();
        RankTape live = RankTapeFile.read(run.resolve(RunDirectory.RANK_TAPE));
        assertThat(read().turns())
                .isEqualTo(live.turns())
                .containsExactly(new TapedTurn(0, 0), new TapedTurn(0, 1), new TapedTurn(1, 0));
        assertThat(read().texts()).isEqualTo(live.texts());
    }

    @Test
    void nothingIsWrittenOverUnasked() throws IOException {
        Files.writeString(tape, "mine");
        assertThat(run("-n", "5")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("a.tape: already there; --force replaces it");
        assertThat(tape).hasContent("mine");
        assertThat(run("-n", "5", "--force")).isZero();
        assertThat(read().texts().getFirst().positions()).hasSize(5);
        assertThat(dir.resolve("a.tape.part")).doesNotExist();
    }

    @Test
    void whoInterruptsFindsATapeOfWhatThereIs() throws IOException {
        int[] looks = {0};
        // The clock is read with every token while somebody watches.
        LongSupplier clock = () -> {
            if (++looks[0] == 50) {
                stop.stop();
            }
            return 0;
        };
        assertThat(nmos(true, clock, tape("--prompt", "Once", "--prompt", "Lily", "--prompt", "Tom", "-n", "40"))).isEqualTo(1);
        assertThat(err.toString()).contains("interrupted; what there is is in " + tape);
        assertThat(read().texts()).hasSize(1);
    }

    @Test
    void whoInterruptsAtOnceFindsNothing() {
        stop.stop();
        assertThat(run("-n", "5")).isEqualTo(1);
        assertThat(err.toString()).contains("interrupted before the first token");
        assertThat(tape).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-n 1000 | the start of a text has 1 tokens, and the reply up to 1000: the context of",
        "-n 0 | -n 0: from 1 to 1000000 tokens",
        "--widths 0 | --widths [0]: children from 1 to 16",
        "--text nowhere.txt | nowhere.txt: no such file",
        "--text nowhere.txt --prompt x | exclude each other",
        "--trace nowhere | nowhere: no such file",
        "--chat | --chat goes with --prompt",
    })
    void whatCannotBeIsRefusedInALine(String options, String says) {
        assertThat(run(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains(says);
        assertThat(tape).doesNotExist();
    }

    @Test
    void aDraftWithOtherWordsIsRefused() {
        var plan = new ModelPlan(Family.QWEN2, "t", 1, 64, 2, 1, 32, 64, 500, false, Experts.NONE);
        Path other = dir.resolve("other.gguf");
        SyntheticModel.random(plan, TensorType.F32, 1).write(other, IfPresent.REFUSE, _ -> {});
        assertThat(nmos(false, () -> 0, tape(other))).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("other.gguf: its vocabulary is not that of ");
        assertThat(nmos(false, () -> 0, tape(dir.resolve("missing.gguf")))).isEqualTo(2);
    }

    @Test
    void whatTheDraftCannotReadCountsAsNotGuessed() throws IOException {
        Path text = Files.writeString(dir.resolve("long.txt"), "Once upon a time. ".repeat(100));
        assertThat(run("--text", text.toString())).isZero();
        assertThat(err.toString()).hasLineCount(1).contains("long.txt: the draft model reads 256 of ", " tokens, and guesses at no others");
        List<RankTape.Position> positions = read().texts().getFirst().positions();
        assertThat(positions.get(254).ppm()).hasSize(16);
        assertThat(positions.subList(255, positions.size())).isNotEmpty().allMatch(position -> position.rank() == RankTape.UNRANKED);
    }
}
