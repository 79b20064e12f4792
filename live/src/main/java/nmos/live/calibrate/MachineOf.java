package nmos.live.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import nmos.live.disk.DriveOptions;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.YamlWriter;
import org.jspecify.annotations.Nullable;

/// A calibration as a machine: every number with its kind, and how it was come by.
final class MachineOf {
    /// Of the memory that is free: the rest is for this program and for whatever else wakes up.
    private static final int USED_PERCENT = 80;
    private static final int VRAM_PERCENT = 25;
    private static final long MILLION = 1_000_000;

    /// What the driver keeps differs from day to day.
    private static final int SPARE_PERCENT = 2;

    private final Calibration measured;
    private final MachineChoice choice;
    private final Sourced.Kind kind;

    private MachineOf(Calibration measured, MachineChoice choice) {
        this.measured = measured;
        this.choice = choice;
        kind = measured.played() ? Sourced.Kind.ASSUMED : Sourced.Kind.MEASURED;
    }

    /// Of a GPU that a program plays nobody is to take a number for a measurement.
    private String source(String how) {
        return measured.played() ? "a program that plays a GPU, no measurement of one: " + how : how;
    }

    private Sourced sourced(long value, String how) {
        return new Sourced(value, kind, source(how));
    }

    /// As it will be read again, so that what cannot be is refused now.
    ///
    /// @throws nmos.scenarios.yaml.InvalidFile where a choice is impossible
    static Machine of(Calibration measured, MachineChoice choice) {
        Machine machine = new MachineOf(measured, choice).machine();
        YamlWriter out = new YamlWriter();
        MachineFile.write(out, machine);
        return MachineFile.read(Document.of(choice.name(), out.toString()).section());
    }

    private Machine machine() {
        Here here = measured.here();
        String when = (measured.played() ? "timed " : "measured ") + measured.measuredAt() + " by nmos " + measured.version() + " with " + measured.threads()
                + (measured.threads() == 1 ? " thread" : " threads");
        GpuSpeeds gpu = measured.gpu();
        String about = (gpu == null ? here.processor() + " playing a small GPU beside itself" : here.processor() + " with " + name(gpu))
                + ", " + when
                + (measured.warnings().isEmpty() ? "" : "; " + measured.warnings().size() + " of its numbers are doubtful");
        HostSpeeds host = measured.host();
        return new Machine(
                choice.name(),
                about,
                new Machine.Host(here.processor(), here.cores(), measured.threads(), measured.measuredAt()),
                sourced(here.cores(), "counted by the system"),
                sourced(host.lone().medianNs(), say(
                        "from the event loop to a computing thread and back, less the job: %s; of 32 at once %.1f us each",
                        spread(host.lone()), host.burst().medianNs() / 1e3)),
                tiers(),
                List.of(drive(), link()),
                drafts());
    }

    /// As it is called wherever it could be taken for a card's.
    private static String name(GpuSpeeds gpu) {
        return gpu.facts().name() + (gpu.facts().played() ? ", a program that plays a GPU" : "");
    }

    private List<Machine.Tier> tiers() {
        GpuSpeeds gpu = measured.gpu();
        return gpu == null ? played() : withGpu(gpu);
    }

    private Machine.Tier storage() {
        Sourced none = new Sourced(0, Sourced.Kind.ASSUMED, "capacity is what is left already");
        return new Machine.Tier(
                "ssd",
                sourced(measured.here().storageBytes(), "size of the file system of " + measured.drive().path()),
                none,
                null);
    }

    private List<Machine.Tier> withGpu(GpuSpeeds gpu) {
        Sourced none = new Sourced(0, Sourced.Kind.ASSUMED, "capacity is what is left already");
        long total = gpu.memory().totalBytes();
        boolean chosen = choice.vramBytes().isPresent();
        Sourced vram = chosen
                ? new Sourced(choice.vramBytes().getAsLong(), Sourced.Kind.ASSUMED, "chosen")
                : sourced(total, "the device's memory, as its driver counts it");
        Sourced taken = chosen
                ? none
                : new Sourced(total - gpu.memory().freeBytes() + total / 100 * SPARE_PERCENT, Sourced.Kind.ASSUMED, source(say(
                        "%.2f GB were not free when this was measured, and %d %% to spare", (total - gpu.memory().freeBytes()) / 1e9,
                        SPARE_PERCENT)));
        return List.of(
                storage(),
                new Machine.Tier("ram", memory(choice.ramBytes(), measured.here().freeBytes() / 100 * USED_PERCENT), none, null),
                new Machine.Tier("vram", vram, taken, new Machine.Device(name(gpu), Machine.Device.Kind.GPU, speed())));
    }

    private List<Machine.Tier> played() {
        Here here = measured.here();
        long usable = here.freeBytes() / 100 * USED_PERCENT;
        long vram = usable / 100 * VRAM_PERCENT;
        Sourced none = new Sourced(0, Sourced.Kind.ASSUMED, "capacity is what is left already");
        var device = new Machine.Device(here.processor() + " in the place of a GPU", Machine.Device.Kind.CPU, speed());
        var beside = new Machine.Device(here.processor(), Machine.Device.Kind.CPU, speed());
        return List.of(
                storage(),
                new Machine.Tier("ram", memory(choice.ramBytes(), usable - vram), none, choice.cpuComputes() ? beside : null),
                new Machine.Tier("vram", memory(choice.vramBytes(), vram), none, device));
    }

    private Sourced memory(OptionalLong chosen, long share) {
        return chosen.isPresent()
                ? new Sourced(chosen.getAsLong(), Sourced.Kind.ASSUMED, "chosen")
                : new Sourced(share, Sourced.Kind.ASSUMED, say(
                        "a share of the %.1f GB of %.1f GB memory that were free", measured.here().freeBytes() / 1e9,
                        measured.here().memoryBytes() / 1e9));
    }

    private Machine.Hop drive() {
        DriveSpeeds drive = measured.drive();
        DriveSpeeds.Fit reads = drive.reads(DriveOptions.DEPTH);
        DriveSpeeds.Fit lone = drive.reads(1);
        DriveSpeeds.Fit writes = drive.writes();
        Sourced up = rate(choice.disk(), reads.bytesPerSec(), reads.floor(), say(
                "reads of %s, %d in flight, %s; latency + bytes / bandwidth, half of the times within %.0f %% of that, all within %.0f %%",
                drive.path(), reads.depth(), drive.how(), reads.typicalOff() * 100, reads.worstOff() * 100));
        Sourced down = rate(choice.disk(), writes.bytesPerSec(), writes.floor(), say(
                "writes, %d in flight, half of the times within %.0f %%", writes.depth(), writes.typicalOff() * 100));
        return new Machine.Hop(
                "drive",
                Buses.carrying(Math.max(up.value(), down.value())),
                up,
                down,
                sourced(lone.latencyNs(), say(
                        "what reads take beside their bytes with %d in flight, half of the times within %.0f %%", lone.depth(),
                        lone.typicalOff() * 100)),
                sourced(DriveOptions.DEPTH, "pieces that the live engine keeps in flight"),
                true);
    }

    /// Copies from pinned memory by the device itself, each way at the same time as the other.
    private Machine.Hop link(GpuSpeeds gpu) {
        Sourced up = rate(choice.link(), gpu.up().besideComputing(), gpu.up().floor(), say(
                "copies from pinned memory beside computing: %.2f GB/s, alone %.2f GB/s", gpu.up().besideComputing() / 1e9,
                gpu.up().bytesPerSec() / 1e9));
        Sourced down = rate(choice.link(), gpu.down().besideComputing(), gpu.down().floor(), say(
                "copies to pinned memory beside computing: %.2f GB/s, alone %.2f GB/s", gpu.down().besideComputing() / 1e9,
                gpu.down().bytesPerSec() / 1e9));
        return new Machine.Hop(
                "link",
                Buses.carrying(Math.max(up.value(), down.value())),
                up,
                down,
                sourced(gpu.up().latencyNs(), "what a copy that is waited for takes beside its bytes"),
                sourced(1, "one transfer each way at a time, as the live engine makes them"),
                true);
    }

    private Machine.Hop link() {
        GpuSpeeds gpu = measured.gpu();
        if (gpu != null) {
            return link(gpu);
        }
        CopySpeeds copies = measured.copies();
        Sourced rate = rate(choice.link(), copies.besideComputing(), copies.floor(), say(
                "copies of one thread in memory beside computing: %.2f GB/s, alone %.2f GB/s, in a bad quarter of the time %.2f GB/s",
                copies.besideComputing() / 1e9, copies.bytesPerSec() / 1e9, copies.floor() / 1e9));
        return new Machine.Hop(
                "link",
                Buses.carrying(rate.value()),
                rate,
                rate,
                sourced(copies.latencyNs(), "what a copy takes beside its bytes"),
                new Sourced(1, Sourced.Kind.ASSUMED, "one transfer at a time, as links are played"),
                true);
    }

    /// What is measured is measured; what paces something slower is chosen, and says from what.
    private Sourced rate(Rate rate, long measured, long floor, String words) {
        long value = rate.of(measured, floor);
        String how = source(words);
        return switch (rate) {
            case Rate.Measured() -> new Sourced(value, kind, how);
            case Rate.Share(int ppm) -> new Sourced(value, Sourced.Kind.ASSUMED, say(
                    "chosen: %.1f %% of the measured floor of %.3f GB/s; %s", ppm / 1e4, floor / 1e9, how));
            case Rate.Fixed(_) -> new Sourced(value, Sourced.Kind.ASSUMED, say(
                    "chosen, where %.3f GB/s were measured; %s", measured / 1e9, how));
        };
    }

    private Speed speed() {
        List<Speed.Measured.Curve> curves = new ArrayList<>();
        double widest = 0;
        for (ProductSpeeds.OfType type : measured.products().types()) {
            curves.add(new Speed.Measured.Curve(type.type(), type.points().stream()
                    .map(p -> new Speed.Measured.Point(p.rows(), p.time().perSec(type.bytes())))
                    .toList()));
            widest = Math.max(widest, type.points().stream().mapToDouble(p -> p.time().spread()).max().orElse(0));
        }
        LayerSpeeds layers = measured.layers();
        AttentionSpeeds attention = measured.attention();
        BesideSpeeds beside = measured.beside();
        return new Speed.Measured(
                curves, List.of(), layers.fixedNs(), layers.elementsPerSec(), attention.bytesPerSec(),
                beside(beside.reads()), beside(beside.copies()), kind, source(say(
                        "medians of %d repeats of products with %s of weights%s, half of the times at most %.0f %% apart;"
                                + " layers: half within %.0f %% of what products, a layer and its elements say; attention: half within %.0f %%;"
                                + " beside copies and beside reads: of products with 1, 8 and 64 rows",
                        repeats(), shapes(), measured.gpu() == null ? " that were just copied" : " from the device's memory", widest * 100, layers.typicalOff() * 100, attention.typicalOff() * 100)));
    }

    private static Speed.Measured.Beside beside(BesideSpeeds.Beside beside) {
        return new Speed.Measured.Beside(Math.toIntExact(Math.min(beside.ppm(), MILLION)), beside.bytesPerSec());
    }

    private int repeats() {
        return measured.products().types().getFirst().points().getFirst().time().repeats();
    }

    private String shapes() {
        return measured.products().types().getFirst().matrices();
    }

    private List<Machine.Drafting> drafts() {
        @Nullable DraftSpeeds draft = measured.draft();
        if (draft == null) {
            return List.of();
        }
        return List.of(new Machine.Drafting(
                draft.model(), draft.levelNs(), draft.nodeNs(), draft.row().medianNs(), kind, source(say(
                        "chains and trees of %d shapes after a text one token longer, half of the times within %.0f %% of levels and nodes;"
                                + " rows of a prompt: %s",
                        draft.points().size(), draft.typicalOff() * 100, spread(draft.row())))));
    }

    private static String spread(Timing timing) {
        return say("median of %d, half of them %.0f %% apart", timing.repeats(), timing.spread() * 100);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
    private static String say(String words, Object... values) {
        return String.format(Locale.ROOT, words, values);
    }
}
