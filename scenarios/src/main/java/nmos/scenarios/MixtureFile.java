package nmos.scenarios;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.shape.Mixture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Spelling;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;
import org.jspecify.annotations.Nullable;

/// What scenarios of mixtures of experts have and others do not: `routing`, and `experts` in `placement`.
final class MixtureFile {
    private static final int MOST_REPEATS_PPM = 990_000;
    private static final int STEEPEST_ZIPF_MILLI = 4_000;

    private MixtureFile() {}

    /// Whether experts are shards of their own: in a file that was looked at they are parts of their layers, unless it says what each has.
    static boolean hasExperts(ModelShape model) {
        return model.architecture().mixture().isPresent() && model.cut().map(cut -> !cut.expertBytes().isEmpty()).orElse(true);
    }

    static RoutingSpec routing(Section fields, ModelShape oracle) {
        if (!hasExperts(oracle)) {
            fields.maybe("routing").ifPresent(value -> {
                throw value.error(oracle.name() + " has no experts to choose from, leave this out");
            });
            return RoutingSpec.EVEN;
        }
        return fields.get("routing", v -> v.section(s -> routed(s, oracle)), RoutingSpec.EVEN);
    }

    private static RoutingSpec routed(Section fields, ModelShape oracle) {
        int repeat = fields.get("repeat", Value::sharePpm, 0);
        if (repeat > MOST_REPEATS_PPM) {
            throw fields.need("repeat").error("tokens that go on for ever where the first went are no text, lower it to 0.99 or less");
        }
        RouteTape tape = fields.maybe("tape").map(v -> tape(v, oracle)).orElse(null);
        if (tape != null && (fields.maybe("zipfMilli").isPresent() || fields.maybe("repeat").isPresent())) {
            throw fields.need("tape").error("it says where rows go, leave zipfMilli and repeat out");
        }
        return new RoutingSpec(
                fields.get("zipfMilli", v -> v.count(0, STEEPEST_ZIPF_MILLI), 0),
                repeat,
                fields.get("foreseen", Value::sharePpm, 0),
                tape);
    }

    private static RouteTape tape(Value value, ModelShape oracle) {
        try {
            RouteTape tape = RouteTape.read(Path.of(value.text()));
            Mixture mixture = oracle.architecture().mixture().orElseThrow();
            int layers = oracle.architecture().layers() - mixture.denseLayers();
            if (tape.layers() != layers || tape.used() != mixture.used() || tape.highestExpert() >= mixture.experts()) {
                throw value.error("it is of a model of " + tape.layers() + " layers in which a token goes to " + tape.used()
                        + " of " + (tape.highestExpert() + 1) + " experts or more, and " + oracle.name() + " has " + layers
                        + ", " + mixture.used() + " and " + mixture.experts());
            }
            return tape;
        } catch (IOException | InvalidPathException e) {
            throw value.error("cannot read the tape '" + value.text() + "': " + e.getMessage());
        }
    }

    static @Nullable ExpertKnobs experts(Section placement, ModelShape oracle, Machine machine) {
        if (!hasExperts(oracle)) {
            placement.maybe("experts").ifPresent(value -> {
                throw value.error(oracle.name() + " has no experts that could lie anywhere by themselves, leave this out");
            });
            return null;
        }
        var room = new ArrayList<Long>();
        for (int tier = 0; tier <= machine.top(); tier++) {
            room.add(tier == 0 ? 0 : Long.MAX_VALUE);
        }
        var standard = new ExpertKnobs(ExpertCaches.LRU, ExpertPlaces.WITH_LAYER, room, false);
        return placement.get("experts", v -> v.section(s -> knobs(s, machine, room)), standard);
    }

    private static ExpertKnobs knobs(Section fields, Machine machine, List<Long> room) {
        fields.maybe("room").ifPresent(value -> value.section().entries().forEach((tier, bytes) ->
                room.set(tier(bytes, tier, machine), bytes.text().equals("all") ? Long.MAX_VALUE : bytes.bytes())));
        return new ExpertKnobs(
                fields.get("cache", v -> v.choice(Arrays.asList(ExpertCaches.values()), c -> c.label), ExpertCaches.LRU),
                fields.get("compute", v -> v.choice(Arrays.asList(ExpertPlaces.values()), p -> p.label), ExpertPlaces.WITH_LAYER),
                room,
                fields.get("ahead", Value::flag, false));
    }

    private static int tier(Value value, String name, Machine machine) {
        int tier = machine.tierNames().indexOf(name);
        if (tier < 1) {
            throw value.error(Spelling.unknown("tier", name, machine.tierNames().subList(1, machine.tiers().size())));
        }
        return tier;
    }

    static void write(YamlWriter out, Scenario s, ExpertKnobs experts) {
        out.section("experts", () -> {
            out.word("cache", experts.cache().label).word("compute", experts.compute().label);
            out.section("room", () -> {
                for (int tier = 1; tier <= s.machine().top(); tier++) {
                    long bytes = experts.roomBytes().get(tier);
                    out.word(YamlWriter.quoted(s.machine().tierNames().get(tier)), bytes == Long.MAX_VALUE ? "all" : bytes + " B");
                }
            });
            out.word("ahead", experts.ahead());
        });
    }

    static void write(YamlWriter out, RoutingSpec routing) {
        out.section("routing", () -> {
            RouteTape tape = routing.tape();
            if (tape == null) {
                out.word("zipfMilli", routing.zipfMilli()).share("repeat", routing.repeatPpm());
            } else {
                out.text("tape", tape.source());
            }
            out.share("foreseen", routing.foreseenPpm());
        });
    }
}
