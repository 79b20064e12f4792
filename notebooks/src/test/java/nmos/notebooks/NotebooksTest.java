package nmos.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import nmos.notebooks.execute.Execution;
import nmos.notebooks.execute.Executor;
import nmos.notebooks.execute.Jupyter;
import nmos.notebooks.execute.Nbconvert;
import nmos.notebooks.execute.Notebook;
import nmos.notebooks.kernel.JavaKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The notebooks that ship: kept clean, and executed as whoever reads them does.
class NotebooksTest {
    private static final int CELL_SECONDS = 240;

    private static List<Notebook> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
            List<Notebook> notebooks = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList()) {
                notebooks.add(Notebook.read(file));
            }
            return notebooks;
        }
    }

    @Test
    void thereAreThreeForTheJavaKernel() throws IOException {
        assertThat(notebooks()).hasSize(3).allMatch(notebook -> notebook.kernel().equals(JavaKernel.NAME));
    }

    @Test
    void noneKeepsWhatItGaveWhenItWasExecuted() throws IOException {
        for (Notebook notebook : notebooks()) {
            assertThat(notebook.cells()).as("%s: clear all outputs before you save", notebook.file()).noneMatch(Notebook.Cell::kept);
        }
    }

    @Test
    void eachBeginsWithATitleAndExplainsMoreThanItComputes() throws IOException {
        for (Notebook notebook : notebooks()) {
            assertThat(notebook.cells().getFirst().source()).as(notebook.file().toString()).startsWith("# ");
            assertThat(notebook.cells().stream().filter(cell -> !cell.code()).count()).isGreaterThanOrEqualTo(notebook.code().size() / 2);
        }
    }

    /// Two turns where readers simulate five: here cells have to go through, and nobody looks at figures.
    private static Path shortened(Notebook notebook, Path folder) throws IOException {
        Path name = Objects.requireNonNull(notebook.file().getFileName());
        return Files.writeString(folder.resolve(name), Files.readString(notebook.file()).replace("workload.turns=5", "workload.turns=2"));
    }

    /// The third reads a validation; one of seconds is made for it, since one of this computer takes minutes. Two at a time: none of them
    /// measures anything then.
    @Test
    void allGoFromTheirFirstCellToTheirLast(@TempDir Path runs, @TempDir Path shorter, @TempDir Path out) throws Exception {
        Nbconvert.assumed();
        TinyValidation.make(runs);
        try (Jupyter jupyter = new Jupyter(runs, Nbconvert.QUICK);
                ExecutorService two = Executors.newFixedThreadPool(2)) {
            Executor executor = new Executor(jupyter, CELL_SECONDS);
            List<Future<Execution>> executions = new ArrayList<>();
            for (Notebook notebook : notebooks()) {
                Path file = shortened(notebook, shorter);
                executions.add(two.submit(() -> executor.execute(file, out)));
            }
            for (Future<Execution> execution : executions) {
                switch (execution.get()) {
                    case Execution.Failed failed -> throw new AssertionError(failed.told());
                    case Execution.Done done -> assertThat(Notebook.read(done.file()).code()).allMatch(Notebook.Cell::kept);
                }
            }
        }
        assertThat(runs.resolve("quickstart")).as("the third found the validation that was there").doesNotExist();
    }
}
