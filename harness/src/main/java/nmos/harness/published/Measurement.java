package nmos.harness.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One row of a table of published measurements, by the names of its columns. `line`: where it stands in its file.
record Measurement(int line, Map<String, String> fields) {
    private static final List<String> NEEDED = List.of("system", "model", "policy", "measured_tps");
    /// Nothing is smaller that anybody measures.
    private static final double LEAST = 1e-9;
    /// The columns of numbers, and more than anything has of them.
    private static final Map<String, Double> MOST = new TreeMap<>(Map.ofEntries(
            Map.entry("params_b", 1e4),
            Map.entry("bytes_weights_gb", 1e5),
            Map.entry("vram_gb", 1e5),
            Map.entry("vram_used_gb", 1e5),
            Map.entry("link_gbps", 1e6),
            Map.entry("ram_gb", 1e6),
            Map.entry("ssd_gbps", 1e6),
            Map.entry("accepted_per_iter", 1e5),
            Map.entry("batch", 1e5),
            Map.entry("prompt_len", 1e7),
            Map.entry("gen_len", 1e7),
            Map.entry("measured_tps", 1e9),
            Map.entry("measured_ttft_s", 1e9)));
    /// Those that count something.
    private static final Set<String> WHOLE = Set.of("batch", "prompt_len", "gen_len");
    private static final int MOST_SHOWN = 40;
    private static final String SAME_DRAFT = "same draft";
    private static final Pattern DRAFT = Pattern.compile("draft \\S+( Q\\d\\S*)?");

    /// Reads a table.
    ///
    /// @throws PublishedException where the file is no such table; the message is for the person who named it
    static List<Measurement> read(Path file) throws IOException {
        List<Csv.Line> lines = Csv.read(file);
        if (lines.isEmpty()) {
            throw new PublishedException(file + ": empty; a table begins with the names of its columns");
        }
        List<String> names = lines.getFirst().fields().stream().map(String::strip).toList();
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new PublishedException(file + ":1: two columns are called '" + shown(name) + "'; keep one");
            }
        }
        for (String needed : NEEDED) {
            if (!names.contains(needed)) {
                throw new PublishedException(file + ":1: no column '" + needed + "'; a table has at least " + String.join(", ", NEEDED));
            }
        }
        var rows = new ArrayList<Measurement>();
        for (Csv.Line line : lines.subList(1, lines.size())) {
            if (line.fields().size() != names.size()) {
                throw new PublishedException(file + ":" + line.number() + ": " + line.fields().size() + " fields under " + names.size()
                        + " names; put text with commas in quotes");
            }
            var fields = new TreeMap<String, String>();
            for (int i = 0; i < names.size(); i++) {
                fields.put(names.get(i), line.fields().get(i).strip());
            }
            if (!rows.isEmpty()) {
                fields.computeIfPresent("spec", (_, spec) -> sameAs(rows.getLast(), spec));
            }
            rows.add(new Measurement(line.number(), fields));
        }
        rows.forEach(row -> row.check(file));
        return rows;
    }

    /// A table may name a draft once, and say of the row below that it is the same.
    private static String sameAs(Measurement above, String spec) {
        Matcher named = DRAFT.matcher(above.text("spec"));
        return spec.contains(SAME_DRAFT) && named.find() ? spec.replace(SAME_DRAFT, named.group()) : spec;
    }

    private void check(Path file) {
        MOST.forEach((column, most) -> {
            String written = text(column);
            try {
                double number = written.isEmpty() ? most : Double.parseDouble(written);
                if (!(number >= LEAST && number <= most)) {
                    throw new PublishedException(file + ":" + line + ": " + column + ": " + shown(written) + " is not above 0 and at most " + most.longValue());
                }
                if (WHOLE.contains(column) && number != Math.rint(number)) {
                    throw new PublishedException(file + ":" + line + ": " + column + ": " + shown(written) + " is not whole; it counts something");
                }
            } catch (NumberFormatException no) {
                throw new PublishedException(file + ":" + line + ": " + column + ": '" + shown(written) + "' is not a number; leave it empty if unknown");
            }
        });
    }

    private static String shown(String written) {
        return written.length() <= MOST_SHOWN ? written : written.substring(0, MOST_SHOWN) + "...";
    }

    String text(String column) {
        return fields.getOrDefault(column, "");
    }

    OptionalDouble number(String column) {
        String written = text(column);
        return written.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(written));
    }

    int count(String column, int otherwise) {
        return (int) Math.round(number(column).orElse(otherwise));
    }

    String system() {
        return text("system");
    }

    String model() {
        return text("model");
    }

    String policy() {
        return text("policy");
    }

    /// Whether there is a second model that guesses.
    boolean speculates() {
        String spec = text("spec");
        return !spec.isEmpty() && !spec.equals("none");
    }

    /// A prompt's tokens a second, where nothing but the time to the first token was told.
    boolean promptAlone() {
        return number("measured_tps").isEmpty() && number("measured_ttft_s").isPresent() && number("prompt_len").isPresent();
    }

    /// Tokens a second, of the reply or of the prompt alone.
    Optional<Double> tokensPerSec() {
        if (promptAlone()) {
            return Optional.of(number("prompt_len").getAsDouble() / number("measured_ttft_s").getAsDouble());
        }
        OptionalDouble measured = number("measured_tps");
        return measured.isPresent() ? Optional.of(measured.getAsDouble()) : Optional.empty();
    }
}
