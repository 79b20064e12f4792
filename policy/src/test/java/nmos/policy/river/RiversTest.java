package nmos.policy.river;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import org.junit.jupiter.api.Test;

class RiversTest {
    private static final long MIB = 1L << 20;
    private static final long MS = 1_000_000;

    private static final Facts FACTS = new Facts(
            List.of(new Facts.Shard(Facts.Kind.LAYER, 0, MIB, 0, List.of(curve(), curve(), curve()))),
            List.of(
                    new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                    new Facts.Tier("RAM", 100 * MIB, 0, false),
                    new Facts.Tier("VRAM", 100 * MIB, 0, true)),
            List.of(new Facts.Hop(0, 1_000 * MIB, 1), new Facts.Hop(0, 1_000 * MIB, 1)),
            new Facts.Draft(false, 0, 0, 0),
            new Facts.Kv(100, 1, 0, 0));

    private static RowCurve curve() {
        return new RowCurve(new int[] {1}, new long[] {MS});
    }

    private static River river(Rivers kind, int marginPpm) {
        return kind.create(new RiverKnobs(kind, 1, marginPpm), FACTS);
    }

    @Test
    void onDemandStartsWhatThePassStandsBeforeAndNothingElse() {
        River river = river(Rivers.ON_DEMAND, 0);
        assertThat(river.startAtNs(7, 0, 0, MIB, true)).isEqualTo(7);
        assertThat(river.startAtNs(7, 0, 1, MIB, true)).isEqualTo(River.NEVER);
        assertThat(river.startAtNs(7, 0, 0, MIB, false)).isEqualTo(River.NEVER);
    }

    @Test
    void doubleBufferNeverWaits() {
        River river = river(Rivers.DOUBLE_BUFFER, 0);
        assertThat(river.startAtNs(7, 0, 50, MIB, true)).isEqualTo(7);
        assertThat(river.startAtNs(7, 1, 50, MIB, false)).isEqualTo(7);
    }

    @Test
    void justInTimeStartsAsLateAsTheFetchAllowsOnceItKnowsThePace() {
        River river = river(Rivers.JUST_IN_TIME, 0);
        for (int i = 0; i < 200; i++) {
            river.reached(0, 0, 10 * MS);
        }
        // Two shards of 10 ms each lie before it; 1 MiB takes 1 ms on each of two hops.
        assertThat(river.startAtNs(0, 0, 2, MIB, true)).isBetween(17 * MS, 18 * MS);
        assertThat(river.startAtNs(0, 1, 2, MIB, true)).isBetween(18 * MS, 19 * MS);
    }

    @Test
    void aMarginStartsItEarlier() {
        River exact = river(Rivers.JUST_IN_TIME, 0);
        River careful = river(Rivers.JUST_IN_TIME, 500_000);
        for (int i = 0; i < 200; i++) {
            exact.reached(0, 0, 10 * MS);
            careful.reached(0, 0, 10 * MS);
        }
        assertThat(careful.startAtNs(0, 0, 2, MIB, true)).isLessThan(exact.startAtNs(0, 0, 2, MIB, true));
    }

    @Test
    void justInTimeLearnsThatFetchesAreSlowerThanTheFactsSay() {
        River river = river(Rivers.JUST_IN_TIME, 0);
        for (int i = 0; i < 200; i++) {
            river.reached(0, 0, 10 * MS);
            river.landed(0, MIB, 8 * MS);
        }
        assertThat(river.startAtNs(0, 0, 2, MIB, true)).isBetween(10 * MS, 12 * MS);
    }

    @Test
    void waitingWidensTheLookaheadAndIdleShardsNarrowItAgain() {
        River river = river(Rivers.JUST_IN_TIME, 0);
        assertThat(river.startAtNs(0, 0, 5, MIB, false)).isEqualTo(River.NEVER);
        for (int i = 0; i < 4; i++) {
            river.reached(MS, 0, MS);
        }
        assertThat(river.startAtNs(0, 0, 5, MIB, false)).isZero();
        for (int i = 0; i < 200; i++) {
            river.reached(0, 100 * MS, MS);
        }
        assertThat(river.startAtNs(0, 0, 5, MIB, false)).isEqualTo(River.NEVER);
    }

    @Test
    void whatIsNeededNextIsNeverPutOff() {
        River river = river(Rivers.JUST_IN_TIME, 0);
        for (int i = 0; i < 200; i++) {
            river.reached(0, 100 * MS, 10 * MS);
        }
        assertThat(river.startAtNs(3, 0, 0, MIB, true)).isEqualTo(3);
        assertThat(river.startAtNs(3, 0, 1, MIB, true)).isEqualTo(3);
    }

    @Test
    void theDigestFollowsWhatWasLearnt() {
        River river = river(Rivers.JUST_IN_TIME, 0);
        long before = river.digest();
        river.landed(0, MIB, 8 * MS);
        assertThat(river.digest()).isNotEqualTo(before);
    }
}
