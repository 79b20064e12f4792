package nmos.cli;

import java.util.Formatter;
import java.util.Locale;
import nmos.live.calibrate.AttentionSpeeds;
import nmos.live.calibrate.BesideSpeeds;
import nmos.live.calibrate.Calibration;
import nmos.live.calibrate.CopySpeeds;
import nmos.live.calibrate.DraftSpeeds;
import nmos.live.calibrate.DriveSpeeds;
import nmos.live.calibrate.GpuSpeeds;
import nmos.live.calibrate.LayerSpeeds;
import nmos.live.calibrate.ProductSpeeds;
import nmos.live.calibrate.Timing;
import nmos.scenarios.machine.Machine;

/// What was measured, as tables for people.
final class CalibrationText {
    private final Formatter out = new Formatter(Locale.ROOT);

    private CalibrationText() {}

    static String of(Calibration c, Machine machine) {
        var text = new CalibrationText();
        text.out.format("%s, %d cores, %s free of %s memory; %s; %d threads; %.1f s\n", c.here().processor(), c.here().cores(),
                ModelText.bytes(c.here().freeBytes()), ModelText.bytes(c.here().memoryBytes()), c.measuredAt(), c.threads(),
                c.tookNs() / 1e9);
        text.out.format("others had %.0f %% of the processors, the host of a virtual machine %.0f %%\n", c.othersShare() * 100,
                c.stolenShare() * 100);
        text.drive(c.drive());
        GpuSpeeds gpu = c.gpu();
        if (gpu == null) {
            text.copies(c.copies());
        } else {
            text.gpu(gpu);
        }
        text.products(c.products());
        text.rest(c);
        text.machine(machine);
        return text.out.toString();
    }

    private void drive(DriveSpeeds drive) {
        out.format("\ndrive, %s%s\n", drive.path(), drive.scratch() ? " (scratch)" : "");
        out.format("  %-6s %9s %12s %14s %10s %10s\n", "", "in flight", "latency", "bandwidth", "half off", "at most");
        for (DriveSpeeds.Fit fit : drive.fits()) {
            out.format("  %-6s %9d %9.1f us %12s/s %8.1f %% %8.1f %%\n", fit.write() ? "write" : "read", fit.depth(),
                    fit.latencyNs() / 1e3, ModelText.bytes(fit.bytesPerSec()), fit.typicalOff() * 100, fit.worstOff() * 100);
        }
        out.format("  %s\n  through the page cache, when it holds what is read: %s/s\n", drive.how(), ModelText.bytes(drive.again()));
    }

    private void copies(CopySpeeds copies) {
        out.format("\ncopies in memory, one thread: %s/s; beside computing %s/s, in a bad quarter of the time %s/s\n",
                ModelText.bytes(copies.bytesPerSec()), ModelText.bytes(copies.besideComputing()), ModelText.bytes(copies.floor()));
    }

    private void gpu(GpuSpeeds gpu) {
        out.format("\n%s%s, %s, driver for CUDA %s, %s free of %s\n", gpu.facts().name(),
                gpu.facts().played() ? ", A PROGRAM THAT PLAYS A GPU: these are no measurements of one" : "", gpu.facts().architecture(),
                gpu.facts().version(), ModelText.bytes(gpu.memory().freeBytes()), ModelText.bytes(gpu.memory().totalBytes()));
        out.format("copies of %d KiB, GB/s %10s %10s\n", gpu.copies().getLast().bytes() >> 10, "pinned", "pageable");
        for (GpuSpeeds.Way way : GpuSpeeds.Way.values()) {
            out.format("  %-20s %10.2f %10.2f\n", words(way), largest(gpu, way, true) / 1e9, largest(gpu, way, false) / 1e9);
        }
        out.format("  from pinned memory beside computing: %s/s up, %s/s down; %.1f us a copy beside its bytes\n",
                ModelText.bytes(gpu.up().besideComputing()), ModelText.bytes(gpu.down().besideComputing()), gpu.up().latencyNs() / 1e3);
        out.format("  within its memory: %s/s\n", ModelText.bytes(gpu.withinBytesPerSec()));
        out.format("a launch: %.1f us until it is over, %.2f us of many; an event: %.1f us, %.2f us\n", gpu.launch().medianNs() / 1e3,
                gpu.launched().medianNs() / 1e3, gpu.event().medianNs() / 1e3, gpu.recorded().medianNs() / 1e3);
        out.format("kernels, us\n");
        for (GpuSpeeds.Kernel kernel : gpu.kernels()) {
            out.format("  %-16s %4d rows %10.1f\n", kernel.name(), kernel.rows(), kernel.time().medianNs() / 1e3);
        }
    }

    private static String words(GpuSpeeds.Way way) {
        return switch (way) {
            case UP -> "to the GPU";
            case DOWN -> "from the GPU";
            case BOTH -> "both at once, each";
        };
    }

    private static long largest(GpuSpeeds gpu, GpuSpeeds.Way way, boolean pinned) {
        GpuSpeeds.Copies last = gpu.copies().stream()
                .filter(c -> c.way() == way && c.pinned() == pinned)
                .reduce((_, later) -> later)
                .orElseThrow();
        return last.each().perSec(last.bytes());
    }

    private void products(ProductSpeeds products) {
        out.format("\nproducts, GB/s of weights, and how far apart half of the times are\n  %-6s", "rows");
        products.types().getFirst().points().forEach(point -> out.format(" %12d", point.rows()));
        out.format("\n");
        for (ProductSpeeds.OfType type : products.types()) {
            out.format("  %-6s", type.type());
            for (ProductSpeeds.Point point : type.points()) {
                out.format(" %7.3f %3.0f%%", point.time().perSec(type.bytes()) / 1e9, point.time().spread() * 100);
            }
            out.format("\n");
        }
    }

    private void rest(Calibration c) {
        LayerSpeeds layers = c.layers();
        out.format("\na layer beside its products: %.1f us and %.2f G elements/s; half of the layers within %.1f %%, all within %.1f %%\n",
                layers.fixedNs() / 1e3, layers.elementsPerSec() / 1e9, layers.typicalOff() * 100, layers.worstOff() * 100);
        AttentionSpeeds attention = c.attention();
        out.format("attention: %s/s of KV for each row (one row %s/s, several %s/s); half within %.1f %%, all within %.1f %%\n",
                ModelText.bytes(attention.bytesPerSec()), ModelText.bytes(attention.loneRow()),
                ModelText.bytes(attention.severalRows()), attention.typicalOff() * 100, attention.worstOff() * 100);
        beside(out, "copies", c.beside().copies());
        beside(out, "reads", c.beside().reads());
        Timing lone = c.host().lone();
        out.format("a command: %.1f us (half of them %.1f to %.1f); of 32 at once %.1f us each\n", lone.medianNs() / 1e3,
                lone.lowNs() / 1e3, lone.highNs() / 1e3, c.host().burst().medianNs() / 1e3);
        DraftSpeeds draft = c.draft();
        if (draft != null) {
            out.format("draft %s: %.2f ms a level, %.3f ms a node, %.3f ms a row that is read; half within %.1f %%\n", draft.model(),
                    draft.levelNs() / 1e6, draft.nodeNs() / 1e6, draft.row().medianNs() / 1e6, draft.typicalOff() * 100);
        }
    }

    private void machine(Machine machine) {
        out.format("\nmachine %s\n", machine.name());
        for (Machine.Tier tier : machine.tiers()) {
            out.format("  %-12s %12s%s, %s\n", tier.name(), ModelText.bytes(tier.budgetBytes()), tier.device() == null ? "" : ", computes",
                    tier.capacityBytes().source());
        }
        for (Machine.Hop hop : machine.hops()) {
            out.format("  %-12s %12s/s up, %s/s down, %.1f us, %s\n", hop.name(), ModelText.bytes(hop.bytesPerSecUp().value()),
                    ModelText.bytes(hop.bytesPerSecDown().value()), hop.latencyNs().value() / 1e3,
                    hop.bytesPerSecUp().kind().label);
        }
    }

    private static void beside(Formatter out, String what, BesideSpeeds.Beside beside) {
        out.format("computing beside %s at %s/s: %.1f %% of its speed (", what, ModelText.bytes(beside.bytesPerSec()), beside.ppm() / 1e4);
        String comma = "";
        for (BesideSpeeds.Point point : beside.points()) {
            out.format("%s%d rows %.1f %%", comma, point.rows(), 100.0 * point.alone().medianNs() / point.beside().medianNs());
            comma = ", ";
        }
        out.format(")\n");
    }
}
