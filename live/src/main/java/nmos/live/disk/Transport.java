package nmos.live.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What moves pieces. Apart from [#wake], [#open], [#create] and [#register], only the drive's thread calls it.
sealed interface Transport permits RingTransport, LandingTransport {
    /// Stands in for no deadline.
    long NEVER = Long.MAX_VALUE;

    IoMethod method();

    Handle open(Path path) throws IOException;

    /// Makes a file that is not there yet, of `bytes` rounded up to whole blocks; leaves none behind where it fails.
    Handle create(Path path, long bytes) throws IOException;

    /// Begins what is missing of a piece.
    void submit(Piece piece);

    /// Hands over what has landed: `result`, `error` and `landedNs` tell how.
    void collect(Consumer<Piece> landed);

    /// From here on a [#wake] is news.
    void listen();

    /// Returns when something has landed, at a [#wake] since [#listen], or at `untilNs`.
    void await(long untilNs);

    void wake();

    /// Keeps memory known to the kernel, if it can; null where that changes nothing.
    @Nullable Registration register(MemorySegment memory);

    /// After the last piece has landed.
    void close();
}
