package nmos.harness.sweep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right to work in a folder, which one program has at a time: to replace the sweep in it, to play its points, to measure them. The file that
/// says so is never replaced nor deleted, because whoever waits for it must wait for the same one.
public final class SweepLock implements AutoCloseable {
    public static final String NAME = "sweep.lock";

    private final Path folder;
    private final FileChannel file;

    private SweepLock(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /// Takes a folder that is there.
    ///
    /// @throws SweepException where another has it
    public static SweepLock on(Path folder) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean ours = false;
        try {
            FileLock lock = file.tryLock();
            ours = lock != null;
        } catch (OverlappingFileLockException here) {
            // said below
        } finally {
            if (!ours) {
                file.close();
            }
        }
        if (!ours) {
            throw new SweepException("another sweep is at work in " + folder + "; wait for it or name another folder");
        }
        return new SweepLock(folder, file);
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
