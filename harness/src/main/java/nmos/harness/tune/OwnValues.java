package nmos.harness.tune;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nmos.scenarios.Scenario;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Value;

/// What a scenario has in fields as it stands, to be found again among the values of a knob.
final class OwnValues {
    private static final int NONE = -1;
    private static final double SAME = 1e-12;

    private final Section fields;

    OwnValues(Scenario scenario) {
        fields = Document.of(scenario.name(), scenario.toYaml()).section();
    }

    /// The level of a knob that says what the scenario says itself, or below 0.
    int level(Knob knob) {
        Optional<String> own = text(knob.path());
        for (int level = 0; own.isPresent() && level < knob.size(); level++) {
            if (same(own.get(), knob.values().get(level))) {
                return level;
            }
        }
        return NONE;
    }

    private static boolean same(String one, String other) {
        double number = Quantity.of(one);
        double against = Quantity.of(other);
        return !Double.isFinite(number)
                ? plain(one).equals(plain(other))
                : Math.abs(number - against) <= SAME * Math.abs(number);
    }

    private static String plain(String text) {
        return text.replaceAll("[\\s'\"]", "");
    }

    private Optional<String> text(String path) {
        Section section = fields;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length; i++) {
            Value value = section.entries().get(names[i]);
            if (value != null && i + 1 < names.length && !value.isSection()) {
                String element = value.path() + "." + names[++i];
                value = list(value).orElse(List.of()).stream().filter(one -> one.path().equals(element)).findFirst().orElse(null);
            }
            boolean last = i == names.length - 1;
            if (value == null || last == value.isSection()) {
                return Optional.empty();
            }
            if (last) {
                return Optional.of(written(value));
            }
            section = value.section();
        }
        return Optional.empty();
    }

    private static String written(Value value) {
        Optional<List<Value>> list = list(value);
        return list.isEmpty() ? value.text() : list.get().stream().map(OwnValues::written).collect(Collectors.joining(",", "[", "]"));
    }

    private static Optional<List<Value>> list(Value value) {
        try {
            return Optional.of(value.list());
        } catch (InvalidFile single) {
            return Optional.empty();
        }
    }
}
