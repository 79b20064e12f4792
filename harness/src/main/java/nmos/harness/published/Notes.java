package nmos.harness.published;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nmos.harness.published.Published.Row;

/// What somebody found out about rows that were predicted badly. `system`, `model` and `policy` say of which; an empty one is of any.
public record Notes(List<Note> notes) {
    public static final Notes NONE = new Notes(List.of());
    private static final List<String> COLUMNS = List.of("system", "model", "policy", "cause", "why");

    public record Note(String system, String model, String policy, String cause, String why) {
        boolean of(Row row) {
            return fits(system, row.system()) && fits(model, row.model()) && fits(policy, row.policy());
        }

        private static boolean fits(String wanted, String is) {
            return wanted.isEmpty() || is.startsWith(wanted);
        }
    }

    public Notes {
        notes = List.copyOf(notes);
    }

    /// Reads a table of notes, columns in the order they have here.
    ///
    /// @throws PublishedException where it is none
    public static Notes read(Path file) throws IOException {
        List<Csv.Line> lines;
        try {
            lines = Csv.read(file);
        } catch (NoSuchFileException none) {
            throw new PublishedException(file + ": no such file; name a table of notes, or leave --notes out");
        }
        if (lines.isEmpty() || !lines.getFirst().fields().equals(COLUMNS)) {
            throw new PublishedException(file + ":1: notes begin with the columns " + String.join(",", COLUMNS));
        }
        var notes = new ArrayList<Note>();
        for (Csv.Line line : lines.subList(1, lines.size())) {
            if (line.fields().size() != COLUMNS.size()) {
                throw new PublishedException(file + ":" + line.number() + ": " + line.fields().size() + " fields, not " + COLUMNS.size());
            }
            List<String> f = line.fields();
            notes.add(new Note(f.get(0), f.get(1), f.get(2), f.get(3), f.get(4)));
        }
        return new Notes(notes);
    }

    /// The first that is about a row.
    Optional<Note> of(Row row) {
        return notes.stream().filter(note -> note.of(row)).findFirst();
    }
}
