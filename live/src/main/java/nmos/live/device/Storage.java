package nmos.live.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What memory of a tier is made of. Where that is not this process's, segments of it are addresses to hand on, and reading one fails.
public interface Storage {
    /// `leave` frees it.
    record Held(MemorySegment data, Runnable leave) {}

    Held allocate(long bytes, long alignment);

    /// Between two pieces of this storage. Whoever reads them next through it sees what was copied.
    void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes);

    /// This process's own.
    Storage HOST = new Storage() {
        @Override
        public Held allocate(long bytes, long alignment) {
            Arena arena = Arena.ofShared();
            boolean made = false;
            try {
                Held held = new Held(arena.allocate(bytes, alignment), arena::close);
                made = true;
                return held;
            } finally {
                if (!made) {
                    arena.close();
                }
            }
        }

        @Override
        public void copy(MemorySegment from, long fromAt, MemorySegment to, long toAt, long bytes) {
            MemorySegment.copy(from, fromAt, to, toAt, bytes);
        }
    };
}
