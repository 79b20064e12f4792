package nmos.world.acceptance;

/// Random numbers that are looked up, not consumed: the same key gives the same number in whatever order keys are asked.
///
/// The mixing is SplitMix64's finaliser (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
record Draws(long seed) {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /// Another family of numbers, independent of this one.
    Draws named(int name) {
        return new Draws(mix(seed, name));
    }

    /// 64 random bits for a key of four parts.
    long bits(int session, int turn, int position, long branch) {
        return mix(mix(mix(mix(seed, session), turn), position), branch);
    }

    /// Uniform in [0, 1).
    double uniform(int session, int turn, int position, long branch) {
        return (bits(session, turn, position, branch) >>> 11) * 0x1.0p-53;
    }

    static long mix(long a, long b) {
        long z = (a ^ scramble(b + GOLDEN)) + GOLDEN;
        return scramble(z);
    }

    private static long scramble(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
