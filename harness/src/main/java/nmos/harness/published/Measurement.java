package nmos.harness.published;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// One row of a table of published measurements, by the names of its columns. `line`: where it stands in its file.
record Measurement(int line, Map<String, String> fields) {
    private static final List<String> NEEDED = List.of("system", "model", "policy", "measured_tps");
    private static final long MOST_BYTES = 64L << 20;

    /// Reads a table.
    ///
    /// @throws PublishedException where the file is no such table; the message is for the person who named it
    static List<Measurement> read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new PublishedException(file + ": more than 64 MiB are no table of measurements");
        }
        List<Csv.Line> lines;
        try {
            lines = Csv.lines(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString());
        } catch (CharacterCodingException binary) {
            throw new PublishedException(file + ": not text in UTF-8; name a table of comma-separated values");
        }
        if (lines.isEmpty()) {
            throw new PublishedException(file + ": empty; a table begins with the names of its columns");
        }
        List<String> names = lines.getFirst().fields().stream().map(String::strip).toList();
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
            rows.add(new Measurement(line.number(), fields));
        }
        rows.forEach(row -> row.check(file));
        return rows;
    }

    private void check(Path file) {
        for (String column : List.of("params_b", "bytes_weights_gb", "vram_gb", "link_gbps", "ram_gb", "ssd_gbps", "accepted_per_iter",
                "batch", "prompt_len", "gen_len", "measured_tps", "measured_ttft_s")) {
            String written = text(column);
            try {
                if (!written.isEmpty() && !(Double.parseDouble(written) > 0 && Double.parseDouble(written) < 1e9)) {
                    throw new PublishedException(file + ":" + line + ": " + column + ": " + written + " is not above 0 and below a billion");
                }
            } catch (NumberFormatException no) {
                throw new PublishedException(file + ":" + line + ": " + column + ": '" + written + "' is not a number; leave it empty if unknown");
            }
        }
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
