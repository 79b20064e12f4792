package nmos.live.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A file opened at a drive, and what it was like then. Closing it drops the requests for it that are not under way and waits
/// for the others.
public final class Store implements AutoCloseable {
    /// What tells a file from another at the same path, and from itself after a change.
    record Identity(@Nullable Object key, FileTime modified) {}

    private final Drive drive;
    private final Path path;
    private final long bytes;
    private final IoMethod method;
    final Handle handle;
    /// Null for a file of our own, which changes because we write to it.
    private final @Nullable Identity identity;

    private final boolean ours;
    final CountDownLatch released = new CountDownLatch(1);
    volatile boolean closed;
    /// Of the drive's thread: requests for it that have not ended.
    int users;

    Store(Drive drive, Path path, long bytes, IoMethod method, Handle handle, @Nullable Identity identity, boolean ours) {
        this.drive = drive;
        this.path = path;
        this.bytes = bytes;
        this.method = method;
        this.handle = handle;
        this.identity = identity;
        this.ours = ours;
    }

    public Path path() {
        return path;
    }

    /// The size at opening.
    public long bytes() {
        return bytes;
    }

    /// What memory and the blocks read into it are multiples of; the payload of an extent lies at `offset % alignment`.
    public int alignment() {
        return handle.alignment();
    }

    /// How this file is reached: [IoMethod#BUFFERED] where its file system refuses the drive's method.
    public IoMethod method() {
        return method;
    }

    boolean writable() {
        return ours;
    }

    Drive drive() {
        return drive;
    }

    static Identity identify(BasicFileAttributes attributes) {
        return new Identity(attributes.fileKey(), attributes.lastModifiedTime());
    }

    /// What happened to the file since it was opened, if anything did.
    public @Nullable String changed() {
        if (handle instanceof Handle.Size) {
            return null;
        }
        if (released.getCount() == 0) {
            return "file was closed";
        }
        try {
            long now = handle.bytes();
            if (now < bytes) {
                return "file shrank from " + bytes + " to " + now + " bytes";
            }
            if (now > bytes) {
                return "file changed while open: it grew from " + bytes + " to " + now + " bytes";
            }
            if (identity == null) {
                return null;
            }
            Identity at = identify(Files.readAttributes(path, BasicFileAttributes.class));
            if (!Objects.equals(at.key(), identity.key())) {
                return "file changed while open: another file is in its place";
            }
            return at.modified().equals(identity.modified())
                    ? null
                    : "file changed while open: written to at " + at.modified() + ", was of " + identity.modified();
        } catch (NoSuchFileException e) {
            return "file changed while open: it was deleted";
        } catch (IOException e) {
            return "file cannot be looked at: " + e;
        }
    }

    /// Lets go of the file when nothing reads or writes it any more.
    void release() {
        if (released.getCount() == 0) {
            return;
        }
        drive.forget(this);
        try {
            handle.close();
        } catch (IOException _) {
            // nothing is lost: a file of others was only read, and one of ours is deleted
        }
        if (ours && !(handle instanceof Handle.Size)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                drive.note(path + ": cannot be deleted: " + e.getMessage());
            }
        }
        released.countDown();
    }

    @Override
    public void close() {
        drive.close(this);
    }
}
