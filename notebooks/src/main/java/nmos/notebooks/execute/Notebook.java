package nmos.notebooks.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A notebook file: its cells, and what it has kept of being executed, which one that is shared should not have.
public record Notebook(Path file, String kernel, List<Cell> cells) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// One cell; `kept`: it has outputs or a number from being executed.
    public record Cell(boolean code, String source, boolean kept) {}

    public Notebook {
        cells = List.copyOf(cells);
    }

    /// Reads a notebook.
    ///
    /// @throws IOException where it cannot be read or is no notebook; one line
    public static Notebook read(Path file) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(Files.readString(file));
        } catch (JacksonException invalid) {
            throw new IOException(file + ": not a notebook: " + invalid.getOriginalMessage().replaceAll("\\s*\\R\\s*", "; "), invalid);
        }
        if (!tree.path("cells").isArray()) {
            throw new IOException(file + ": not a notebook: it has no cells");
        }
        List<Cell> cells = new ArrayList<>();
        for (JsonNode cell : tree.path("cells")) {
            cells.add(new Cell(
                    cell.path("cell_type").stringValue("").equals("code"),
                    source(cell.path("source")),
                    !cell.path("outputs").isEmpty() || cell.path("execution_count").isNumber()));
        }
        return new Notebook(file, tree.path("metadata").path("kernelspec").path("name").stringValue(""), cells);
    }

    /// A text, or one in lines.
    private static String source(JsonNode source) {
        return source.isArray()
                ? StreamSupport.stream(source.spliterator(), false).map(line -> line.stringValue("")).collect(Collectors.joining())
                : source.stringValue("");
    }

    public List<Cell> code() {
        return cells.stream().filter(Cell::code).toList();
    }
}
