package nmos.live.kv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Carries the pieces of moves, those of tier 0 through a real file. What was copied is spoilt where it came from: nobody may
/// go on reading it there.
final class Carrier implements AutoCloseable {
    private static final byte SPOILT = -1;

    private final FileChannel file;

    Carrier(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void carry(KvMove move) {
        try {
            for (KvPiece piece : move.pieces()) {
                switch (piece) {
                    case KvPiece.Copy copy -> {
                        MemorySegment.copy(copy.from(), 0, copy.to(), 0, copy.from().byteSize());
                        copy.from().fill(SPOILT);
                    }
                    case KvPiece.Write write -> {
                        write(write.from().asByteBuffer(), write.fileOffset());
                        write.from().fill(SPOILT);
                    }
                    case KvPiece.Read read -> read(read.to().asByteBuffer(), read.fileOffset());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All layers of a page, one tier after the other, as far as they are in the first of them.
    void move(PagedKv kv, int page, int layers, int from, int to) {
        int step = Integer.signum(to - from);
        for (int tier = from; tier != to; tier += step) {
            KvMove move = kv.move(page, 0, layers - 1, tier, tier + step);
            carry(move);
            kv.landed(move);
        }
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long offset = at;
        while (bytes.hasRemaining()) {
            offset += file.write(bytes, offset);
        }
    }

    private void read(ByteBuffer bytes, long at) throws IOException {
        long offset = at;
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, offset);
            if (count < 0) {
                throw new IOException("the spill file ends at " + offset);
            }
            offset += count;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
