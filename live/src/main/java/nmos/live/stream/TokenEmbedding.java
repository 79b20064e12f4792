package nmos.live.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.Unpack;
import nmos.live.model.Embedding;

/// Rows of the token embedding, read one by one from the file: a pass looks up few of many. A file that shrank is an error here,
/// not a fault of the process as it would be in a mapping.
public final class TokenEmbedding implements Embedding, AutoCloseable {
    private final Path path;
    private volatile FileChannel file;
    private volatile boolean closed;
    private final Matrix embedding;
    private final long offset;
    /// One for each thread that looks rows up.
    private final ThreadLocal<MemorySegment> rows;

    public TokenEmbedding(Path path, Matrix embedding, long offset) {
        this.path = path;
        this.embedding = embedding;
        this.offset = offset;
        rows = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(embedding.rowBytes(), 64));
        file = open();
    }

    private FileChannel open() {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// An interrupt closes a channel under all who read it.
    private synchronized void reopen(FileChannel shut) {
        if (closed) {
            throw new IllegalStateException(path + ": closed");
        }
        if (file.equals(shut)) {
            file = open();
        }
    }

    @Override
    public void row(int token, float[] out, int to) {
        MemorySegment bytes = rows.get();
        ByteBuffer row = bytes.asByteBuffer();
        boolean interrupted = false;
        while (row.hasRemaining()) {
            FileChannel from = file;
            try {
                read(from, token, row);
            } catch (ClosedChannelException e) {
                interrupted |= Thread.interrupted();
                reopen(from);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Unpack.numbers(embedding.type(), bytes, 0, embedding.cols(), out, to);
    }

    private void read(FileChannel from, int token, ByteBuffer row) throws IOException {
        long at = offset + token * embedding.rowBytes();
        int read;
        try {
            read = from.read(row, at + row.position());
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // Without a cause: who reports a failed pass tells the first, and what the system says does not name the file.
            throw new IOException(path + ": the embedding of token " + token + " at " + at + " cannot be read: " + e.getMessage());
        }
        if (read < 0) {
            throw new IOException(path + ": ends before the embedding of token " + token + " at " + at + "; the file has shrunk");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }
}
