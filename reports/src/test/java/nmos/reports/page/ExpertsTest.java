package nmos.reports.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.Command;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.policy.Signal;
import nmos.reports.HandMade;
import nmos.reports.HandMade.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpertsTest {
    @TempDir
    private Path dir;

    /// The layer of [HandMade] has two experts of 100 bytes. The first climbs into RAM, a guess names both, and the router sends the
    /// prompt's rows to the first.
    private Path mixture() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("mixture"));
        RunReport told = HandMade.report(RunReport.Kind.SIMULATED, "by-hand");
        RunReport.Resolved dense = HandMade.resolved(null);
        List<RunReport.ShardPlace> shards = new ArrayList<>(dense.shards());
        shards.addAll(1, List.of(
                new RunReport.ShardPlace("expert of layer 0", 100, 0, "RAM", "VRAM"),
                new RunReport.ShardPlace("expert of layer 0", 100, 0, "SSD", "VRAM")));
        RunReport.Resolved mixed = new RunReport.Resolved(
                dense.tiers(), dense.hops(), dense.slots(), dense.slotBytes(), dense.pageBytes(), dense.pages(), dense.chunkBytes(),
                dense.kvBytesPerToken(), dense.kvTokens(), shards);
        new RunDirectory(folder).report(new RunReport(
                told.kind(), true, told.scenario(), 7, "laptop", told.policy(), mixed, told.turns(), told.summary(), null, null,
                told.linkBytes(), List.of()));
        HandMade.journal(folder, List.of(
                new Entry(0, new Signal.Submitted(0, 1), new Command.Fetch(1, 1, 0, 0, 0)),
                new Entry(1000, new Signal.Landed(1, 900),
                        new Command.PassRows(2, 0, 1, 0, 8, true),
                        new Command.BeginPass(2),
                        new Command.Compute(3, 2, 0, 0, 2)),
                new Entry(1500, new Signal.Foreseen(2, 0, new int[] {1, 2})),
                new Entry(2000, new Signal.Routed(2, 0, new int[] {1}, new int[] {8})),
                new Entry(2000, new Signal.Computed(3, 900))));
        return folder;
    }

    private String page(Path... folders) throws IOException {
        return Files.readString(Report.of(List.of(folders)).write(dir.resolve("out")));
    }

    @Test
    void aMixturesRunShowsWhereItsExpertsWereFoundAndWhatGuessesWereWorth() throws IOException {
        assertThat(page(mixture())).containsSubsequence(
                "id=\"experts\"", "experts chosen", "found in VRAM", "0.0 %", "found in RAM", "100.0 %", "brought SSD \u2192 RAM", "100 B",
                "guesses that were right", "50.0 %", "id=\"experts-1\"", "Where routers found the experts they chose");
    }

    @Test
    void aDenseRunHasNoSuchSection() throws IOException {
        Path dense = HandMade.run(Files.createDirectories(dir.resolve("dense")));
        assertThat(page(dense)).contains("id=\"resources\"").doesNotContain("id=\"experts\"", ">Experts<");
    }

    @Test
    void besideADenseRunAMixtureIsShownAlone() throws IOException {
        Path dense = HandMade.run(Files.createDirectories(dir.resolve("dense")));
        assertThat(page(mixture(), dense)).contains("id=\"experts-1\"").doesNotContain("id=\"experts-2\"");
    }
}
