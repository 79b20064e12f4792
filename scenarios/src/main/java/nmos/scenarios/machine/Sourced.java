package nmos.scenarios.machine;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToLongFunction;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Value;

/// A number and how it is known. There is no number of a machine without this.
public record Sourced(long value, Kind kind, String source) {

    /// How a number came to be known.
    public enum Kind {
        /// Somebody measured it, on the machine the source names.
        MEASURED,
        /// The vendor or a standard says so.
        DATASHEET,
        /// Somebody else says that the vendor does, whose own words were not seen.
        REPORTED,
        /// Nobody here knows; the source says why this value was taken.
        ASSUMED;

        public final String label = name().toLowerCase(Locale.ROOT);
    }

    /// A number as files have it: a value, its kind and its source.
    public static Sourced read(Value value, ToLongFunction<Value> number) {
        if (!value.isSection()) {
            throw value.error("a number of a machine needs its source, write {value: ..., kind: ..., source: ...}");
        }
        return value.section(fields -> read(fields, number.applyAsLong(fields.need("value"))));
    }

    private static Sourced read(Section fields, long value) {
        return new Sourced(value, kind(fields), fields.need("source").text());
    }

    public static Kind kind(Section fields) {
        return fields.need("kind").choice(Arrays.asList(Kind.values()), kind -> kind.label);
    }
}
