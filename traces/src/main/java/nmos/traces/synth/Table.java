package nmos.traces.synth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Fitted numbers by name, as text: one name and its whole numbers a line, `#` before what a reader should know.
record Table(String comment, Map<String, long[]> rows) {

    /// One that ships with the program.
    static Table shipped(String name) {
        try (InputStream in = Table.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " does not ship with this program");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table parse(BufferedReader lines) throws IOException {
        StringBuilder comment = new StringBuilder();
        Map<String, long[]> rows = new TreeMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("#")) {
                comment.append(line.substring(1).strip()).append('\n');
            } else if (!line.isBlank()) {
                int name = line.indexOf(' ');
                String[] values = line.substring(name + 1).split(" ", -1);
                rows.put(line.substring(0, name), Arrays.stream(values).mapToLong(Long::parseLong).toArray());
            }
        }
        return new Table(comment.toString(), rows);
    }

    Quantiles quantiles(String name) {
        return new Quantiles(row(name));
    }

    int number(String name) {
        return Math.toIntExact(row(name)[0]);
    }

    private long[] row(String name) {
        long[] row = rows.get(name);
        if (row == null) {
            throw new IllegalArgumentException("no row " + name);
        }
        return row;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        comment.lines().forEach(line -> text.append("# ").append(line).append('\n'));
        rows.forEach((name, row) -> {
            text.append(name);
            Arrays.stream(row).forEach(value -> text.append(' ').append(value));
            text.append('\n');
        });
        return text.toString();
    }
}
