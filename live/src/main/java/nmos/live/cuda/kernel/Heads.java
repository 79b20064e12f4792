package nmos.live.cuda.kernel;

import nmos.live.cuda.driver.Driver;

/// Queries or keys between their product and attention: bias, norm of each head, turn, in place.
public final class Heads {
    private static final int THREADS = 32;

    /// Cosines and sines are `(rows, pairs)`. `neighbours`: numbers `2i` and `2i + 1` are turned together, else `i` and `i + pairs`.
    public record Turn(long cosines, long sines, int pairs, boolean neighbours) {}

    private final Launch launch;

    public Heads(Kernels kernels) {
        launch = kernels.launch("heads");
    }

    /// `x (rows, heads * headWidth)`; `bias (heads * headWidth)` and `norm (headWidth)` may be 0.
    public void run(
            Driver.Stream stream, long x, long bias, long norm, Turn turn, int rows, int heads, int headWidth, float epsilon) {
        launch.pointers(x, bias, norm, turn.cosines, turn.sines)
                .numbers(heads, headWidth, turn.pairs, turn.neighbours ? 1 : 0)
                .number(epsilon)
                .on(stream, heads, rows, THREADS);
    }
}
