package nmos.harness.gates;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What else the machine has to do: processes that want to run, and time that a hypervisor gave to others. What a system does not tell
/// is not known, and does not count as load.
record MachineLoad(double averageOfAMinute, int cores, long stolenTicks, long allTicks) {
    /// Processes for each core beyond which times are those of a machine that shares.
    private static final double BUSY = 0.5;
    private static final double STOLEN = 0.02;
    private static final Path STAT = Path.of("/proc/stat");
    private static final int STEAL = 8;

    static MachineLoad now() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long stolen = 0;
        long all = 0;
        try {
            if (Files.isReadable(STAT)) {
                String[] ticks = Files.readAllLines(STAT).getFirst().strip().split("\\s+", -1);
                for (int field = 1; field <= STEAL && field < ticks.length; field++) {
                    all += Long.parseLong(ticks[field]);
                }
                stolen = ticks.length > STEAL ? Long.parseLong(ticks[STEAL]) : 0;
            }
        } catch (IOException | NumberFormatException untold) {
            // then nobody knows
        }
        return new MachineLoad(system.getSystemLoadAverage(), system.getAvailableProcessors(), stolen, all);
    }

    /// Why nothing should be measured now.
    Optional<String> tooBusy() {
        return averageOfAMinute > BUSY * cores
                ? Optional.of(String.format(Locale.ROOT,
                        "the machine is busy: a load average of %.2f on %d cores, %.2f would do", averageOfAMinute, cores, BUSY * cores))
                : Optional.empty();
    }

    /// Why nothing that was measured since `before` counts.
    Optional<String> stolenSince(MachineLoad before) {
        double share = allTicks > before.allTicks ? (double) (stolenTicks - before.stolenTicks) / (allTicks - before.allTicks) : 0;
        return share > STOLEN
                ? Optional.of(String.format(Locale.ROOT, "%.1f %% of the processors' time went to other machines of the host", 100 * share))
                : Optional.empty();
    }
}
