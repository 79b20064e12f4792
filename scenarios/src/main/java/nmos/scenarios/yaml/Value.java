package nmos.scenarios.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A value of a file, not yet read as anything. Every number is taken exactly: what cannot be a whole number of bytes,
/// nanoseconds or parts per million is refused rather than rounded.
public final class Value {
    /// Longer is not a number anybody wrote by hand; it also bounds the work of the exact arithmetic.
    private static final int LONGEST_NUMBER = 40;
    private static final Pattern NUMBER = Pattern.compile("([+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+))\\s*(.*)", Pattern.DOTALL);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final String file;
    private final String path;
    private final Node node;

    Value(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    public String path() {
        return path;
    }

    public Place place() {
        return Place.of(node, file);
    }

    public InvalidFile error(String problem) {
        return new InvalidFile(Place.of(node, file), path, problem);
    }

    /// Whether fields can be read from it.
    public boolean isSection() {
        return node instanceof MappingNode;
    }

    public Section section() {
        if (node instanceof MappingNode mapping) {
            return new Section(file, path, mapping);
        }
        throw error("expected fields below it, as 'key: value' lines");
    }

    /// Reads a section and makes sure that nothing in it was left over.
    public <T> T section(Function<Section, T> read) {
        Section section = section();
        T result = read.apply(section);
        section.done();
        return result;
    }

    public List<Value> list() {
        if (node instanceof SequenceNode sequence) {
            var values = new ArrayList<Value>();
            for (Node element : sequence.getValue()) {
                values.add(new Value(file, path + name(element, values.size()), element));
            }
            return values;
        }
        throw error("expected a list, as in [1, 2] or '- ' lines");
    }

    /// Elements with a name are called by it, as in overrides.
    private static String name(Node element, int index) {
        return named(element).map(name -> "." + name).orElse("[" + index + "]");
    }

    /// The text of an element's `name` field.
    static Optional<String> named(Node element) {
        if (element instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("name")
                        && tuple.getValueNode() instanceof ScalarNode name) {
                    return Optional.of(name.getValue());
                }
            }
        }
        return Optional.empty();
    }

    public <T> List<T> list(Function<Value, T> read) {
        return list().stream().map(read).toList();
    }

    public String text() {
        String text = scalar().strip();
        if (text.isEmpty()) {
            throw error("is empty, write a value");
        }
        return text;
    }

    private String scalar() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw error("expected a single value, found " + (node instanceof SequenceNode ? "a list" : "fields"));
    }

    public boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw error("expected true or false, found '" + Spelling.shown(other) + "'");
        };
    }

    public long bytes() {
        return whole(quantity(Unit.Quantity.BYTES));
    }

    public long bytesPerSec() {
        return positive(whole(quantity(Unit.Quantity.RATE)));
    }

    public long opsPerSec() {
        return positive(whole(quantity(Unit.Quantity.OPERATIONS)));
    }

    public long durationNs() {
        return whole(quantity(Unit.Quantity.DURATION));
    }

    /// A whole number from `least` to `most`.
    public long integer(long least, long most) {
        Matcher number = number("a whole number");
        if (!number.group(2).isEmpty()) {
            throw error("expected a whole number without a unit, found '" + Spelling.shown(text()) + "'");
        }
        BigDecimal value = decimal(number);
        if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw error(text() + " is not from " + least + " to " + most);
        }
        return whole(value);
    }

    public int count(int least, int most) {
        return (int) integer(least, most);
    }

    /// A share of one, as .65, 65 % or 650000 ppm, in parts per million.
    public int sharePpm() {
        Matcher number = number("a share");
        BigDecimal ppm = switch (number.group(2)) {
            case "" -> decimal(number).multiply(MILLION);
            case "%" -> decimal(number).multiply(BigDecimal.valueOf(10_000));
            case "ppm" -> decimal(number);
            case String other -> throw error("unknown unit '" + Spelling.shown(other)
                    + "', a share is written as .65, 65 % or 650000 ppm");
        };
        if (ppm.signum() < 0 || ppm.compareTo(MILLION) > 0) {
            throw error(text() + " is not a share from 0 to 1");
        }
        return (int) whole(ppm);
    }

    /// How many times as much, as 2 or .5, in parts per million: above 0 and at most `most`.
    public int timesPpm(int most) {
        Matcher number = number("a factor");
        if (!number.group(2).isEmpty()) {
            throw error("expected a factor as 2 or .5, without a unit, found '" + Spelling.shown(text()) + "'");
        }
        BigDecimal times = decimal(number);
        if (times.signum() <= 0 || times.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw error(text() + " is not above 0 and at most " + most);
        }
        if (times.stripTrailingZeros().scale() > 6) {
            throw error(text() + " has more than 6 decimals, round it");
        }
        return times.multiply(MILLION).intValueExact();
    }

    /// One of several words.
    public <T> T choice(List<T> choices, Function<T, String> label) {
        String word = text();
        for (T choice : choices) {
            if (label.apply(choice).equals(word)) {
                return choice;
            }
        }
        throw error(Spelling.unknown("choice", word, choices.stream().map(label).toList()));
    }

    private BigDecimal quantity(Unit.Quantity quantity) {
        Matcher number = number(quantity.words);
        String label = number.group(2);
        if (label.isEmpty()) {
            throw error("'" + text() + "' lacks its unit, write " + quantity.words + " as " + quantity.example);
        }
        for (Unit unit : Unit.values()) {
            if (unit.quantity == quantity && unit.label.equals(label)) {
                return decimal(number).multiply(BigDecimal.valueOf(unit.worth));
            }
        }
        throw error(Spelling.unknown("unit", label, Unit.labels(quantity)));
    }

    private Matcher number(String expected) {
        String text = text();
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            throw error("expected " + expected + ", found '" + Spelling.shown(text) + "'");
        }
        if (matcher.group(1).length() > LONGEST_NUMBER) {
            throw error("a number of " + matcher.group(1).length() + " digits is not possible here");
        }
        return matcher;
    }

    private static BigDecimal decimal(Matcher number) {
        return new BigDecimal(number.group(1).replace("_", ""));
    }

    private long whole(BigDecimal value) {
        if (value.signum() < 0) {
            throw error(text() + " is negative, which is not possible");
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw error(text() + " is not a whole number of the smallest unit (byte, ns, ppm), round it");
        }
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) > 0) {
            throw error(text() + " is too large to be possible");
        }
        return value.longValueExact();
    }

    private long positive(long value) {
        if (value == 0) {
            throw error("zero is not possible here");
        }
        return value;
    }
}
