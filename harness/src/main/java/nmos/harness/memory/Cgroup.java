package nmos.harness.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A group of processes within bounds; those that join stay in it, and so do those they start. Closing it ends what is left in
/// it and takes it away.
public final class Cgroup implements AutoCloseable {
    private static final String PROCESSES = "cgroup.procs";
    private static final int TRIES = 200;
    private static final long PAUSE_MS = 10;

    private final List<Path> folders;
    private final List<HandedDown> handedDown;
    private final @Nullable Path memory;

    Cgroup(List<Path> folders, List<HandedDown> handedDown, @Nullable Path memory) {
        this.folders = folders;
        this.handedDown = handedDown;
        this.memory = memory;
    }

    /// The command that joins the group and then becomes `command`, which so begins in it.
    public List<String> within(List<String> command) {
        List<String> all = new ArrayList<>(List.of(
                "/bin/sh", "-c", "while [ \"$1\" != -- ]; do echo $$ > \"$1\" || exit 125; shift; done; shift; exec \"$@\"", "sh"));
        folders.forEach(folder -> all.add(folder.resolve(PROCESSES).toString()));
        all.add("--");
        all.addAll(command);
        return all;
    }

    /// The most memory that its processes had at a time, page cache included; unknown to kernels before 5.19 under v2.
    public OptionalLong peakBytes() {
        Path group = memory;
        if (group == null) {
            return OptionalLong.empty();
        }
        for (String file : List.of("memory.peak", "memory.max_usage_in_bytes")) {
            try {
                return OptionalLong.of(Long.parseLong(Files.readString(group.resolve(file)).strip()));
            } catch (IOException | NumberFormatException absent) {
                // the other version's file
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        boolean interrupted = false;
        for (Path folder : folders.reversed()) {
            for (int i = 0; i < TRIES && !gone(folder); i++) {
                endProcesses(folder);
                try {
                    Thread.sleep(PAUSE_MS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        handedDown.forEach(HandedDown::takeBack);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean gone(Path folder) {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException processes) {
            return false;
        }
    }

    private static void endProcesses(Path folder) {
        try {
            for (String pid : Files.readAllLines(folder.resolve(PROCESSES))) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException | NumberFormatException none) {
            // gone meanwhile
        }
    }
}
