package nmos.live.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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
    private final FileChannel file;
    private final Matrix embedding;
    private final long offset;
    /// One for each thread that looks rows up.
    private final ThreadLocal<MemorySegment> rows;

    public TokenEmbedding(Path path, Matrix embedding, long offset) {
        this.path = path;
        this.embedding = embedding;
        this.offset = offset;
        rows = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(embedding.rowBytes(), 64));
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void row(int token, float[] out, int to) {
        MemorySegment bytes = rows.get();
        ByteBuffer row = bytes.asByteBuffer();
        long from = offset + token * embedding.rowBytes();
        try {
            while (row.hasRemaining()) {
                if (file.read(row, from + row.position()) < 0) {
                    throw new UncheckedIOException(new IOException(
                            path + ": ends before the embedding of token " + token + " at " + from + "; the file has shrunk"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
        Unpack.numbers(embedding.type(), bytes, 0, embedding.cols(), out, to);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }
}
