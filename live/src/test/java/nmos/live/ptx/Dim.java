package nmos.live.ptx;

/// A grid in blocks, or a block in threads.
public record Dim(int x, int y, int z) {
    public Dim {
        if (x < 1 || y < 1 || z < 1) throw new IllegalArgumentException("a grid or a block of " + x + " x " + y + " x " + z);
    }

    public static Dim of(int x) {
        return new Dim(x, 1, 1);
    }

    public static Dim of(int x, int y) {
        return new Dim(x, y, 1);
    }

    long count() {
        return (long) x * y * z;
    }

    /// The place that comes `index`-th, x running fastest.
    int[] place(long index) {
        return new int[] {(int) (index % x), (int) (index / x % y), (int) (index / x / y)};
    }
}
