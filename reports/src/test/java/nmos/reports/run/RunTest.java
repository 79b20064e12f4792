package nmos.reports.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nmos.journal.RunDirectory;
import nmos.journal.RunJson;
import nmos.journal.RunReport;
import nmos.reports.HandMade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
    private static final RunReport FULL =
            HandMade.report(RunReport.Kind.MEASURED, "by-hand").carriedOut(new RunReport.CarriedOut("cpu", 2, "io_uring", "greedy", true,
                    new RunReport.Vram("a card", 4L << 30, 3L << 30, (3L << 30) + 512)));

    @TempDir
    Path folder;

    private Run written(RunReport report) throws IOException {
        new RunDirectory(folder).report(report);
        return Run.read(folder);
    }

    private static String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunJson.write(FULL, out);
        return out.toString(UTF_8);
    }

    private Run parsed(String json) throws IOException {
        Files.writeString(folder.resolve("run.json"), json);
        return Run.read(folder);
    }

    @Test
    void whatARunReportedIsReadBackAsItWas() throws IOException {
        Run run = written(FULL);
        assertThat(run.kind()).isEqualTo(FULL.kind());
        assertThat(run.measured()).isTrue();
        assertThat(run.complete()).isTrue();
        assertThat(run.scenario()).isEqualTo("by-hand");
        assertThat(run.seed()).isEqualTo(7);
        assertThat(run.machine()).isEqualTo("laptop");
        assertThat(run.carriedOut()).isEqualTo(FULL.carriedOut());
        assertThat(run.policyHash()).isEqualTo(HandMade.HASH);
        assertThat(run.resolved()).isEqualTo(FULL.resolved());
        assertThat(run.turns()).isEqualTo(FULL.turns());
        assertThat(run.summary()).isEqualTo(FULL.summary());
        assertThat(run.bound()).isEqualTo(FULL.bound());
        assertThat(run.linkBytes()).isEqualTo(FULL.linkBytes());
        assertThat(run.notCovered()).isEqualTo(FULL.notCovered());
        assertThat(run.replications()).usingRecursiveComparison().withComparatorForType(
                java.math.BigDecimal::compareTo, java.math.BigDecimal.class).isEqualTo(FULL.replications());
        assertThat(run.passBytes()).isEqualTo(1500);
        assertThat(run.tier("VRAM")).isEqualTo(2);
        assertThat(run.tier("CXL")).isEqualTo(-1);
    }

    @Test
    void knobsAreTextByTheirPath() throws IOException {
        assertThat(written(FULL).knobs())
                .containsEntry("river.kind", "just-in-time")
                .containsEntry("placement.pinBytes", "0, 11000000000, unbounded")
                .containsEntry("retries", "3");
    }

    @Test
    void aRunThatWasCutShortHasNoSummaryAndSaysSo() throws IOException {
        RunReport begun = new RunReport(
                RunReport.Kind.SIMULATED, false, "by-hand", 7, "laptop", FULL.policy(), FULL.resolved(), List.of(), null, null, null,
                new LinkedHashMap<>(), List.of());
        Run run = written(begun);
        assertThat(run.complete()).isFalse();
        assertThat(run.summary()).isNull();
        assertThat(run.bound()).isNull();
        assertThat(run.turns()).isEmpty();
    }

    @Test
    void whatEarlierVersionsDidNotWriteIsAbsentAndWhatLaterOnesAddIsPassedOver() throws IOException {
        Run run = parsed("""
                {"kind": "simulated", "complete": true, "scenario": "old", "seed": 1, "machine": "m", "policy": {"hash": "h"},
                 "resolved": {"shards": [{"name": "layer 0", "bytes": 5, "home": "a", "compute": "b", "colour": [1]}]}, "mood": {"a": null}}
                """);
        assertThat(run.resolved().tiers()).isEmpty();
        assertThat(run.resolved().kvTokens()).isNull();
        assertThat(run.resolved().shards().getFirst().bytes()).isEqualTo(5);
    }

    @Test
    void aFolderWithoutARunIsNamed() {
        assertThatThrownBy(() -> Run.read(folder)).isInstanceOf(IOException.class).hasMessage(folder + ": no run is here: it has no run.json");
    }

    @Test
    void whereverAReportIsCutOffItIsRefusedInOneLine() {
        String whole = text();
        for (int length = 0; length < whole.strip().length(); length += 7) {
            String torn = whole.substring(0, length);
            assertThatThrownBy(() -> parsed(torn)).as(torn).isInstanceOf(IOException.class).hasMessageStartingWith(folder.toString())
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "3", "null", "{}", "{\"scenario\": \"a\", \"figures\": []}"})
    void otherJsonIsNoRun(String json) {
        assertThatThrownBy(() -> parsed(json)).hasMessage(folder.resolve("run.json") + ": not the report of a run");
    }

    @Test
    void whatIsWrongIsNamedByItsField() {
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("\"seed\" : 7=\"seed\" : \"7\"", "seed is not a number");
        faults.put("\"seed\" : 7=\"seed\" : 7.5", "seed is not a whole number of 64 bits");
        faults.put("\"seed\" : 7=\"seed\" : 1e999999999", "seed is no figure a run has");
        faults.put("\"kind\" : \"measured\"=\"kind\" : \"dreamt\"", "kind is none of simulated, measured and paced");
        faults.put("\"complete\" : true=\"complete\" : 1", "complete is not true or false");
        faults.put("\"scenario\" : \"by-hand\"=\"scenario\" : null", "scenario is missing");
        faults.put("\"bytes\" : 1000,=\"bytes\" : -1000,", "resolved.shards[0].bytes is negative");
        faults.put("\"tau\" : [ 1 ]=\"tau\" : [ \"1\" ]", "turns[0].tau[0] is not a number");
        faults.put("\"busy_ms\" : 0.002500=\"busy_ms\" : 0.0025000001", "summary.resources.SSD -> RAM.busy_ms is not a whole number of 64 bits");
        faults.forEach((change, message) -> {
            String[] sides = change.split("=", 2);
            assertThat(text()).contains(sides[0]);
            assertThatThrownBy(() -> parsed(text().replace(sides[0], sides[1])))
                    .isInstanceOf(IOException.class)
                    .hasMessage(folder.resolve("run.json") + ": " + message);
        });
    }

    @Test
    void hostileFilesAreRefusedInOneLine() {
        List<String> hostile = List.of(
                "[".repeat(2_000_000),
                "{\"a\":".repeat(100_000),
                "{\"seed\": 1, \"seed\": 2}",
                "{\"seed\": " + "9".repeat(200_000) + "}",
                "\u0000\u0001\u001b[31m",
                "{\"kind\": \"a\nb\"}");
        for (String json : hostile) {
            assertThatThrownBy(() -> parsed(json)).isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(1000));
        }
    }

    @Test
    void aFileLargerThanAnyReportIsNotReadToItsEnd() throws IOException {
        byte[] spaces = new byte[33 << 20];
        Arrays.fill(spaces, (byte) ' ');
        Files.write(folder.resolve("run.json"), spaces);
        assertThatThrownBy(() -> Run.read(folder)).hasMessageContaining("larger than any report of a run");
    }
}
