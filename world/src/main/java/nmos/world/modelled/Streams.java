package nmos.world.modelled;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The random streams of one replication of one run.
///
/// A stream is the JDK's SplitMix64 generator, started at a hash of seed, replication, purpose and index. The hash takes
/// eight-byte words one after the other: `h = mix(h + GOLDEN + word)`, from 0, with the words seed, replication, the
/// purpose's length in UTF-8 bytes, those bytes eight to a word (first byte lowest, the last word filled up with zeros), and
/// the index. `mix` is SplitMix64's finaliser, by Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014, in the variant 13 of Stafford.
public record Streams(long seed, long replication) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /// The stream of this purpose, from its beginning each time it is asked for.
    public RandomGenerator stream(String purpose) {
        return stream(purpose, 0);
    }

    /// One of many streams of a purpose, as for each fetch its own.
    public RandomGenerator stream(String purpose, long index) {
        return new SplittableRandom(start(purpose, index));
    }

    private long start(String purpose, long index) {
        byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        long hash = take(take(take(0, seed), replication), name.length);
        for (int at = 0; at < name.length; at += Long.BYTES) {
            long word = 0;
            for (int i = at; i < Math.min(at + Long.BYTES, name.length); i++) {
                word |= (name[i] & 0xFFL) << ((i - at) * Byte.SIZE);
            }
            hash = take(hash, word);
        }
        return take(hash, index);
    }

    private static long take(long hash, long word) {
        long mixed = hash + GOLDEN + word;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
