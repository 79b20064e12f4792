package nmos.harness.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A whole drive, as the kernel numbers it: limits are not taken for partitions.
public record BlockDevice(int major, int minor, String name) {
    private static final Path ALL = Path.of("/sys/dev/block");

    /// The one that a file lies on.
    ///
    /// @throws IOException where it lies on none, as in memory or on a network; the message says so
    public static BlockDevice behind(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            throw new IOException("which drive " + file + " is on cannot be told on this system");
        }
        long device = (Long) Files.getAttribute(file, "unix:dev");
        Path entry = ALL.resolve(major(device) + ":" + minor(device));
        if (!Files.exists(entry)) {
            throw new IOException(file + " is not on one drive of this machine, as far as the file system says");
        }
        Path found = entry.toRealPath();
        Path whole = Files.exists(found.resolve("partition")) ? found.resolveSibling("dev") : found.resolve("dev");
        String[] numbers = Files.readString(whole).strip().split(":", 2);
        return new BlockDevice(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), found.getFileName().toString());
    }

    /// As glibc packs them.
    private static long major(long device) {
        return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    }

    private static long minor(long device) {
        return (device & 0xff) | ((device >>> 12) & 0xffffff00L);
    }

    String numbers() {
        return major + ":" + minor;
    }
}
