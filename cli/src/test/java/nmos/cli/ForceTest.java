package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nmos.harness.sweep.SweepLock;
import nmos.journal.RunDirectory;
import nmos.scenarios.ScenarioLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--force` takes away what nmos left, and nothing that is read or that somebody else put there.
class ForceTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int nmos(String... words) {
        err.getBuffer().setLength(0);
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(words);
    }

    private Path scenario(String file) throws IOException {
        return Files.writeString(dir.resolve(file),
                ScenarioLoader.load("02-72b-on-4gb", List.of("workload.turns=1", "workload.warmUpTurns=0", "workload.promptTokens=4", "workload.replyTokens=2")).toYaml());
    }

    private void refusedFor(Path file, int code) {
        assertThat(code).as(err.toString()).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains(file + " is ", "name another folder with --out").hasLineCount(1);
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void aScenarioIsNotReplacedByItsRun() throws IOException {
        Path file = scenario("scenario.yaml");
        refusedFor(file, nmos("simulate", file.toString(), "--out", dir.toString(), "--force"));
        refusedFor(file, nmos("simulate", "02-72b-on-4gb", "--out", dir.toString(), "--force"));
        assertThat(dir).as("nothing else was made").isDirectoryNotContaining(path -> !path.equals(file));

        Path run = dir.resolve("run");
        assertThat(nmos("simulate", file.toString(), "--out", run.toString())).as(err.toString()).isZero();
        refusedFor(run.resolve("scenario.yaml"), nmos("simulate", run.resolve("scenario.yaml").toString(), "--out", run.toString(), "--force"));
        assertThat(run.resolve(RunDirectory.MANIFEST)).isNotEmptyFile();
        assertThat(nmos("simulate", file.toString(), "--out", run.toString(), "--force")).as(err.toString()).isZero();
    }

    @Test
    void aMachineThatIsReadIsNotReplacedEither() throws IOException {
        Path file = scenario("scenario.yaml");
        Path out = Files.createDirectory(dir.resolve("out"));
        Path machine = Files.writeString(out.resolve("best.yaml"), "not even one");
        refusedFor(machine, nmos("sweep", file.toString(), "--vary", "machine=laptop-rtx2050-16gb," + machine, "--out", out.toString(), "--force"));
        assertThat(out.resolve(SweepLock.NAME)).doesNotExist();
    }

    @Test
    void sweepsAndSearchesLeaveTheScenarioBesideThem() throws IOException {
        Path file = scenario("scenario.yaml");
        String text = Files.readString(file);
        assertThat(nmos("sweep", file.toString(), "--vary", "speculation.k=2", "--out", dir.toString(), "--force")).as(err.toString()).isZero();
        assertThat(file).hasContent(text);
        assertThat(nmos("tune", file.toString(), "--goal", "max tokens_per_second", "--vary", "speculation.k=1,2", "--out", dir.toString(), "--force"))
                .as(err.toString())
                .isZero();
        assertThat(file).hasContent(text);
        Path best = dir.resolve("best.yaml");
        refusedFor(best, nmos("sweep", best.toString(), "--vary", "speculation.k=2", "--out", dir.toString(), "--force"));
        refusedFor(best, nmos("tune", best.toString(), "--goal", "max tokens_per_second", "--out", dir.toString(), "--force"));
    }

    @Test
    void aScenarioThatIsNotThereIsUnknown() {
        Path folder = dir.resolve("none");
        assertThat(nmos("sweep", "nosuch", "--vary", "speculation.k=2", "--out", folder.toString())).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).startsWith("nmos sweep: nosuch: unknown scenario 'nosuch'").hasLineCount(1);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aSweepOfWhichNothingCouldBePlayedFails() throws IOException {
        Path folder = dir.resolve("swept");
        String[] words = {"sweep", scenario("a.yaml").toString(), "--vary", "speculation.k=2", "--out", folder.toString(), "--resume"};
        assertThat(nmos(words)).as(err.toString()).isZero();
        Path points = folder.resolve("sweep.jsonl");
        Files.writeString(points, Files.readString(points).replaceFirst("(?m)^(.*\"point\":0).*$", "$1,\"impossible\":\"gone\"}"));
        assertThat(nmos(words)).as(Files.readString(points)).isEqualTo(Failures.FAILED);
        assertThat(err.toString()).contains("no point could be played, the first because of gone").hasLineCount(1);
    }

    @Test
    void aQuickstartReplacesOnlyAQuickstart() throws IOException {
        Path model = Files.writeString(dir.resolve("oracle.gguf"), "mine");
        assertThat(nmos("quickstart", "--out", dir.toString(), "--force")).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains(dir + " is not of a quickstart", "name another folder with --out").hasLineCount(1);
        assertThat(model).hasContent("mine");
    }

    @Test
    void aFolderIsNoMachineFile() throws IOException {
        Path folder = Files.createDirectory(dir.resolve("machine"));
        assertThat(nmos("calibrate", "--out", folder.toString(), "--force")).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).contains(folder + ": is a folder; name a file with --out").hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }
}
