package nmos.harness.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.live.calibrate.ProcessorFloor;
import nmos.reports.validation.Validation;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Speed;

/// What drive, memory and processor did alone before and after the runs, beside what they were held to and what they were simulated as.
///
/// @param measured the machine that was played
/// @param simulated the one that the simulator was told of
/// @param file that one as its file has it, without settings
record FloorsOf(Floors before, Floors after, boolean drivePaced, Machine measured, Machine simulated, Optional<Machine> file) {
    private static final double NEARLY_ALL = 0.95;
    private static final double MUCH = 0.25;
    private static final double SOME = 0.1;

    List<Validation.Floor> floors() {
        return List.of(
                floor(Validation.DRIVE, before.driveBytesPerSec(), after.driveBytesPerSec(), drivePaced ? drive(measured) : 0,
                        file.map(FloorsOf::drive).orElse(0.0)),
                floor("copy in memory", before.copyBytesPerSec(), after.copyBytesPerSec(), slowestLink(), 0),
                floor(name(before.processor()), before.processor().bytesPerSec(), after.processor().bytesPerSec(), 0,
                        file.map(machine -> processor(machine, before.processor())).orElse(0.0)));
    }

    private static Validation.Floor floor(String what, double before, double after, double paced, double said) {
        return new Validation.Floor(what, before, after, paced == 0 ? null : paced, said == 0 ? null : said);
    }

    /// What is paced has to be able to go that fast, and what is not should be as fast as it is simulated.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(ofDrive());
        double copy = Math.min(before.copyBytesPerSec(), after.copyBytesPerSec());
        if (slowestLink() > NEARLY_ALL * copy) {
            warnings.add("bandwidth: a link is paced to " + gb(slowestLink()) + " GB/s and a copy in memory did no more than " + gb(copy));
        }
        ofProcessor(before.processor(), after.processor(), processor(simulated, before.processor())).ifPresent(warnings::add);
        before.processor().warnings().forEach(line -> warnings.add("processor alone, before: " + line));
        after.processor().warnings().forEach(line -> warnings.add("processor alone, after: " + line));
        return warnings;
    }

    private List<String> ofDrive() {
        double least = Math.min(before.driveBytesPerSec(), after.driveBytesPerSec());
        if (least == 0) {
            return List.of();
        }
        if (drivePaced) {
            return drive(measured) <= NEARLY_ALL * least ? List.of() : List.of("bandwidth: the drive is paced to " + gb(drive(measured))
                    + " GB/s and alone did no more than " + gb(least) + ": it could not keep that up");
        }
        return Math.abs(drive(simulated) / least - 1) <= MUCH ? List.of() : List.of("bandwidth: the drive is simulated at "
                + gb(drive(simulated)) + " GB/s, and alone it did " + gb(before.driveBytesPerSec()) + " before and "
                + gb(after.driveBytesPerSec()) + " after");
    }

    /// `simulated`: bytes a second; 0: nobody knows.
    static Optional<String> ofProcessor(ProcessorFloor before, ProcessorFloor after, double simulated) {
        double slow = Math.min(before.bytesPerSec(), after.bytesPerSec());
        double fast = Math.max(before.bytesPerSec(), after.bytesPerSec());
        boolean off = simulated > 0 && (slow < simulated * (1 - SOME) || fast > simulated * (1 + SOME));
        boolean changed = fast > slow * (1 + SOME);
        if (!off && !changed) {
            return Optional.empty();
        }
        return Optional.of("work: " + name(before) + " went at " + gb(before.bytesPerSec()) + " GB/s before and at "
                + gb(after.bytesPerSec()) + " after" + (off ? ", and are simulated at " + gb(simulated) : "") + ": "
                + (changed
                        ? "the processor's speed changed in between; others may use it"
                        : "others use the processor, or did when it was measured"));
    }

    private static String name(ProcessorFloor floor) {
        return "products with " + ProcessorFloor.ROWS + " rows of " + floor.type() + " weights";
    }

    private static double drive(Machine machine) {
        return machine.hops().getFirst().bytesPerSecUp().value();
    }

    /// What a machine has of the processor that plays its highest tier; 0: nothing.
    private static double processor(Machine machine, ProcessorFloor floor) {
        Machine.Device device = machine.tiers().getLast().device();
        return device != null && device.kind() == Machine.Device.Kind.CPU && device.speed() instanceof Speed.Measured speed
                ? speed.bytesPerSec(floor.type(), ProcessorFloor.ROWS).orElse(0)
                : 0;
    }

    private double slowestLink() {
        return measured.hops().stream()
                .skip(1)
                .mapToDouble(hop -> hop.bytesPerSecUp().value())
                .min()
                .orElse(0);
    }

    private static String gb(double bytesPerSec) {
        return String.format(Locale.ROOT, "%.3g", bytesPerSec / 1e9);
    }
}
