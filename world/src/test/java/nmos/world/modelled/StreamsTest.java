package nmos.world.modelled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static List<Long> first(RandomGenerator stream, int count) {
        return LongStream.generate(stream::nextLong).limit(count).boxed().toList();
    }

    @Test
    void aPurposeDrawsTheSameWhateverElseIsDrawn() {
        Streams streams = new Streams(42, 3);
        List<Long> alone = first(streams.stream("keystrokes"), 100);
        first(streams.stream("acceptance"), 1_000);
        assertThat(first(streams.stream("keystrokes"), 100)).isEqualTo(alone);
        assertThat(first(new Streams(42, 3).stream("keystrokes"), 100)).isEqualTo(alone);
    }

    @Test
    void seedReplicationPurposeAndIndexEachMakeAnotherStream() {
        Set<Long> seen = new HashSet<>();
        int streams = 0;
        for (long seed = -5; seed < 5; seed++) {
            for (long replication = 0; replication < 10; replication++) {
                for (String purpose : new String[] {"", "\0", "a", "b", "eight by", "eight byt", "ключ"}) {
                    for (long index = 0; index < 10; index++) {
                        seen.addAll(first(new Streams(seed, replication).stream(purpose, index), 3));
                        streams++;
                    }
                }
            }
        }
        assertThat(seen).hasSize(3 * streams);
    }

    @Test
    void streamsOfNeighboursAreNotAlike() {
        // Bits of first draws over neighbouring seeds, replications and indices: each set about half the time.
        int[] set = new int[Long.SIZE];
        int draws = 0;
        for (long i = 0; i < 1_000; i++) {
            long[] values = {
                new Streams(i, 0).stream("p").nextLong(),
                new Streams(0, i + 1).stream("p").nextLong(),
                new Streams(0, 0).stream("p", i + 1).nextLong(),
                new Streams(0, 0).stream("p" + i).nextLong(),
            };
            for (long value : values) {
                draws++;
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    set[bit] += (int) (value >>> bit & 1);
                }
            }
        }
        for (int count : set) {
            // Five standard deviations of 4,000 fair coins.
            assertThat(count).isBetween(draws / 2 - 158, draws / 2 + 158);
        }
    }

    /// Written down once: if these change, so does every seeded run, and the JDK or the derivation did it.
    @Test
    void theFirstDrawsAreThese() {
        Streams streams = new Streams(1, 0);
        assertThat(first(streams.stream("keystrokes"), 3)).containsExactly(-5303135433658011595L, -419589958693640788L, -3933186524919446734L);
        assertThat(streams.stream("keystrokes", 1).nextLong()).isEqualTo(138815037264848766L);
        assertThat(new Streams(1, 1).stream("keystrokes").nextLong()).isEqualTo(8224882274782176274L);
        RandomGenerator stream = streams.stream("kinds");
        assertThat(stream.nextInt(1_000_000)).isEqualTo(970_233);
        assertThat(stream.nextLong(1_000_000_000_000L)).isEqualTo(867_674_250_598L);
        assertThat(stream.nextDouble()).isEqualTo(0.3324935154365424);
    }
}
