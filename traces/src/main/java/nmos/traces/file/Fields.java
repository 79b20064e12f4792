package nmos.traces.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The fields of one line: a flat JSON object of texts, whole numbers and flags. Each is asked for by name and type, and what
/// nobody asked for is an error at the end.
final class Fields {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Lines line;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Fields(Lines line) throws TraceException {
        this.line = line;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line.bytes(), 0, line.size())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw line.bad("", "a line is one JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                values.put(name, value(name, json));
            }
            if (json.nextToken() != null) {
                throw line.bad("", "something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw line.bad("", "not JSON: " + e.getOriginalMessage());
        }
    }

    private Object value(String name, JsonParser json) throws TraceException {
        JsonToken token = json.nextToken();
        return switch (token) {
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> {
                if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw line.bad(name, "does not fit 64 bits");
                }
                yield json.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> throw line.bad(name, json.getString() + " is not a whole number");
            case null -> throw line.bad(name, "the line ends here");
            default -> throw line.bad(name, "a text, a whole number or a flag is wanted");
        };
    }

    TraceException bad(String field, String fault) {
        return line.bad(field, fault);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) throws TraceException {
        if (take(name) instanceof String text) {
            return text;
        }
        throw bad(name, "a text is wanted");
    }

    long number(String name) throws TraceException {
        if (take(name) instanceof Long number) {
            return number;
        }
        throw bad(name, "a whole number is wanted");
    }

    int integer(String name) throws TraceException {
        long number = number(name);
        if (number != (int) number) {
            throw bad(name, number + " does not fit 32 bits");
        }
        return (int) number;
    }

    boolean flag(String name) throws TraceException {
        if (take(name) instanceof Boolean flag) {
            return flag;
        }
        throw bad(name, "true or false is wanted");
    }

    /// The place of the text of field `name` among the known words.
    int word(String name, List<String> known) throws TraceException {
        String word = text(name);
        int index = known.indexOf(word);
        if (index < 0) {
            String shown = word.length() <= 40 ? word : word.substring(0, 40) + "...";
            throw bad(name, "'" + shown + "' is not one of " + String.join(", ", known));
        }
        return index;
    }

    /// Nothing may be left that was not asked for.
    void finish() throws TraceException {
        if (!values.isEmpty()) {
            throw bad(values.keySet().iterator().next(), "no such field here");
        }
    }

    private @Nullable Object take(String name) throws TraceException {
        Object value = values.remove(name);
        if (value == null) {
            throw bad(name, "missing");
        }
        return value;
    }
}
