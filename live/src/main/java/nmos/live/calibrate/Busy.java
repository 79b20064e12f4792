package nmos.live.calibrate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Who else had the processors: what Linux counts of all of them, less what this process used.
final class Busy {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /// Linux counts in hundredths of a second, whatever the kernel's own clock.
    private static final long TICK_NS = 10_000_000;

    private static final int IDLE = 3;
    private static final int WAIT = 4;
    private static final int STEAL = 7;
    private static final int FIELDS = 8;

    /// Of the time of all processors. Zero where the system does not tell.
    public record Shares(double others, double stolen) {
        static final Shares UNKNOWN = new Shares(0, 0);
    }

    private final long[] began = read();
    private final long ownNs = ownNs();

    Shares sinceThen() {
        long[] now = read();
        if (now.length < FIELDS || began.length < FIELDS) {
            return Shares.UNKNOWN;
        }
        long all = 0;
        for (int i = 0; i < FIELDS; i++) {
            all += now[i] - began[i];
        }
        if (all <= 0) {
            return Shares.UNKNOWN;
        }
        long stolen = now[STEAL] - began[STEAL];
        long busy = all - (now[IDLE] - began[IDLE]) - (now[WAIT] - began[WAIT]) - stolen;
        double own = (double) (ownNs() - ownNs) / TICK_NS;
        return new Shares(Math.clamp((busy - own) / all, 0, 1), (double) stolen / all);
    }

    private static long ownNs() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean known
                ? Math.max(0, known.getProcessCpuTime())
                : 0;
    }

    /// Empty where there is no such file.
    private static long[] read() {
        try {
            String line = Files.readString(STAT).lines().findFirst().orElse("");
            String[] words = SPACE.split(line.strip());
            return words.length <= FIELDS || !words[0].equals("cpu")
                    ? new long[0]
                    : Arrays.stream(words, 1, 1 + FIELDS).mapToLong(Long::parseLong).toArray();
        } catch (IOException | NumberFormatException _) {
            return new long[0];
        }
    }
}
