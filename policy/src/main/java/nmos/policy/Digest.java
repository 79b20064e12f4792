package nmos.policy;

/// Hash of a set of numbered fields, kept up as they change: the same fields with the same values give the same hash,
/// whatever order they changed in. Fields never changed count as 0.
public final class Digest {
    private long value;

    /// All fields 0.
    public Digest() {}

    public void change(long field, long before, long now) {
        value += mix(field, now) - mix(field, before);
    }

    public long value() {
        return value;
    }

    /// Two numbers into one, each bit depending on all bits of both (the finaliser of SplitMix64, twice).
    public static long mix(long a, long b) {
        return b == 0 ? 0 : scramble(scramble(a + 0x9e3779b97f4a7c15L) ^ b);
    }

    private static long scramble(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
