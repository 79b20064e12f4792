package nmos.live.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Moves nothing: a piece lands when it is submitted, and the line alone says when it is over.
final class ModelledTransport implements Transport {
    private final Thread drive;
    private final ArrayDeque<Piece> landed = new ArrayDeque<>();

    ModelledTransport(Thread drive) {
        this.drive = drive;
    }

    @Override
    public IoMethod method() {
        return IoMethod.MODELLED;
    }

    @Override
    public Handle open(Path path) throws IOException {
        return new Handle.Size(Files.size(path));
    }

    @Override
    public Handle create(Path path, long bytes) {
        return new Handle.Size(Span.whole(bytes, Span.BLOCK));
    }

    @Override
    public void submit(Piece piece) {
        piece.result = piece.missing();
        piece.landedNs = piece.submittedNs;
        landed.add(piece);
    }

    @Override
    public void collect(Consumer<Piece> taker) {
        for (Piece piece = landed.poll(); piece != null; piece = landed.poll()) {
            taker.accept(piece);
        }
    }

    @Override
    public void listen() {}

    @Override
    public void await(long untilNs) {
        if (landed.isEmpty()) {
            park(untilNs);
        }
    }

    /// An unpark before it makes it return at once: no wake is lost.
    static void park(long untilNs) {
        if (untilNs == NEVER) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(Math.max(1, untilNs - System.nanoTime()));
        }
    }

    @Override
    public void wake() {
        LockSupport.unpark(drive);
    }

    @Override
    public @Nullable Registration register(MemorySegment memory) {
        return null;
    }

    @Override
    public void close() {}
}
