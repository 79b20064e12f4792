package nmos.reports.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of a JSON object, each of which may be absent, and what is wrong with one told by its name.
record Fields(String where, JsonNode node) {
    /// Digits beyond those of any figure: a number such as 1e999999999 must not be written out.
    private static final int MOST_DIGITS = 40;

    interface Reading<T> {
        T of(Fields fields) throws IOException;
    }

    interface Figure<T> {
        T of(Fields fields, String name) throws IOException;
    }

    private String at(String name) {
        return where.endsWith(": ") ? where + name : where + "." + name;
    }

    private IOException wrong(String name, String what) {
        return new IOException(at(name) + " " + what);
    }

    private @Nullable JsonNode at(String name, String what, boolean fits) throws IOException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!fits) {
            throw wrong(name, "is not " + what);
        }
        return value;
    }

    private boolean is(String name, java.util.function.Predicate<JsonNode> kind) {
        JsonNode value = node.get(name);
        return value != null && kind.test(value);
    }

    private <T> T needed(String name, @Nullable T value) throws IOException {
        if (value == null) {
            throw wrong(name, "is missing");
        }
        return value;
    }

    @Nullable String textOrNull(String name) throws IOException {
        JsonNode value = at(name, "text", is(name, JsonNode::isString));
        return value == null ? null : value.stringValue();
    }

    String text(String name) throws IOException {
        return needed(name, textOrNull(name));
    }

    boolean flag(String name) throws IOException {
        JsonNode value = at(name, "true or false", is(name, JsonNode::isBoolean));
        return needed(name, value).booleanValue();
    }

    @Nullable BigDecimal figureOrNull(String name) throws IOException {
        JsonNode value = at(name, "a number", is(name, JsonNode::isNumber));
        return value == null ? null : figure(name, value);
    }

    BigDecimal figure(String name) throws IOException {
        return needed(name, figureOrNull(name));
    }

    private BigDecimal figure(String name, JsonNode value) throws IOException {
        BigDecimal figure = value.decimalValue();
        if (figure.precision() > MOST_DIGITS || Math.abs((long) figure.scale()) > MOST_DIGITS) {
            throw wrong(name, "is no figure a run has");
        }
        return figure;
    }

    private long whole(String name, BigDecimal value) throws IOException {
        try {
            return value.longValueExact();
        } catch (ArithmeticException fraction) {
            throw new IOException(at(name) + " is not a whole number of 64 bits", fraction);
        }
    }

    @Nullable Long numberOrNull(String name) throws IOException {
        BigDecimal value = figureOrNull(name);
        return value == null ? null : whole(name, value);
    }

    long number(String name) throws IOException {
        return needed(name, numberOrNull(name));
    }

    @Nullable Integer integerOrNull(String name) throws IOException {
        Long value = numberOrNull(name);
        if (value != null && value != value.intValue()) {
            throw wrong(name, "is not a whole number of 32 bits");
        }
        return value == null ? null : value.intValue();
    }

    int integer(String name) throws IOException {
        return needed(name, integerOrNull(name));
    }

    /// A size or a count: 0 at the least.
    long count(String name) throws IOException {
        return needed(name, countOrNull(name));
    }

    @Nullable Long countOrNull(String name) throws IOException {
        Long value = numberOrNull(name);
        if (value != null && value < 0) {
            throw wrong(name, "is negative");
        }
        return value;
    }

    /// Milliseconds, exact to the nanosecond, as nanoseconds.
    @Nullable Long msOrNull(String name) throws IOException {
        BigDecimal value = figureOrNull(name);
        return value == null ? null : whole(name, value.movePointRight(6));
    }

    long ms(String name) throws IOException {
        return needed(name, msOrNull(name));
    }

    @Nullable Fields objectOrNull(String name) throws IOException {
        JsonNode value = at(name, "an object", is(name, JsonNode::isObject));
        return value == null ? null : new Fields(at(name), value);
    }

    Fields object(String name) throws IOException {
        return needed(name, objectOrNull(name));
    }

    <T> @Nullable T objectOrNull(String name, Reading<T> reading) throws IOException {
        Fields fields = objectOrNull(name);
        return fields == null ? null : reading.of(fields);
    }

    /// Empty where there is no such field.
    <T> List<T> objects(String name, Reading<T> reading) throws IOException {
        JsonNode list = list(name);
        List<T> all = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            if (!list.get(i).isObject()) {
                throw wrong(name + "[" + i + "]", "is not an object");
            }
            all.add(reading.of(new Fields(at(name) + "[" + i + "]", list.get(i))));
        }
        return all;
    }

    /// Empty where there is no such field.
    <T> SequencedMap<String, T> byName(String name, Figure<T> reading) throws IOException {
        SequencedMap<String, T> all = new LinkedHashMap<>();
        Fields fields = objectOrNull(name);
        if (fields != null) {
            for (Map.Entry<String, JsonNode> field : fields.node.properties()) {
                all.put(field.getKey(), reading.of(fields, field.getKey()));
            }
        }
        return all;
    }

    List<String> texts(String name) throws IOException {
        JsonNode list = list(name);
        List<String> all = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            if (!list.get(i).isString()) {
                throw wrong(name + "[" + i + "]", "is not text");
            }
            all.add(list.get(i).stringValue());
        }
        return all;
    }

    List<BigDecimal> figures(String name) throws IOException {
        JsonNode list = list(name);
        List<BigDecimal> all = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            if (!list.get(i).isNumber()) {
                throw wrong(name + "[" + i + "]", "is not a number");
            }
            all.add(figure(name + "[" + i + "]", list.get(i)));
        }
        return all;
    }

    /// Whole numbers, of figures that are moved by so many places to the right.
    List<Long> numbers(String name, int places) throws IOException {
        List<Long> all = new ArrayList<>();
        for (BigDecimal figure : figures(name)) {
            all.add(whole(name, figure.movePointRight(places)));
        }
        return all;
    }

    private @Nullable JsonNode list(String name) throws IOException {
        return at(name, "a list", is(name, JsonNode::isArray));
    }
}
