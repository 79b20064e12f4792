package nmos.live.cuda;

import java.util.ArrayList;
import java.util.List;
import nmos.live.device.Storage;

/// Pieces of device memory that live as long as what uses them.
final class Scratch implements AutoCloseable {
    static final long ALIGNMENT = 256;

    private final DeviceMemory memory;
    private final List<Storage.Held> held = new ArrayList<>();

    Scratch(DeviceMemory memory) {
        this.memory = memory;
    }

    /// A piece that becomes larger where that is needed, while nothing uses it.
    final class Growing {
        private Storage.Held piece;

        private Growing(long bytes) {
            piece = take(Math.max(1, bytes));
        }

        long fit(long bytes) {
            if (piece.data().byteSize() < bytes) {
                held.remove(piece);
                piece.leave().run();
                piece = take(2 * bytes);
            }
            return piece.data().address();
        }

        long address() {
            return piece.data().address();
        }
    }

    private Storage.Held take(long bytes) {
        Storage.Held piece = memory.allocate(bytes, ALIGNMENT);
        held.add(piece);
        return piece;
    }

    Storage.Held piece(long bytes) {
        return take(Math.max(1, bytes));
    }

    long bytes(long bytes) {
        return piece(bytes).data().address();
    }

    long floats(long count) {
        return bytes(count * Float.BYTES);
    }

    Growing growing(long bytes) {
        return new Growing(bytes);
    }

    @Override
    public void close() {
        held.forEach(piece -> piece.leave().run());
        held.clear();
    }
}
