package nmos.harness.published;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.scenarios.machine.Bus;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Machine.Device;
import nmos.scenarios.machine.Machine.Hop;
import nmos.scenarios.machine.Machine.Tier;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Sourced.Kind;
import nmos.scenarios.machine.Speed;
import org.jspecify.annotations.Nullable;

/// Machines put together from parts, by the one set of rules for what no row says.
final class Computers {
    private static final String THE_ROW = "stated with the measurement";
    private static final long AMPLE = 4L << 40;
    /// As rows write it, in `PCIe4x16`.
    private static final Pattern LINK = Pattern.compile("(?i)PCIe ?([1-6])(?:\\.0)? ?x(\\d{1,2})");
    static final double GIB = 1L << 30;
    /// Never read once weights are where they belong.
    private static final Sourced ANY_STORAGE = new Sourced(1_000_000_000, Kind.ASSUMED, "not stated; read before what is measured begins");
    private static final String STORAGE_BUS = "pcie 5.0 x4";

    private final Parts.Rules rules;
    private final Measurement row;

    Computers(Parts.Rules rules, Measurement row) {
        this.rules = rules;
        this.row = row;
    }

    /// One with a GPU. `pinned`: whether weights are copied from page-locked memory. `needBytes`: RAM for what has to lie there.
    Machine withGpu(Parts.Gpu gpu, Parts.@Nullable Cpu cpu, boolean pinned, long needBytes) {
        Tier vram = new Tier("vram", gpu.memoryBytes(), rules.gpuTaken(), new Device(gpu.name(), Device.Kind.GPU, gpu.speed()));
        Sourced rate = linkRate(gpu, pinned);
        Hop link = new Hop("link", bus(gpu), rate, rate, rules.linkLatencyNs(), one("a copy engine takes one transfer at a time"), pinned);
        return machine(List.of(storage(), ram(cpu, needBytes), vram), List.of(storageHop(), link));
    }

    /// One whose CPU computes. `bytes`: memory for the run, the system's not counted.
    Machine withoutGpu(Parts.Cpu cpu, long bytes) {
        return machine(List.of(storage(), ram(cpu, bytes)), List.of(storageHop()));
    }

    /// What copies reach of the bus a row names, if it is slower than the GPU's own, or else of that. A rate that a row states and that is
    /// below is what copies reached; one above is the bus's own.
    private Sourced linkRate(Parts.Gpu gpu, boolean pinned) {
        Sourced share = pinned ? rules.pinnedShare() : rules.pageableShare();
        Bus bus = bus(gpu);
        long reached = Parts.share(bus.bytesPerSec(), share);
        OptionalDouble stated = row.number("link_gbps");
        if (stated.isPresent() && Math.round(stated.getAsDouble() * 1e9) < reached) {
            return new Sourced(Math.round(stated.getAsDouble() * 1e9), Kind.REPORTED, THE_ROW);
        }
        return new Sourced(reached, share.kind(), share.value() / 10_000 + " % of " + bus.name() + "; " + share.source());
    }

    private Bus bus(Parts.Gpu gpu) {
        Matcher link = LINK.matcher(row.text("link"));
        return link.matches()
                ? Bus.named("pcie " + link.group(1) + ".0 x" + link.group(2)).filter(bus -> bus.bytesPerSec() < gpu.bus().bytesPerSec()).orElse(gpu.bus())
                : gpu.bus();
    }

    private Machine machine(List<Tier> tiers, List<Hop> hops) {
        Sourced cores = new Sourced(8, Kind.ASSUMED, "not stated, and nothing computed depends on it");
        return new Machine("line-" + row.line(), "as line " + row.line() + " of the table says", null, cores, rules.commandNs(), tiers, hops, List.of());
    }

    private static Tier storage() {
        return new Tier("ssd", new Sourced(AMPLE, Kind.ASSUMED, "only has to hold the model"), one("nothing else is on it"), null);
    }

    private Tier ram(Parts.@Nullable Cpu cpu, long needBytes) {
        OptionalDouble stated = row.number("ram_gb");
        Speed speed = cpu == null ? null : cpu.speed();
        Device device = speed == null || cpu == null ? null : new Device(cpu.name(), Device.Kind.CPU, speed);
        Sourced capacity = stated.isPresent()
                ? new Sourced(Math.round(stated.getAsDouble() * GIB), Kind.REPORTED, THE_ROW + "; memory comes in powers of two")
                : new Sourced(needBytes + rules.ramTaken().value(), Kind.ASSUMED, "not stated: as much as the row says lies in it");
        return new Tier("ram", capacity, rules.ramTaken(), device);
    }

    private Hop storageHop() {
        OptionalDouble stated = row.number("ssd_gbps");
        Sourced rate = stated.isPresent() ? new Sourced(Math.round(stated.getAsDouble() * 1e9), Kind.REPORTED, THE_ROW) : ANY_STORAGE;
        return new Hop("storage", Bus.named(STORAGE_BUS).orElseThrow(), rate, rate, rules.storageLatencyNs(),
                new Sourced(32, Kind.ASSUMED, "large reads reach their rate well below it"), true);
    }

    private static Sourced one(String why) {
        return new Sourced(1, Kind.ASSUMED, why);
    }
}
