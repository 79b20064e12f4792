package nmos.traces.synth;

import java.nio.charset.StandardCharsets;

/// SplitMix64 (Steele, Lea, Flood 2014), written out so that no JDK can change it. Streams are told apart by name: what one
/// draws never shifts what another gives.
final class Chance {
    static final int MILLION = 1_000_000;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    private long state;

    Chance(long seed, String stream) {
        long hash = FNV_OFFSET;
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        state = mixed(seed + GOLDEN) ^ hash;
    }

    long next() {
        state += GOLDEN;
        return mixed(state);
    }

    /// From 0 to a million, exclusive.
    int ppm() {
        return below(MILLION);
    }

    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /// True so many times in a million.
    boolean happens(long ppm) {
        return ppm() < ppm;
    }

    private static long mixed(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
