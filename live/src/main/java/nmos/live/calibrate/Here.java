package nmos.live.calibrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The machine that is measured, as its system describes it.
///
/// @param freeBytes of memory that programs can have, without others being pushed out
/// @param lastCacheBytes of the largest cache of the processor
/// @param storageBytes of the file system where models lie
public record Here(
        String processor, int cores, long memoryBytes, long freeBytes, long lastCacheBytes, long storageBytes, String system) {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final Pattern KIB = Pattern.compile("(\\d+)\\s*[kK]");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([KMG])");
    /// Where the system does not tell.
    private static final long USUAL_CACHE = 32L << 20;

    public static Here look(Path where) throws IOException {
        var runtime = Runtime.getRuntime();
        long memory = meminfo("MemTotal");
        long free = meminfo("MemAvailable");
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
        return new Here(
                processorName(), runtime.availableProcessors(), memory == 0 ? runtime.maxMemory() : memory,
                free == 0 ? runtime.maxMemory() : free, lastCache(), Files.getFileStore(where).getTotalSpace(), system);
    }

    /// The name of the processor, or of its kind where the system does not tell.
    public static String processorName() {
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException _) {
            return System.getProperty("os.arch");
        }
    }

    /// 0 where it is not told.
    private static long meminfo(String key) {
        try (Stream<String> lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .map(KIB::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    private static long lastCache() {
        long largest = 0;
        for (int index = 0; index < 8; index++) {
            try {
                Matcher size = SIZE.matcher(Files.readString(CACHES.resolve("index" + index).resolve("size")).strip());
                if (size.matches()) {
                    int shift = 10 * (1 + "KMG".indexOf(size.group(2)));
                    largest = Math.max(largest, Long.parseLong(size.group(1)) << shift);
                }
            } catch (IOException _) {
                // no such cache, or nobody tells
            }
        }
        // a share of a large host's cache may be claimed whole by a virtual machine: more than that is not walked through
        return largest == 0 ? USUAL_CACHE : Math.min(largest, 4 * USUAL_CACHE);
    }
}
