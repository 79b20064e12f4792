package nmos.live.disk;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Pieces land in memory of ours, on whichever thread, and the drive's thread sleeps until one does.
abstract sealed class LandingTransport implements Transport permits ChannelTransport, ModelledTransport {
    private final Thread drive;
    private final ConcurrentLinkedQueue<Piece> landed = new ConcurrentLinkedQueue<>();

    LandingTransport(Thread drive) {
        this.drive = drive;
    }

    /// Another thread than the drive's has to [#wake] it after.
    final void landed(Piece piece) {
        landed.add(piece);
    }

    @Override
    public final void collect(Consumer<Piece> taker) {
        for (Piece piece = landed.poll(); piece != null; piece = landed.poll()) {
            taker.accept(piece);
        }
    }

    @Override
    public final void listen() {}

    /// An unpark before it makes it return at once: no wake is lost.
    @Override
    public final void await(long untilNs) {
        if (!landed.isEmpty()) {
            return;
        }
        if (untilNs == NEVER) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(Math.max(1, untilNs - System.nanoTime()));
        }
    }

    @Override
    public final void wake() {
        LockSupport.unpark(drive);
    }

    @Override
    public final @Nullable Registration register(MemorySegment memory) {
        return null;
    }
}
