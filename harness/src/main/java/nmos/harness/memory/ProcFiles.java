package nmos.harness.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// What Linux tells of a process; empty where there is no such system or process.
public final class ProcFiles {
    private static final int KIB = 1024;
    /// Fields of `stat` after the name in brackets: the first is the third of the manual's.
    private static final int START = 19;

    private ProcFiles() {}

    /// Bytes that its threads had read from drives so far: what the page cache had is not in it.
    public static OptionalLong readBytes(long pid) {
        return named(pid, "io", "read_bytes:");
    }

    /// The most memory it had at a time, files it maps included.
    public static OptionalLong peakBytes(long pid) {
        OptionalLong kib = named(pid, "status", "VmHWM:");
        return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB) : kib;
    }

    /// When it began, by the system's clock: what tells it from another process with its id.
    static OptionalLong startTicks(long pid) {
        try {
            String stat = Files.readString(file(pid, "stat"));
            return OptionalLong.of(Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START]));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException unknown) {
            return OptionalLong.empty();
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private static OptionalLong named(long pid, String file, String name) {
        try {
            for (String line : Files.readAllLines(file(pid, file))) {
                if (line.startsWith(name)) {
                    return OptionalLong.of(Long.parseLong(line.substring(name.length()).strip().split(" ", 2)[0]));
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            // no such system, process or right
        }
        return OptionalLong.empty();
    }
}
