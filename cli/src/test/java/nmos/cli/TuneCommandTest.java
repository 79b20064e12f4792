package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `nmos tune`, with a scenario short enough for a test.
class TuneCommandTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StopFlag stop = new StopFlag();

    private int nmos(String... args) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, stop);
        return Nmos.commandLine(terminal).execute(args);
    }

    private int tune(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "tune", "09-draft-while-waiting", "--set", "workload.turns=2", "--set", "workload.replyTokens=16", "--replications", "2", "--out",
                dir.resolve("tuned").toString()));
        args.addAll(List.of(more));
        return nmos(args.toArray(new String[0]));
    }

    @Test
    void theBestIsToldAndLeftAsAScenarioThatSimulateTakes() {
        assertThat(tune("--goal", "max tokens_per_second", "--subject-to", "itl_ms.p95 <= 1000", "--vary", "speculation.k=1..6", "--vary",
                        "speculation.kind=off,chain")).isZero();
        assertThat(out.toString())
                .contains("max tokens_per_second, itl_ms.p95 <= 1000", "as it stands", "runner-up", "how sure", "limits", "what each is worth")
                .doesNotContain("NaN");
        Path best = dir.resolve("tuned").resolve("best.yaml");
        Scenario scenario = ScenarioLoader.load(best.toString(), List.of());
        assertThat(scenario.name()).isEqualTo("09-draft-while-waiting");
        assertThat(nmos("simulate", best.toString(), "--no-journal", "--out", dir.resolve("again").toString())).isZero();
        assertThat(dir.resolve("tuned")).isDirectoryContaining("glob:**/tried.csv").isDirectoryContaining("glob:**/tried.jsonl").isDirectoryContaining("glob:**/tune.json");
    }

    @Test
    void jsonIsOneObjectWhichIsTheFile() throws Exception {
        assertThat(tune("--goal", "max:tokens_per_second", "--vary", "speculation.k=2,4", "--json")).isZero();
        JsonNode tree = new ObjectMapper().readTree(out.toString());
        assertThat(tree.path("best").path("settings").isArray()).isTrue();
        assertThat(tree.path("tried").asInt()).as("4 is what it has as it stands").isEqualTo(2);
        assertThat(Files.readString(dir.resolve("tuned/tune.json"))).isEqualTo(out.toString());
    }

    @Test
    void whereNothingKeepsALimitItSaysWhichAndExitsThree() {
        assertThat(tune("--goal", "max tokens_per_second", "--subject-to", "itl_ms.p95 <= 0.001", "--vary", "speculation.k=1..3")).isEqualTo(Failures.DIFFERENT);
        assertThat(out.toString()).contains("none keeps to itl_ms.p95 <= 0.0010", "nearest", "misses itl_ms.p95");
        assertThat(dir.resolve("tuned").resolve("best.yaml")).doesNotExist();
    }

    @Test
    void aFigureThatNoRunHasIsSaidToBeMissing() {
        assertThat(tune("--goal", "max tokens_per_second_total", "--vary", "speculation.k=1..3")).isEqualTo(Failures.DIFFERENT);
        assertThat(out.toString()).contains("no setting that was tried has tokens_per_second_total");
    }

    @Test
    void whatToBuyIsToldWithItsPrice() throws Exception {
        Path prices = Files.writeString(dir.resolve("prices.yaml"), """
                currency: shells
                prices:
                  - {path: machine.hops.link.bandwidth.value, value: 3.2 GB/s, price: 0}
                  - {path: machine.hops.link.bandwidth.value, value: 12.8 GB/s, price: 7}
                """);
        assertThat(tune("--reach", "tokens_per_second >= 20", "--prices", prices.toString(), "--vary", "placement.kind=pinned,hybrid")).isZero();
        assertThat(out.toString()).contains("0 shells", "machine.hops.link.bandwidth.value=3.2 GB/s: tokens_per_second");
        assertThat(ScenarioLoader.load(dir.resolve("tuned/best.yaml").toString(), List.of())).isNotNull();
        out.getBuffer().setLength(0);
        assertThat(tune("--force", "--reach", "tokens_per_second >= 20000", "--prices", prices.toString())).isEqualTo(Failures.DIFFERENT);
        assertThat(out.toString()).contains("none of them reaches", "limited by");
        assertThat(dir.resolve("tuned/best.yaml")).as("of the search before").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--vary speculation.k=1..3 | either --goal",
        "--goal max:tokens_per_second --reach tokens_per_second>=5 | either --goal",
        "--goal tokens_per_second --vary speculation.k=1..3 | write max or min",
        "--goal max:tokens_per_secnd --vary speculation.k=1..3 | did you mean 'tokens_per_second'?",
        "--goal max:tokens_per_second --subject-to itl_ms.p96<=5 | unknown metric",
        "--goal max:tokens_per_second --subject-to itl_ms.p95 | a number",
        "--goal max:tokens_per_second --vary speculation.kk=1..3 | unknown key",
        "--goal max:tokens_per_second --vary speculation.k= | a value is empty",
        "--goal max:tokens_per_second --vary speculation.k=5..1 | goes down",
        "--goal max:tokens_per_second --vary speculation.k=1 --vary speculation.k=2 | varied twice",
        "--goal max:tokens_per_second --evaluations 0 | --evaluations 0",
        "--goal max:tokens_per_second --replications 0 | only once",
        "--goal max:tokens_per_second --threads 0 | --threads 0",
        "--goal max:tokens_per_second --prices p.yaml | add --reach",
        "--reach tokens_per_second>=5 | say what may be bought",
        "--reach tokens_per_second>=5 --prices nowhere.yaml | no such file",
    })
    void hostileInputIsOneLineAndLeavesNoFolder(String args, String problem) {
        assertThat(tune(args.split(" "))).isEqualTo(Failures.BAD_INPUT);
        assertThat(err.toString()).startsWith("nmos tune: ").contains(problem).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
        assertThat(dir.resolve("tuned")).doesNotExist();
    }

    @Test
    void whoeverInterruptsItFindsWhatThereIs() {
        stop.stop();
        assertThat(tune("--goal", "max:tokens_per_second", "--vary", "speculation.k=1..30")).isEqualTo(Failures.FAILED);
        assertThat(err.toString()).contains("interrupted; what there is is in");
        assertThat(out.toString()).contains("not played yet", "interrupted before anything had been played").doesNotContain("no such figure");
        assertThat(dir.resolve("tuned").resolve("tried.csv")).exists();
    }
}
