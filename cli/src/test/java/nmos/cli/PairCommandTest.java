package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import nmos.live.engine.ResidentEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairCommandTest {
    private static final int VOCABULARY = 1_000;
    private static final int POSITIONS = Integer.getInteger("nmos.pair.positions", 200);

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /// Counted over random texts, in which every context is as likely; `-Dnmos.pair.positions=N` counts over more.
    @ParameterizedTest
    @CsvSource({
        "qwen2.5-0.5b-q4_k_m, 2, qwen2.5-0.5b-q8_0, 0.7",
        "qwen2.5-1.5b-q3_k_m, 1, qwen2.5-0.5b-q4_k_m, 0.3",
    })
    void theModelsAgreeAsOftenAsAsked(String shape, String layers, String draftShape, double agreement) {
        Path oracle = dir.resolve("oracle.gguf");
        Path draft = dir.resolve("draft.gguf");

        assertThat(pair(agreement, shape, "--layers", layers, "--draft-shape", draftShape, "--draft-layers", "1")).isZero();

        int[] says = greedy(oracle);
        int[] drafts = greedy(draft);
        int same = 0;
        for (int position = 0; position < POSITIONS; position++) {
            same += says[position] == drafts[position] ? 1 : 0;
        }
        // four deviations of a share counted over so many contexts
        assertThat((double) same / POSITIONS).isCloseTo(agreement, within(4 * Math.sqrt(agreement * (1 - agreement) / POSITIONS)));
        assertThat(out.toString()).contains("oracle.gguf: ").contains("draft.gguf: ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theDraftIsOneLayerOfTheOraclesShapeWhereNoneIsNamed() {
        assertThat(pair(1, "qwen2.5-0.5b-q8_0", "--layers", "2")).isZero();
        try (var oracle = ResidentEngine.load(dir.resolve("oracle.gguf"), 2);
                var draft = ResidentEngine.load(dir.resolve("draft.gguf"), 2)) {
            assertThat(oracle.config().layers()).isEqualTo(2);
            assertThat(draft.config().layers()).isEqualTo(1);
            assertThat(draft.config().width()).isEqualTo(oracle.config().width());
            assertThat(draft.config().vocabulary()).isEqualTo(oracle.config().vocabulary()).isEqualTo(VOCABULARY);
        }
    }

    @Test
    void whatCannotBeAPairIsRefusedInOneLineBeforeAnythingIsWritten() throws IOException {
        assertThat(pair(1.5, "qwen2.5-0.5b-q8_0")).isEqualTo(2);
        assertThat(err.toString()).contains("--agreement 1.5 is not from 0 to 1");
        assertThat(pair(0.5, "qwen2.5-0.5b-q8_1")).isEqualTo(2);
        assertThat(err.toString()).contains("--shape: ").contains("did you mean 'qwen2.5-0.5b-q8_0'?");
        assertThat(pair(0.5, "qwen2.5-0.5b-q8_0", "--draft-shape", "llama-2-7b-q8_0")).isEqualTo(2);
        assertThat(err.toString()).contains("qwen2.5-0.5b-q8_0 and llama-2-7b-q8_0 do not share a vocabulary");
        assertThat(pair(0.5, "qwen2.5-0.5b-q8_0", "--draft-layers", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--draft-layers 0: qwen2.5-0.5b-q8_0 has 1 to 24");
        assertThat(run("--agreement", "0.5", "--shape", "qwen2.5-0.5b-q8_0", dir + "/same", dir + "/./same")).isEqualTo(2);
        assertThat(err.toString()).contains("the oracle and the draft need a file each");
        Path draft = Files.writeString(dir.resolve("draft.gguf"), "mine");
        assertThat(pair(0.5, "qwen2.5-0.5b-q8_0", "--layers", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("draft.gguf: is there already");

        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).containsExactly(draft);
        }
        assertThat(err.toString().lines()).hasSize(6);
    }

    private static int[] greedy(Path model) {
        int[] tokens = new Random(4).ints(POSITIONS, 0, VOCABULARY).toArray();
        int[] greedy = new int[POSITIONS];
        try (var engine = ResidentEngine.load(model, 2)) {
            float[] logits = engine.logitsAfterEach(tokens);
            for (int position = 0; position < POSITIONS; position++) {
                int from = position * VOCABULARY;
                for (int id = 0; id < VOCABULARY; id++) {
                    greedy[position] = logits[from + id] > logits[from + greedy[position]] ? id : greedy[position];
                }
            }
        }
        return greedy;
    }

    private int pair(double agreement, String shape, String... options) {
        Stream<String> start = Stream.of(
                "--agreement", Double.toString(agreement), "--shape", shape, "--vocabulary", Integer.toString(VOCABULARY));
        Stream<String> files = Stream.of(dir + "/oracle.gguf", dir + "/draft.gguf");
        return run(Stream.of(start, Stream.of(options), files).flatMap(args -> args).toArray(String[]::new));
    }

    private int run(String... args) {
        String[] all = Stream.concat(Stream.of("model", "pair"), Stream.of(args)).toArray(String[]::new);
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(all);
    }
}
