package nmos.scenarios.machine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.scenarios.machine.Machine.Device;
import nmos.scenarios.machine.Machine.Hop;
import nmos.scenarios.machine.Machine.Tier;
import nmos.scenarios.machine.Speed.Measured.Beside;
import nmos.scenarios.machine.Speed.Measured.Curve;
import nmos.scenarios.machine.Speed.Measured.Point;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// Machines as text: read and checked against physics, and written out again.
public final class MachineFile {
    /// More would be a program that copies each weight hundreds of times.
    private static final int MOST_UNPACK_BITS = 4096;

    private MachineFile() {}

    /// Reads a machine.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where a field is wrong or describes what cannot be
    public static Machine read(Section fields) {
        String name = fields.need("name").text();
        String about = fields.need("about").text();
        Machine.Host host = fields.maybe("host").map(v -> v.section(MachineFile::host)).orElse(null);
        Sourced cores = Sourced.read(fields.need("cores"), v -> v.integer(1, 4096));
        Sourced command = Sourced.read(fields.need("hostOverheadPerCommand"), Value::durationNs);
        List<Tier> tiers = fields.need("tiers").list(MachineFile::tier);
        List<Hop> hops = fields.need("hops").list(MachineFile::hop);
        List<Machine.Drafting> drafts = fields.get("drafts", v -> v.list(MachineFile::drafting), List.of());
        fields.done();
        if (tiers.size() < 2) {
            throw fields.need("tiers").error("a machine has at least storage and one memory, add a tier");
        }
        if (hops.size() != tiers.size() - 1) {
            throw fields.need("hops").error(tiers.size() + " tiers are joined by " + (tiers.size() - 1) + " hops, found "
                    + hops.size());
        }
        if (new HashSet<>(tiers.stream().map(Tier::name).toList()).size() != tiers.size()) {
            throw fields.need("tiers").error("two tiers have the same name, rename one");
        }
        if (tiers.getFirst().device() != null) {
            throw fields.need("tiers").error("the first tier is storage and cannot compute, move its device up");
        }
        if (tiers.getLast().device() == null) {
            throw fields.need("tiers").error("the last tier has no device to compute with, add one");
        }
        return new Machine(name, about, host, cores, command, tiers, hops, drafts);
    }

    private static Machine.Host host(Section fields) {
        return new Machine.Host(
                fields.need("processor").text(),
                fields.need("cores").count(1, 4096),
                fields.need("threads").count(1, 4096),
                fields.need("measuredAt").text());
    }

    private static Machine.Drafting drafting(Value value) {
        return value.section(fields -> new Machine.Drafting(
                fields.need("model").text(),
                fields.need("level").durationNs(),
                fields.need("node").durationNs(),
                fields.need("row").durationNs(),
                Sourced.kind(fields),
                fields.need("source").text()));
    }

    private static Tier tier(Value value) {
        return value.section(fields -> {
            String name = fields.need("name").text();
            Sourced capacity = Sourced.read(fields.need("capacity"), Value::bytes);
            Sourced taken = Sourced.read(fields.need("taken"), Value::bytes);
            Optional<Device> device = fields.maybe("device").map(MachineFile::device);
            if (taken.value() >= capacity.value()) {
                throw number(fields, "taken").error(taken.value() + " bytes of " + capacity.value()
                        + " leave nothing for a model, lower it");
            }
            return new Tier(name, capacity, taken, device.orElse(null));
        });
    }

    private static Device device(Value value) {
        return value.section(fields -> new Device(
                fields.need("name").text(),
                fields.need("kind").choice(Arrays.asList(Device.Kind.values()), kind -> kind.label),
                fields.maybe("measured").map(MachineFile::measured).orElseGet(() -> roofline(fields))));
    }

    private static Speed roofline(Section fields) {
        Sourced bandwidth = Sourced.read(fields.need("bandwidth"), Value::bytesPerSec);
        Sourced peak = Sourced.read(fields.need("peak"), Value::opsPerSec);
        Sourced efficiency = Sourced.read(fields.need("efficiency"), Value::sharePpm);
        if (efficiency.value() == 0) {
            throw number(fields, "efficiency").error("a device that reaches nothing computes nothing, raise it");
        }
        Optional<Value> unpack = fields.maybe("unpackBits");
        return new Speed.Roofline(bandwidth, peak, efficiency,
                unpack.map(value -> Sourced.read(value, v -> v.integer(1, MOST_UNPACK_BITS))).orElse(null));
    }

    private static Speed measured(Value value) {
        return value.section(fields -> {
            List<Curve> curves = fields.get("types", types -> types.list(MachineFile::curve), List.of());
            if (new HashSet<>(curves.stream().map(Curve::type).toList()).size() != curves.size()) {
                throw fields.need("types").error("a type stands there twice, keep one");
            }
            List<Point> others = curves.isEmpty() || fields.maybe("points").isPresent() ? points(fields.need("points")) : List.of();
            long[] layer = fields.maybe("layer").map(v -> v.section(MachineFile::layer)).orElse(new long[2]);
            return new Speed.Measured(
                    curves,
                    others,
                    layer[0],
                    layer[1],
                    fields.get("attention", Value::bytesPerSec, 0L),
                    fields.get("besideReads", MachineFile::beside, Beside.UNDISTURBED),
                    fields.get("besideCopies", MachineFile::beside, Beside.UNDISTURBED),
                    Sourced.kind(fields),
                    fields.need("source").text());
        });
    }

    private static Curve curve(Value value) {
        return value.section(fields -> new Curve(
                fields.need("type").choice(Arrays.asList(TensorType.values()), type -> type.name().toLowerCase(Locale.ROOT)),
                points(fields.need("points"))));
    }

    private static List<Point> points(Value value) {
        List<Point> points = value.list(point ->
                point.section(p -> new Point(p.need("rows").count(1, 1 << 20), p.need("bandwidth").bytesPerSec())));
        if (points.isEmpty()) {
            throw value.error("no measurement, write at least {rows: 1, bandwidth: ...}");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).rows() <= points.get(i - 1).rows()) {
                throw value.error("rows must rise from point to point, sort them");
            }
        }
        return points;
    }

    private static long[] layer(Section fields) {
        return new long[] {fields.need("fixed").durationNs(), fields.need("elements").opsPerSec()};
    }

    private static Beside beside(Value value) {
        return value.section(fields -> {
            int speed = fields.need("speed").sharePpm();
            if (speed == 0) {
                throw fields.need("speed").error("a device that stands still while bytes are moved computes nothing, raise it");
            }
            return new Beside(speed, fields.need("at").bytesPerSec());
        });
    }

    private static Hop hop(Value value) {
        return value.section(fields -> {
            Bus bus = Bus.read(fields.need("bus"));
            var hop = new Hop(
                    fields.need("name").text(),
                    bus,
                    Sourced.read(fields.need("bandwidth"), Value::bytesPerSec),
                    Sourced.read(fields.need("bandwidthDown"), Value::bytesPerSec),
                    Sourced.read(fields.need("latency"), Value::durationNs),
                    Sourced.read(fields.need("depth"), v -> v.integer(1, 1 << 16)),
                    fields.need("memory").choice(List.of("pinned", "pageable"), word -> word).equals("pinned"));
            bus.check(number(fields, "bandwidth"), hop.bytesPerSecUp().value());
            bus.check(number(fields, "bandwidthDown"), hop.bytesPerSecDown().value());
            return hop;
        });
    }

    /// Where the number itself stands, of a number with its source.
    private static Value number(Section fields, String key) {
        return fields.need(key).section().need("value");
    }

    /// Writes the fields of a machine so that [#read] gives it back.
    public static void write(YamlWriter out, Machine machine) {
        out.text("name", machine.name()).text("about", machine.about());
        Machine.Host host = machine.host();
        if (host != null) {
            out.section("host", () -> out.text("processor", host.processor())
                    .word("cores", host.cores())
                    .word("threads", host.threads())
                    .text("measuredAt", host.measuredAt()));
        }
        sourced(out, "cores", machine.cores(), "");
        sourced(out, "hostOverheadPerCommand", machine.commandNs(), " ns");
        out.section("tiers", () -> machine.tiers().forEach(tier -> out.item(() -> tier(out, tier))));
        out.section("hops", () -> machine.hops().forEach(hop -> out.item(() -> hop(out, hop))));
        if (!machine.drafts().isEmpty()) {
            out.section("drafts", () -> machine.drafts().forEach(draft -> out.item(() -> out.text("model", draft.model())
                    .duration("level", draft.levelNs())
                    .duration("node", draft.nodeNs())
                    .duration("row", draft.rowNs())
                    .word("kind", draft.kind().label)
                    .text("source", draft.source()))));
        }
    }

    private static void tier(YamlWriter out, Tier tier) {
        out.text("name", tier.name());
        sourced(out, "capacity", tier.capacityBytes(), " B");
        sourced(out, "taken", tier.takenBytes(), " B");
        Device device = tier.device();
        if (device != null) {
            out.section("device", () -> {
                out.text("name", device.name()).word("kind", device.kind().label);
                switch (device.speed()) {
                    case Speed.Roofline roofline -> {
                        sourced(out, "bandwidth", roofline.bandwidthBytesPerSec(), " B/s");
                        sourced(out, "peak", roofline.peakOpsPerSec(), " op/s");
                        sourced(out, "efficiency", roofline.efficiencyPpm(), " ppm");
                        Sourced unpack = roofline.unpackBits();
                        if (unpack != null) {
                            sourced(out, "unpackBits", unpack, "");
                        }
                    }
                    case Speed.Measured measured -> out.section("measured", () -> measured(out, measured));
                }
            });
        }
    }

    private static void measured(YamlWriter out, Speed.Measured measured) {
        if (!measured.curves().isEmpty()) {
            out.section("types", () -> measured.curves().forEach(curve -> out.item(() -> {
                out.word("type", curve.type().name().toLowerCase(Locale.ROOT));
                points(out, curve.points());
            })));
        }
        if (!measured.others().isEmpty()) {
            points(out, measured.others());
        }
        if (measured.elementsPerSec() > 0) {
            out.section("layer", () -> out.duration("fixed", measured.layerNs())
                    .word("elements", measured.elementsPerSec() + " op/s"));
        }
        if (measured.attentionBytesPerSec() > 0) {
            out.word("attention", measured.attentionBytesPerSec() + " B/s");
        }
        beside(out, "besideReads", measured.besideReads());
        beside(out, "besideCopies", measured.besideCopies());
        out.word("kind", measured.kind().label).text("source", measured.source());
    }

    private static void beside(YamlWriter out, String key, Beside beside) {
        if (!beside.equals(Beside.UNDISTURBED)) {
            out.section(key, () -> out.share("speed", beside.speedPpm()).word("at", beside.bytesPerSec() + " B/s"));
        }
    }

    private static void points(YamlWriter out, List<Point> points) {
        out.section("points", () -> points.forEach(point ->
                out.item(() -> out.word("rows", point.rows()).word("bandwidth", point.bytesPerSec() + " B/s"))));
    }

    private static void hop(YamlWriter out, Hop hop) {
        out.text("name", hop.name()).text("bus", hop.bus().name());
        sourced(out, "bandwidth", hop.bytesPerSecUp(), " B/s");
        sourced(out, "bandwidthDown", hop.bytesPerSecDown(), " B/s");
        sourced(out, "latency", hop.latencyNs(), " ns");
        sourced(out, "depth", hop.depth(), "");
        out.word("memory", hop.pinned() ? "pinned" : "pageable");
    }

    private static void sourced(YamlWriter out, String key, Sourced number, String unit) {
        out.word(key, "{value: " + number.value() + unit + ", kind: " + number.kind().label + ", source: "
                + YamlWriter.quoted(number.source()) + "}");
    }
}
