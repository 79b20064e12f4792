package nmos.scenarios.yaml;

import java.util.List;
import java.util.Locale;

/// Writes YAML that the reader of this package reads back exactly: numbers in their smallest unit, text always quoted.
public final class YamlWriter {
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean item;

    /// An empty text.
    public YamlWriter() {}

    public YamlWriter section(String key, Runnable fields) {
        line(key + ":");
        depth++;
        fields.run();
        depth--;
        return this;
    }

    /// One element of the list that the enclosing section is.
    public YamlWriter item(Runnable fields) {
        item = true;
        depth++;
        fields.run();
        depth--;
        return this;
    }

    public YamlWriter text(String key, String value) {
        return line(key + ": " + quoted(value));
    }

    public YamlWriter word(String key, Object value) {
        return line(key + ": " + value);
    }

    public YamlWriter words(String key, List<?> values) {
        return line(key + ": " + values);
    }

    public YamlWriter bytes(String key, long value) {
        return word(key, value + " B");
    }

    public YamlWriter duration(String key, long ns) {
        return word(key, ns + " ns");
    }

    public YamlWriter share(String key, int ppm) {
        return word(key, ppm + " ppm");
    }

    public static String quoted(String value) {
        var quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private YamlWriter line(String text) {
        String indent = "  ".repeat(item ? depth - 1 : depth);
        out.append(indent).append(item ? "- " : "").append(text).append('\n');
        item = false;
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
