package nmos.harness.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this machine is, for a reader elsewhere.
final class Hosts {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Hosts() {}

    static Comparison.Host here(int threads, double loadBefore, String measuredAt) {
        return new Comparison.Host(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                threads,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                loadBefore,
                measuredAt);
    }

    private static String processor() {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException elsewhere) {
            return System.getProperty("os.arch");
        }
    }
}
