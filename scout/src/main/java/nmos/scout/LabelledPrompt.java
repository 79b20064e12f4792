package nmos.scout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A prompt and what it is about.
public record LabelledPrompt(String text, Intent label) {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// As much of the text as stands there when `percent` of its characters have been typed.
    public String typed(int percent) {
        long chars = text.codePointCount(0, text.length());
        return text.substring(0, text.offsetByCodePoints(0, Math.toIntExact(chars * percent / 100)));
    }

    /// Those of a JSON Lines file that belong to `half`: each line an object with the strings `text` and `label`. What else an
    /// object holds is not looked at.
    public static List<LabelledPrompt> read(Path file, Half half) throws IOException {
        List<LabelledPrompt> prompts = new ArrayList<>();
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                LabelledPrompt prompt = parse(file.toString(), number, line);
                if (half.holds(prompt.text)) {
                    prompts.add(prompt);
                }
            }
        } catch (MalformedInputException e) {
            throw new ScoutFileException(file.toString(), number + 1, "not UTF-8 here or in the lines that follow");
        }
        if (prompts.isEmpty()) {
            throw new ScoutFileException(file.toString(), Math.max(number, 1), "no prompts"
                    + (half == Half.ALL ? "" : " in this half; try all"));
        }
        return prompts;
    }

    private static LabelledPrompt parse(String file, long line, String json) throws ScoutFileException {
        String text = null;
        String label = null;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ScoutFileException(file, line, "not a JSON object; a line is {\"text\": \"...\", \"label\": \"CODE\"}");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "text" -> text = string(file, line, field, value, parser);
                    case "label" -> label = string(file, line, field, value, parser);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new ScoutFileException(file, line, "more than one JSON object; give each a line of its own");
            }
        } catch (JacksonException e) {
            throw new ScoutFileException(file, line, "not JSON: " + e.getOriginalMessage());
        }
        return new LabelledPrompt(present(file, line, "text", text), intent(file, line, present(file, line, "label", label)));
    }

    private static String string(String file, long line, String field, @Nullable JsonToken value, JsonParser parser)
            throws ScoutFileException {
        if (value != JsonToken.VALUE_STRING) {
            throw new ScoutFileException(file, line, field, "not a string; put it in quotes");
        }
        return parser.getString();
    }

    private static String present(String file, long line, String field, @Nullable String value) throws ScoutFileException {
        if (value == null || value.isBlank()) {
            throw new ScoutFileException(file, line, field, (value == null ? "missing" : "empty") + "; each prompt needs text and label");
        }
        return value;
    }

    private static Intent intent(String file, long line, String label) throws ScoutFileException {
        for (Intent intent : Intent.values()) {
            if (intent.name().equals(label)) {
                return intent;
            }
        }
        throw new ScoutFileException(file, line, "label", "'" + label + "' is none of " + Arrays.toString(Intent.values()));
    }
}
