package nmos.harness.validate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import nmos.live.calibrate.Here;
import nmos.scenarios.machine.Machine;

/// The computer this runs on, and whether a machine file is of it.
record Computer(String processor, int cores, String system) {
    private static final Duration STALE = Duration.ofDays(30);

    static Computer here() {
        return new Computer(
                Here.processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java " + Runtime.version().feature());
    }

    /// What is wrong with a machine file for this computer and day, a line each.
    List<String> warnings(Machine machine, int threads, Instant now) {
        List<String> warnings = new ArrayList<>();
        Machine.Host host = machine.host();
        if (host == null) {
            warnings.add("machine " + machine.name() + " was not measured on any computer: its speeds are assumptions; nmos calibrate"
                    + " measures this one");
            return warnings;
        }
        if (!host.processor().equals(processor) || host.cores() != cores) {
            warnings.add("foreign machine file: " + machine.name() + " was measured on " + host.processor() + " with " + host.cores()
                    + " cores, this is " + processor + " with " + cores);
        }
        if (host.threads() != threads) {
            warnings.add("machine " + machine.name() + " was measured with " + host.threads() + " threads, and " + threads
                    + " compute here: its speeds are not theirs");
        }
        try {
            Instant measured = LocalDate.parse(host.measuredAt().substring(0, Math.min(10, host.measuredAt().length())))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            if (Duration.between(measured, now).compareTo(STALE) > 0) {
                warnings.add("stale machine file: " + machine.name() + " was measured on " + host.measuredAt()
                        + "; nmos calibrate measures again");
            }
        } catch (DateTimeParseException unreadable) {
            warnings.add("machine " + machine.name() + ": when it was measured cannot be read from '" + host.measuredAt() + "'");
        }
        return warnings;
    }
}
