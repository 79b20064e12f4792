package nmos.scout;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A confusion table as a small text file: a line `# source`, the column names, and a line for each cell.
public final class ConfusionFile {
    private static final Intent[] INTENTS = Intent.values();
    private static final int CELLS = INTENTS.length * INTENTS.length;
    private static final int LINES_BEFORE_CELLS = 2;
    private static final int CLASSES_FROM = 4;
    private static final List<String> COLUMNS = columns();
    private static final String SOURCE = "# ";

    private ConfusionFile() {}

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("percent", "truth", "top", "prompts"));
        for (Intent intent : INTENTS) {
            columns.add(intent.name());
        }
        return List.copyOf(columns);
    }

    public static String text(ConfusionTable table) {
        StringBuilder text = new StringBuilder(SOURCE).append(table.source()).append('\n')
                .append(String.join(",", COLUMNS)).append('\n');
        for (Confusion share : table.shares()) {
            for (Confusion.Cell cell : share.cells()) {
                text.append(share.percent()).append(',').append(cell.truth()).append(',').append(cell.top())
                        .append(',').append(cell.prompts());
                cell.meanPpm().forEach(ppm -> text.append(',').append(ppm));
                text.append('\n');
            }
        }
        return text.toString();
    }

    public static ConfusionTable read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ScoutFileException(file.toString(), 1, "not a text file in UTF-8");
        }
    }

    /// Writes a new file; one that is there is not touched.
    public static void write(ConfusionTable table, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder + " for " + file.getFileName());
        }
        try {
            Files.writeString(file, text(table), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(file + " is there already; name another file");
        }
    }

    static ConfusionTable parse(String file, String text) throws ScoutFileException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith(SOURCE)) {
            throw new ScoutFileException(file, 1, "the first line must say what was measured, as in '# keyword scout on ...'");
        }
        if (lines.size() < LINES_BEFORE_CELLS || !lines.get(1).equals(String.join(",", COLUMNS))) {
            throw new ScoutFileException(file, 2, "the columns must be " + String.join(",", COLUMNS));
        }
        List<Confusion> shares = new ArrayList<>();
        for (int at = LINES_BEFORE_CELLS; at < lines.size(); at += CELLS) {
            shares.add(share(file, lines, at));
        }
        try {
            return new ConfusionTable(lines.getFirst().substring(SOURCE.length()), shares);
        } catch (IllegalArgumentException e) {
            throw new ScoutFileException(file, lines.size(), String.valueOf(e.getMessage()));
        }
    }

    private static Confusion share(String file, List<String> lines, int from) throws ScoutFileException {
        if (lines.size() - from < CELLS) {
            throw new ScoutFileException(file, lines.size(), "ends in the middle of a share, which has " + CELLS + " lines");
        }
        int percent = 0;
        List<Confusion.Cell> cells = new ArrayList<>();
        for (int at = from; at < from + CELLS; at++) {
            List<String> fields = Arrays.asList(lines.get(at).split(",", -1));
            if (fields.size() != COLUMNS.size()) {
                throw new ScoutFileException(file, at + 1, fields.size() + " fields, not " + COLUMNS.size());
            }
            int own = number(file, at, 0, fields);
            if (at > from && own != percent) {
                throw new ScoutFileException(file, at + 1, "percent", own + ", but this share began as " + percent);
            }
            percent = own;
            cells.add(cell(file, at, fields));
        }
        try {
            return new Confusion(percent, cells);
        } catch (IllegalArgumentException e) {
            throw new ScoutFileException(file, from + 1, String.valueOf(e.getMessage()));
        }
    }

    private static Confusion.Cell cell(String file, int at, List<String> fields) throws ScoutFileException {
        List<Integer> meanPpm = new ArrayList<>();
        for (int column = CLASSES_FROM; column < fields.size(); column++) {
            meanPpm.add(number(file, at, column, fields));
        }
        try {
            return new Confusion.Cell(intent(file, at, 1, fields), intent(file, at, 2, fields), number(file, at, 3, fields), meanPpm);
        } catch (IllegalArgumentException e) {
            throw new ScoutFileException(file, at + 1, String.valueOf(e.getMessage()));
        }
    }

    private static Intent intent(String file, int at, int column, List<String> fields) throws ScoutFileException {
        for (Intent intent : INTENTS) {
            if (intent.name().equals(fields.get(column))) {
                return intent;
            }
        }
        throw new ScoutFileException(file, at + 1, COLUMNS.get(column),
                "'" + fields.get(column) + "' is none of " + Arrays.toString(INTENTS));
    }

    /// Digits only, so that a table has one spelling.
    private static int number(String file, int at, int column, List<String> fields) throws ScoutFileException {
        String field = fields.get(column);
        if (!field.matches("0|[1-9][0-9]{0,8}")) {
            throw new ScoutFileException(file, at + 1, COLUMNS.get(column), "'" + field + "' is not a whole number up to 999999999");
        }
        return Integer.parseInt(field);
    }
}
