package nmos.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import nmos.journal.RunReport;
import nmos.reports.run.Run;
import nmos.scenarios.ScenarioLoader;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.dflib.DataFrame;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    @TempDir
    private static Path runs;

    private static Path folder;
    private static Run run;

    @BeforeAll
    static void simulate() throws IOException {
        folder = Runs.simulate(ScenarioLoader.load("01-first-token", List.of("workload.replyTokens=3")), runs);
        run = Runs.read(folder);
    }

    private static double sum(DataFrame frame, String column) {
        double sum = 0;
        for (Object value : frame.getColumn(column)) {
            sum += ((Number) value).doubleValue();
        }
        return sum;
    }

    @Test
    void aSimulationLeavesARunDirectoryThatNobodyElseHas() throws IOException {
        assertThat(folder).isDirectoryContaining("glob:**/run.json").isDirectoryContaining("glob:**/journal.bin");
        assertThat(run.kind()).isEqualTo(RunReport.Kind.SIMULATED);
        assertThat(run.complete()).isTrue();
        assertThat(Runs.simulate(ScenarioLoader.load("01-first-token", List.of()), runs)).isNotEqualTo(folder);
    }

    @Test
    void whereThereIsNoRunOneLineSaysSo() {
        assertThatThrownBy(() -> Runs.read(runs.resolve("nowhere"))).isInstanceOf(IOException.class).hasMessageContaining("nowhere");
    }

    @Test
    void shardsAreAllOfTheModel() {
        DataFrame shards = Frames.shards(run);
        assertThat(shards.height()).isEqualTo(run.resolved().shards().size());
        assertThat(sum(shards, "GB") * 1e9)
                .isCloseTo(run.resolved().shards().stream().mapToDouble(RunReport.ShardPlace::bytes).sum(), Offset.offset(1.0));
    }

    @Test
    void theHeadlineHasARowForEachRunWithItsBound() {
        var both = new LinkedHashMap<String, Run>();
        both.put("one", run);
        both.put("same", run);
        DataFrame headline = Frames.headline(both);
        assertThat(headline.<String>getColumn("run").toList()).containsExactly("one", "same");
        assertThat(headline.get("limited by", 0)).isEqualTo(Objects.requireNonNull(run.bound()).limitedBy());
        assertThat((Double) headline.get("reached, %", 0)).isBetween(0.0, 100.0);
    }

    @Test
    void ofATurnEachMomentIsCountedOnce() throws IOException {
        DataFrame went = Frames.timeWent(run);
        assertThat(went.height()).isEqualTo(run.turns().size());
        double parts = sum(went, "computing, s") + sum(went, "drafting, s") + sum(went, "drive, s") + sum(went, "link, s") + sum(went, "none of these, s");
        assertThat(parts).isCloseTo(sum(went, "whole, s"), Percentage.withPercentage(0.001));
    }

    @Test
    void aRunWithoutItsJournalCannotTellWhereTimeWent() throws IOException {
        Path bare = Files.createDirectory(runs.resolve("bare"));
        Files.copy(folder.resolve("run.json"), bare.resolve("run.json"));
        assertThatThrownBy(() -> Frames.timeWent(Runs.read(bare))).isInstanceOf(IOException.class).hasMessageContaining("it has no journal");
    }

    @Test
    void devicesAreThoseOfTheReport() {
        DataFrame devices = Frames.devices(run);
        assertThat(devices.<String>getColumn("device").toList())
                .containsExactlyElementsOf(Objects.requireNonNull(run.summary()).resources().keySet());
    }

    @Test
    void theTurnOfMedianLengthIsDrawnForEachRun() throws IOException {
        var both = new LinkedHashMap<String, Run>();
        both.put("one", run);
        both.put("same", run);
        assertThat(Charts.timeWent("where", both).data().columns()).hasSize(5);
    }
}
