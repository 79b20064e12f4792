package nmos.journal;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import nmos.policy.kernel.Knobs;
import org.jspecify.annotations.Nullable;

/// The knobs of a policy as JSON: objects for records, fields in the order of their declaration. A knob that is added
/// appears here by itself; one that a model has no use for is left out. Choices carry the names they have in scenario files; `Long.MAX_VALUE` is "unbounded".
final class KnobsJson {
    private KnobsJson() {}

    static void write(JsonText json, Knobs knobs) {
        json.object("knobs", () -> fields(json, knobs));
    }

    private static void fields(JsonText json, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            String name = component.getName();
            switch (value) {
                case null -> {}
                case Record inner -> json.object(name, () -> fields(json, inner));
                case List<?> list -> {
                    json.name(name);
                    json.values(list.stream().map(KnobsJson::plain).toList());
                }
                default -> json.field(name, plain(value));
            }
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case Long number when number == Long.MAX_VALUE -> "unbounded";
            default -> value;
        };
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read the knob " + component.getName(), e);
        }
    }
}
