package nmos.journal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// JSON with two habits: an absent value leaves no trace, and numbers are printed digit by digit as they are held, so that the
/// same report is the same bytes everywhere.
final class JsonText implements AutoCloseable {
    private static final ObjectWriteContext INDENTED = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private final JsonGenerator json;

    /// Closing this does not close `out`.
    JsonText(OutputStream out) {
        json = new JsonFactory().createGenerator(INDENTED, new Unclosed(out));
    }

    JsonText object(Runnable fields) {
        json.writeStartObject();
        fields.run();
        json.writeEndObject();
        return this;
    }

    void object(String name, Runnable fields) {
        json.writeName(name);
        object(fields);
    }

    <T> void objects(String name, List<T> items, BiConsumer<JsonText, T> fields) {
        json.writeName(name);
        json.writeStartArray();
        for (T item : items) {
            object(() -> fields.accept(this, item));
        }
        json.writeEndArray();
    }

    /// Leaves an empty map out.
    <V> void byName(String name, Map<String, V> map, BiConsumer<String, V> field) {
        if (!map.isEmpty()) {
            object(name, () -> map.forEach(field));
        }
    }

    void field(String name, @Nullable Object value) {
        if (value != null) {
            json.writeName(name);
            value(value);
        }
    }

    /// Leaves an empty list out.
    void list(String name, Collection<?> values) {
        if (!values.isEmpty()) {
            json.writeName(name);
            values(values);
        }
    }

    void value(Object value) {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number.toPlainString());
            default -> throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
        }
    }

    void name(String name) {
        json.writeName(name);
    }

    void values(Collection<?> values) {
        json.writeStartArray();
        values.forEach(this::value);
        json.writeEndArray();
    }

    @Override
    public void close() {
        json.writeRaw('\n');
        json.close();
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
