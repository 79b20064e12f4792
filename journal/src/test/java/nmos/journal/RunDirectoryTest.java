package nmos.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void aRunLeavesItsScenarioItsJournalAndItsReport() throws Exception {
        RunDirectory run = RunDirectory.fresh(folder.resolve("runs"), "a");
        run.scenario("name: a\n");
        try (JournalWriter journal = run.journal(Journals.HASH)) {
            Journals.write(Journals.random(1, 0), journal);
        }
        run.report(Reports.cutShort());
        run.report(Reports.full());
        try (var files = Files.list(run.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("scenario.yaml", "journal.bin", "run.json");
        }
        assertThat(run.path().resolve("scenario.yaml")).hasContent("name: a\n");
        assertThat(run.path().resolve("run.json")).content().startsWith("{").contains("\"complete\" : true").endsWith("}\n");
    }

    @Test
    void aNameThatIsTakenGetsTheNextFreeNumber() throws Exception {
        Path first = RunDirectory.fresh(folder, "a").path();
        Files.writeString(folder.resolve("a-2"), "a file, not a run");
        assertThat(first).isEqualTo(folder.resolve("a"));
        assertThat(RunDirectory.fresh(folder, "a").path()).isEqualTo(folder.resolve("a-3"));
    }

    @Test
    void runsThatStartAtOnceNeverShareAFolder() throws Exception {
        Callable<Path> start = () -> RunDirectory.fresh(folder, "a").path();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            TreeSet<Path> paths = new TreeSet<>();
            for (Future<Path> path : threads.invokeAll(Collections.nCopies(40, start))) {
                paths.add(path.get());
            }
            assertThat(paths).hasSize(40).contains(folder.resolve("a"), folder.resolve("a-40"));
        }
    }

    @Test
    void aNamedFolderIsMadeOrMayBeEmpty() throws Exception {
        Path deep = folder.resolve("x/y");
        assertThat(RunDirectory.named(deep, false).path()).isEqualTo(deep).isDirectory();
        assertThat(RunDirectory.named(deep, false).path()).isEqualTo(deep);
    }

    @Test
    void aFolderWithAnythingInItIsRefusedUnlessForcedAndThenOnlyTheRunIsReplaced() throws Exception {
        Files.writeString(folder.resolve("run.json"), "old");
        Files.writeString(folder.resolve("journal.bin"), "old");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> RunDirectory.named(folder, false))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(folder + " is not empty; name another folder or add --force");
        assertThat(folder.resolve("run.json")).hasContent("old");
        RunDirectory.named(folder, true);
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        assertThat(List.of(folder.resolve("run.json"), folder.resolve("journal.bin")))
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }

    @Test
    void whatWasMadeOfTheOldRunGoesWithItAndNothingElse() throws Exception {
        Files.createDirectories(folder.resolve("charts"));
        List<String> made = List.of(
                "validation.json", "compare.json", "report.html", "trace.perfetto.json", "simulated-itl.hgrm", "charts/turn.png");
        List<String> mine = List.of("report.txt", "charts/notes.txt");
        for (String file : made) {
            Files.writeString(folder.resolve(file), "old");
        }
        for (String file : mine) {
            Files.writeString(folder.resolve(file), "mine");
        }
        RunDirectory.named(folder, true);
        assertThat(made).allSatisfy(file -> assertThat(folder.resolve(file)).doesNotExist());
        assertThat(mine).allSatisfy(file -> assertThat(folder.resolve(file)).hasContent("mine"));
    }

    @Test
    void aFolderOfSeveralRunsKeepsWhatTheyAreMadeFrom() throws Exception {
        List<String> made = List.of("validation.json", "run.json", "journal.bin", "sweep.json", "sweep.csv", "report.html", "itl.hgrm");
        List<String> mine = List.of("scenario.yaml", "ranks.tape", "acceptance.tape", "attention.yaml", "README.md");
        for (String file : made) {
            Files.writeString(folder.resolve(file), "old");
        }
        for (String file : mine) {
            Files.writeString(folder.resolve(file), "mine");
        }
        assertThatThrownBy(() -> RunDirectory.shelf(folder, false)).hasMessageContaining(" is not empty; ");
        assertThat(made).allSatisfy(file -> assertThat(folder.resolve(file)).hasContent("old"));
        assertThat(RunDirectory.shelf(folder, true)).isEqualTo(folder);
        assertThat(made).allSatisfy(file -> assertThat(folder.resolve(file)).doesNotExist());
        assertThat(mine).allSatisfy(file -> assertThat(folder.resolve(file)).hasContent("mine"));
        assertThat(RunDirectory.shelf(folder.resolve("new"), false)).isEmptyDirectory();
    }

    @Test
    void aRunThatIsDiscardedTakesItsFolderWithItUnlessSomethingElseLiesThere() throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        Path noted = Files.createDirectories(folder.resolve("noted"));
        for (Path each : List.of(run, noted)) {
            Files.writeString(each.resolve("scenario.yaml"), "old");
            Files.writeString(each.resolve("run.json"), "old");
            Files.createDirectories(each.resolve("charts"));
            Files.writeString(each.resolve("charts/turn.png"), "old");
        }
        Files.writeString(noted.resolve("notes.txt"), "mine");
        RunDirectory.discard(run);
        RunDirectory.discard(noted);
        assertThat(run).doesNotExist();
        assertThat(noted).isDirectoryContaining(path -> path.endsWith("notes.txt"));
        assertThat(noted.resolve("scenario.yaml")).doesNotExist();
        assertThat(noted.resolve("charts")).doesNotExist();
    }

    @Test
    void aFolderInWhichNothingIsOfARunKeepsItsScenariosPicturesAndTimes() throws Exception {
        Files.createDirectories(folder.resolve("charts"));
        List<Path> mine = List.of(folder.resolve("charts/holiday.png"), folder.resolve("a.hgrm"), folder.resolve("ranks.tape"));
        for (Path file : mine) {
            Files.writeString(file, "mine");
        }
        RunDirectory.shelf(folder, true);
        assertThatThrownBy(() -> RunDirectory.named(folder, true))
                .hasMessage(mine.getLast() + " is of no run that --force may replace; name another folder with --out");
        Files.delete(mine.getLast());
        RunDirectory.named(folder, true);
        assertThat(mine.subList(0, 2)).allSatisfy(file -> assertThat(file).hasContent("mine"));
    }

    @Test
    void whatARunReadsKeepsAllThatWouldBeReplacedWithIt() throws Exception {
        Path below = Files.createDirectories(folder.resolve("measured-1"));
        Path tape = Files.writeString(below.resolve("ranks.tape"), "old");
        Path manifest = Files.writeString(below.resolve("run.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), tape);
        for (Path read : List.of(tape, link)) {
            assertThatThrownBy(() -> RunDirectory.named(below, true, List.of(read))).hasMessageContaining(tape + " is read");
            assertThatThrownBy(() -> RunDirectory.refuseBelow(folder, List.of(read))).hasMessageContaining("ranks.tape is read");
        }
        assertThat(List.of(tape, manifest)).allSatisfy(file -> assertThat(file).hasContent("old"));
    }

    @Test
    void aFileIsNoFolderEvenWhenForced() throws Exception {
        Path file = Files.writeString(folder.resolve("run"), "mine");
        assertThatThrownBy(() -> RunDirectory.named(file, true)).hasMessage(file + " is a file; name a folder for the run");
        assertThat(file).hasContent("mine");
    }
}
