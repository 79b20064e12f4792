package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.harness.sweep.SweepLock;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `nmos sweep`, of a scenario small enough for a test.
class SweepCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StopFlag stop = new StopFlag();

    private int sweep(String... words) {
        return run(Stream.concat(Stream.of("sweep", "02-72b-on-4gb", "--set", "workload.turns=2", "--set",
                "workload.replyTokens=4"), Stream.of(words)).toArray(String[]::new));
    }

    private int run(String... words) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, stop);
        return Nmos.commandLine(terminal).execute(words);
    }

    @Test
    void leavesATableAndAPageAndSaysWhereItIsBest() throws IOException {
        Path folder = dir.resolve("swept");
        assertThat(sweep("--replications", "2", "--vary", "speculation.kind=off,chain", "--vary", "speculation.k=2,4", "--out", folder.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("02-72b-on-4gb: 4 points of speculation.kind (2) x speculation.k (2), simulated on laptop-rtx2050-16gb")
                .contains("best tokens_per_second", " at speculation.kind=chain; speculation.k=");
        assertThat(folder.resolve("report.html")).exists();
        assertThat(Files.readAllLines(folder.resolve(SweepFile.CSV))).hasSize(5);
        assertThat(SweepFile.read(folder).manifest().command()).startsWith("nmos sweep 02-72b-on-4gb --set workload.turns=2");
        out.getBuffer().setLength(0);
        assertThat(sweep("--replications", "2", "--vary", "speculation.kind=off,chain", "--vary", "speculation.k=2,4", "--out", folder.toString())).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains("holds a sweep already: --resume goes on with it, --force starts it anew");
        assertThat(sweep("--replications", "2", "--vary", "speculation.kind=off,chain", "--vary", "speculation.k=2,4", "--out", folder.toString(), "--resume", "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("complete").booleanValue()).isTrue();
        assertThat(json.path("best").path("tokens_per_second").path("settings").path("speculation.kind").stringValue()).isEqualTo("chain");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--vary=speculation.k", "--vary=speculation.k=4..1", "--vary=speculation.kk=1..4", "--vary=a=1..1000000 --vary=b=1,2",
        "--vary=speculation.k=1,2 --metric=tokns", "--vary=speculation.k=1,2 --replications=0", "--vary=speculation.k=1,2 --threads=0",
        "--vary=speculation.k=1,2 --resume", "--vary=speculation.k=1,2 --live=best", "--vary=speculation.k=1,2 --set=oracle=nothing",
        "--vary=speculation.k=1,2 --draft=x.gguf", "--vary=speculation.k=1,2 --oracle=missing.gguf",
    })
    void whatCannotBeIsRefusedInOneLineBeforeAnythingIsWritten(String words) {
        Path folder = dir.resolve("none");
        List<String> all = words.contains("--resume") ? List.of() : List.of("--out", folder.toString());
        assertThat(sweep(Stream.concat(Stream.of(words.split(" ")), all.stream()).toArray(String[]::new))).as(err.toString()).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).startsWith("nmos sweep: ").hasLineCount(1);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aScenarioMayStandBehindItsMetrics() throws IOException {
        Path folder = dir.resolve("metrics");
        assertThat(run("sweep", "--set", "workload.turns=2", "--set", "workload.replyTokens=2", "--vary", "speculation.k=2", "--metric",
                "tokens_per_second,tau_mean", "--metric", "turns", "02-72b-on-4gb", "--out", folder.toString())).as(err.toString()).isZero();
        assertThat(SweepFile.read(folder).manifest().metrics()).extracting(Manifest.Metric::name).containsExactly("tokens_per_second", "tau_mean", "turns");
    }

    /// For a process of its own, that holds a folder until its input ends.
    static final class Holder {
        private Holder() {}

        public static void main(String[] words) throws IOException {
            try (SweepLock lock = SweepLock.on(Path.of(words[0]))) {
                System.out.println("holds " + lock.folder());
                while (System.in.read() >= 0) {
                    // until it ends
                }
            }
        }
    }

    @Test
    void nothingIsReplacedInAFolderThatAnotherProgramIsAtWorkIn() throws IOException, InterruptedException {
        Path folder = dir.resolve("held");
        String[] words = {"--replications", "2", "--vary", "speculation.k=2,4", "--out", folder.toString()};
        assertThat(sweep(words)).as(err.toString()).isZero();
        byte[] before = Files.readAllBytes(folder.resolve(SweepFile.POINTS));
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("java.class.path"), Holder.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told = holder.inputReader()) {
            assertThat(told.readLine()).startsWith("holds ");
            for (String how : List.of("--force", "--resume")) {
                err.getBuffer().setLength(0);
                assertThat(sweep(Stream.concat(Stream.of(words), Stream.of(how)).toArray(String[]::new))).isEqualTo(Failures.BAD_INPUT);
                assertThat(err.toString()).contains("another sweep is at work in " + folder).hasLineCount(1);
                assertThat(folder.resolve(SweepFile.POINTS)).hasBinaryContent(before);
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(sweep(Stream.concat(Stream.of(words), Stream.of("--force")).toArray(String[]::new))).as(err.toString()).isZero();
    }

    @Test
    void whatWasKilledBeforeItSaidWhatItIsCanBeGoneOnWithAndOtherFilesCannot() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("begun"));
        String[] words = {"--vary", "speculation.k=2", "--out", folder.toString(), "--resume"};
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThat(sweep(words)).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains(folder + " holds other files and no sweep to go on with; name another folder").hasLineCount(1);
        assertThat(folder.resolve(SweepLock.NAME)).doesNotExist();
        Files.delete(folder.resolve("notes.txt"));
        Files.createFile(folder.resolve(SweepLock.NAME));
        Files.createFile(folder.resolve(SweepFile.POINTS));
        assertThat(sweep(words)).as(err.toString()).isZero();
    }

    @Test
    void aMeasuredPointThatIsNotToBeTrustedIsMarked() {
        Manifest manifest = new Manifest("s", "m", List.of(), List.of(new Manifest.Axis("k", List.of("1"))),
                List.of(new Manifest.Metric("tokens_per_second", "1/s", true)), 1, 1, "a", List.of(), "b", "nmos sweep", true, 1, 1, List.of());
        Sweep sweep = new Sweep(manifest, List.of(new Point(0, Point.Kind.MEASURED, null, List.of(2), List.of(List.of(3.0)),
                List.of(new Point.Figure(3, Double.NaN, Double.NaN, Double.NaN)), "live/point-0", "a fresh policy decides otherwise from signal 7 on")));
        assertThat(SweepText.plain(sweep)).contains("measured k=1: tokens_per_second, 1/s 3 (2 turns failed) (not to be trusted: a fresh policy decides"
                + " otherwise from signal 7 on)");
        assertThat(SweepText.json(sweep, dir, null)).contains("\"failed_turns\":2", "\"unsound\":\"a fresh policy");
    }

    @Test
    void anInterruptedOneSaysHowToGoOn() {
        stop.stop();
        Path folder = dir.resolve("stopped");
        assertThat(sweep("--vary", "speculation.k=1..4", "--out", folder.toString())).isEqualTo(Failures.FAILED);
        assertThat(err.toString()).contains("interrupted after 0 of 4 points", "--out " + folder + " --resume goes on with it");
        assertThat(folder.resolve(SweepFile.NAME)).exists();
    }

    @Test
    void pointsAreMeasuredBesideTheSimulatedOnes() throws IOException {
        Path model = dir.resolve("m.gguf");
        var plan = new ModelPlan(Family.QWEN2, "t", 1, 64, 2, 1, 32, 64, 500, false, Experts.NONE);
        SyntheticModel.random(plan, TensorType.F32, 1).write(model, IfPresent.REFUSE, _ -> {});
        Path scenario = dir.resolve("tiny.yaml");
        try (InputStream text = Objects.requireNonNull(SweepCommandTest.class.getResourceAsStream("tiny.yaml"))) {
            Files.copy(text, scenario);
        }
        Path folder = dir.resolve("measured");
        List<String> all = List.of("sweep", scenario.toString(), "--oracle", model.toString(), "--replications", "2", "--vary", "workload.replyTokens=2..5", "--set",
                "workload.turns=1", "--set", "workload.speed=4");
        String[] one = with(all, "--live", "workload.replyTokens=3", "--out", folder.toString());
        assertThat(run(one)).as(err.toString()).isZero();
        Sweep sweep = SweepFile.read(folder);
        assertThat(sweep.measured()).singleElement().satisfies(point -> {
            assertThat(sweep.settings(point)).isEqualTo("workload.replyTokens=3");
            assertThat(point.mean(0)).isPositive();
            assertThat(point.unsound()).isNull();
            assertThat(folder.resolve(String.valueOf(point.run())).resolve("run.json")).exists();
        });
        assertThat(out.toString()).contains("measured workload.replyTokens=3: tokens_per_second, 1/s ");
        assertThat(run(with(all, "--live", "workload.replyTokens=9", "--out", dir.resolve("no").toString()))).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains("--live workload.replyTokens=9: workload.replyTokens: unknown value '9'");
        assertThat(run(with(all, "--vary", "speculation.kind=off,chain", "--live", "workload.replyTokens=3; speculation.kind=chain", "--out",
                dir.resolve("no").toString()))).as("nobody guesses").isEqualTo(Failures.BAD_INPUT);
        assertThat(dir.resolve("no")).as("named points are looked at before any is played").doesNotExist();
        stop.stop();
        err.getBuffer().setLength(0);
        assertThat(run(with(all, "--live", "workload.replyTokens=3", "--live", "workload.replyTokens=4", "--out", folder.toString(), "--resume")))
                .isEqualTo(Failures.FAILED);
        assertThat(err.toString()).contains("simulated whole, but not measured: workload.replyTokens=4; what there is is in " + folder,
                "--resume goes on with it");
    }

    private static String[] with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
