package nmos.live.cuda.kernel;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.gguf.Layouts;

/// Of each row of logits what choosing a token mostly needs, so that the rest can stay on the device.
public final class Top {
    public static final int BEST = 16;
    /// Of one row.
    public static final long BYTES = (2L * BEST + 2) * Integer.BYTES;

    private static final int SEGMENT = 4096;
    private static final int MOST_SEGMENTS = 256;
    private static final int THREADS = 256;
    private static final int WARP = 32;

    /// The best tokens, best first, equal logits by token, with their logits: fewer where the vocabulary is smaller. The logarithm of the
    /// sum of `exp(logit - greatest)` over all tokens is not a number where a logit is none.
    public record Best(int[] tokens, float[] logits, float greatest, float logSum) {
        /// Row `row` of what [#run] left, copied to the host.
        public static Best read(MemorySegment tops, int row) {
            long at = row * BYTES;
            int count = 0;
            while (count < BEST && tops.get(Layouts.INT, at + (long) Integer.BYTES * count) >= 0) {
                count++;
            }
            int[] tokens = tops.asSlice(at, (long) Integer.BYTES * count).toArray(Layouts.INT);
            long logitsAt = at + (long) BEST * Integer.BYTES;
            float[] logits = tops.asSlice(logitsAt, (long) Float.BYTES * count).toArray(Layouts.FLOAT);
            long rest = at + 2L * BEST * Integer.BYTES;
            return new Best(tokens, logits, tops.get(Layouts.FLOAT, rest), tops.get(Layouts.FLOAT, rest + Float.BYTES));
        }
    }

    private final Launch parts;
    private final Launch join;

    public Top(Kernels kernels) {
        parts = kernels.launch("top_parts");
        join = kernels.launch("top_join");
    }

    /// Scratch of one row.
    public static long partBytes(int vocabulary) {
        return Math.ceilDiv(vocabulary, SEGMENT) * BYTES;
    }

    /// `logits`: rows `stride` apart; `scratch` has [#partBytes] and `tops` [#BYTES] a row.
    public void run(Driver.Stream stream, long logits, long scratch, long tops, int rows, int vocabulary, int stride) {
        int segments = Math.ceilDiv(vocabulary, SEGMENT);
        if (segments > MOST_SEGMENTS) {
            throw new IllegalArgumentException(
                    "a vocabulary of " + vocabulary + ", where the kernel takes " + MOST_SEGMENTS * SEGMENT);
        }
        parts.pointers(logits, scratch).numbers(vocabulary, stride).on(stream, segments, rows, THREADS);
        join.pointers(scratch, tops).numbers(segments).on(stream, rows, 1, WARP);
    }
}
