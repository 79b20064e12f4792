package nmos.live.cuda.kernel;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.gguf.Layouts;

/// Many small copies on the device in one launch: accepted rows into pages, pages before they are written.
public final class MovePieces {
    /// Of one piece's description.
    public static final long BYTES = 3L * Long.BYTES;

    private static final int THREADS = 128;

    private final Launch launch;

    public MovePieces(Kernels kernels) {
        launch = kernels.launch("move_pieces");
    }

    /// Describes piece `index`, an even number of bytes.
    public static void describe(MemorySegment pieces, int index, long from, long to, long bytes) {
        long at = index * BYTES;
        pieces.set(Layouts.LONG, at, from);
        pieces.set(Layouts.LONG, at + Long.BYTES, to);
        pieces.set(Layouts.LONG, at + 2L * Long.BYTES, bytes);
    }

    /// `pieces`: descriptions, on the device. No piece may lie where another is written.
    public void run(Driver.Stream stream, long pieces, int count) {
        launch.pointers(pieces).on(stream, count, 1, THREADS);
    }
}
