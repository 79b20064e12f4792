package nmos.notebooks.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.notebooks.kernel.JavaKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ExecutionTest {
    private static final int CELL_SECONDS = 120;

    @TempDir
    private Path folder;

    private Path notebook(String name, String... cells) throws IOException {
        List<Map<String, Object>> code = Arrays.stream(cells)
                .map(source -> Map.<String, Object>of("cell_type", "code", "metadata", Map.of(), "source", source, "outputs", List.of()))
                .toList();
        return Files.writeString(folder.resolve(name), JsonMapper.shared().writeValueAsString(Map.of(
                        "nbformat", 4, "nbformat_minor", 4, "cells", code,
                        "metadata", Map.of("kernelspec", Map.of("name", JavaKernel.NAME, "display_name", "Java", "language", "java"))))
                .replace("\"outputs\":[]", "\"outputs\":[],\"execution_count\":null"));
    }

    private Execution executed(Path notebook) throws IOException, InterruptedException {
        Nbconvert.assumed();
        try (Jupyter jupyter = new Jupyter(folder, Nbconvert.QUICK)) {
            return new Executor(jupyter, CELL_SECONDS).execute(notebook, folder.resolve("out"));
        }
    }

    @Test
    void aCellThatFailsIsNamedWithWhatItSaid() throws IOException, InterruptedException {
        Path notebook = notebook("half.ipynb", "int x = 6;", "if (x > 5) {\n    throw new IllegalStateException(\"too many\");\n}", "x");
        assertThat(executed(notebook)).isInstanceOfSatisfying(Execution.Failed.class, failed -> {
            assertThat(failed.cell()).isEqualTo(2);
            assertThat(failed.told())
                    .startsWith(notebook + ": cell 2 of its code failed\n")
                    .contains("throw new IllegalStateException")
                    .contains("java.lang.IllegalStateException: too many");
        });
        assertThat(folder.resolve("out/half.ipynb")).doesNotExist();
    }

    @Test
    void aKernelThatDiesFailsTheCellItDiedIn() throws IOException, InterruptedException {
        assertThat(executed(notebook("dying.ipynb", "System.exit(3);")))
                .isInstanceOfSatisfying(Execution.Failed.class, failed -> assertThat(failed.cell()).isEqualTo(1));
    }

    @Test
    void whatIsNoNotebookIsSaidInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("a.ipynb"), "not\njson");
        assertThatThrownBy(() -> Notebook.read(text)).isInstanceOf(IOException.class).hasMessageMatching(".*a\\.ipynb: not a notebook: .*");
        Path empty = Files.writeString(folder.resolve("b.ipynb"), "{}");
        assertThatThrownBy(() -> Notebook.read(empty)).hasMessageEndingWith("b.ipynb: not a notebook: it has no cells");
    }

    @Test
    void whatANotebookKeptIsSeen() throws IOException {
        Path clean = notebook("clean.ipynb", "1 + 1");
        assertThat(Notebook.read(clean).cells()).noneMatch(Notebook.Cell::kept);
        Path counted = Files.writeString(folder.resolve("counted.ipynb"), Files.readString(clean).replace("\"execution_count\":null", "\"execution_count\":1"));
        assertThat(Notebook.read(counted).cells()).allMatch(Notebook.Cell::kept);
    }

    @Test
    void aBuildThatHasToExecuteNotebooksDoesNotSkipThem() {
        assertThatThrownBy(() -> Nbconvert.absent(true)).isInstanceOf(AssertionError.class).hasMessageContaining(Nbconvert.REQUIRED);
    }

    @Test
    void nothingIsLeftOfAJupyterThatIsClosed() throws IOException {
        Path left;
        try (Jupyter jupyter = new Jupyter(folder)) {
            left = Objects.requireNonNull(jupyter.log().getParent());
            try (Stream<Path> files = Files.walk(left)) {
                assertThat(files).anyMatch(file -> file.endsWith("kernels/" + JavaKernel.NAME + "/kernel.json"));
            }
        }
        assertThat(left).doesNotExist();
    }
}
