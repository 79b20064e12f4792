package nmos.reports.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `validation.json`, written and read.
public final class ValidationFile {
    public static final String NAME = "validation.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ValidationFile() {}

    /// The same as text.
    public static String text(Validation validation) {
        return JSON.writeValueAsString(validation) + "\n";
    }

    /// The same in one line.
    public static String line(Validation validation) {
        return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(validation);
    }

    public static void write(Validation validation, Path folder) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(NAME))) {
            JSON.writeValue(out, validation);
        }
    }

    /// The validation in a folder.
    ///
    /// @throws IOException where there is none or it is not one; the message is for the person who named the folder
    public static Validation read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readValue(in, Validation.class);
        } catch (JacksonException invalid) {
            throw new IOException(file + ": not a validation: " + invalid.getOriginalMessage(), invalid);
        }
    }
}
