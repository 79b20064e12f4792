package nmos.harness.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `compare.json`, written and read.
public final class ComparisonFile {
    public static final String NAME = "compare.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ComparisonFile() {}

    public static String text(Comparison comparison) {
        return JSON.writeValueAsString(comparison);
    }

    public static void write(Comparison comparison, Path folder) throws IOException {
        Path part = folder.resolve(NAME + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            JSON.writeValue(out, comparison);
        }
        Files.move(part, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    /// What was left in a folder.
    ///
    /// @throws IOException where there is none or it is not one; the message is for the person who named the folder
    public static Comparison read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readValue(in, Comparison.class);
        } catch (JacksonException invalid) {
            throw new IOException(file + ": not a comparison: " + invalid.getOriginalMessage(), invalid);
        }
    }
}
