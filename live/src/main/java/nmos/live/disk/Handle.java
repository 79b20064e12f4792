package nmos.live.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// An open file, as its transport knows it.
sealed interface Handle {
    /// Its size now.
    long bytes() throws IOException;

    void close() throws IOException;

    /// Why it is read through the page cache; null when it is not.
    @Nullable String whyNotDirect();

    int alignment();

    record Descriptor(Posix posix, int fd, int alignment, @Nullable String whyNotDirect) implements Handle {
        @Override
        public long bytes() throws IOException {
            long bytes = posix.bytes(fd);
            if (bytes < 0) {
                throw new IOException(Errno.name(-bytes));
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            long result = posix.close(fd);
            if (result < 0) {
                throw new IOException(Errno.name(-result));
            }
        }
    }

    record Channel(FileChannel channel, int alignment, @Nullable String whyNotDirect) implements Handle {
        @Override
        public long bytes() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// Of a modelled drive, which opens nothing.
    record Size(long bytes) implements Handle {
        @Override
        public void close() {}

        @Override
        public @Nullable String whyNotDirect() {
            return null;
        }

        @Override
        public int alignment() {
            return Span.BLOCK;
        }
    }
}
