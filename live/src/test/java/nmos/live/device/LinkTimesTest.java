package nmos.live.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The arithmetic alone: no clock is looked at.
class LinkTimesTest {
    private static final long MS = 1_000_000;
    private static final long BEGAN = 7_000 * MS;
    private static final long PACE = 2 * MS;
    private static final long QUICK = MS / 2;

    private static LinkTimes after(LinkTimes times, int chunks, long copyNs) {
        LinkTimes now = times;
        for (int chunk = 0; chunk < chunks; chunk++) {
            now = now.after(BEGAN, PACE, copyNs);
        }
        return now;
    }

    @Test
    void quickCopiesGoByThePace() {
        assertThat(after(LinkTimes.idle(BEGAN), 10, QUICK).overNs()).isEqualTo(BEGAN + 10 * PACE);
    }

    @Test
    void copiesThatAreAlwaysSlowerTakeWhatTheyTake() {
        assertThat(after(LinkTimes.idle(BEGAN), 100, 3 * MS).overNs()).isEqualTo(BEGAN + 100 * 3 * MS);
    }

    @Test
    void aLateCopyMakesItsOwnChunkLateAndTheLastOfManyIsOverWhenItShouldBe() {
        LinkTimes late = LinkTimes.idle(BEGAN).after(BEGAN, PACE, 12 * MS);
        assertThat(late.overNs()).isEqualTo(BEGAN + 12 * MS);
        LinkTimes next = late.after(BEGAN, PACE, QUICK);
        assertThat(next.overNs()).isEqualTo(late.overNs() + QUICK);
        assertThat(after(next, 8, QUICK).overNs()).isEqualTo(BEGAN + 10 * PACE);
    }

    @Test
    void whatIsFarTooLateIsLostButForAsMuchAsIsMadeUp() {
        long copyNs = 100 * MS;
        LinkTimes late = LinkTimes.idle(BEGAN).after(BEGAN, PACE, copyNs);
        assertThat(late.overNs()).isEqualTo(BEGAN + copyNs);
        long lostNs = copyNs - PACE - LinkTimes.MADE_UP_NS;
        assertThat(after(late, 50, QUICK).overNs()).isEqualTo(BEGAN + 51 * PACE + lostNs);
    }

    @Test
    void whatIsHandedInLaterIsNeverEarly() {
        LinkTimes late = LinkTimes.idle(BEGAN).after(BEGAN, PACE, 12 * MS);
        long handedInNs = late.overNs() + 5 * MS;
        assertThat(late.after(handedInNs, PACE, QUICK)).isEqualTo(new LinkTimes(handedInNs + PACE, handedInNs + PACE));

        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 1_000; trial++) {
            LinkTimes times = LinkTimes.idle(BEGAN);
            // As a link would be whose copies take no time of their own.
            long linkNs = BEGAN;
            long handed = BEGAN;
            for (int chunk = 0; chunk < 20; chunk++) {
                handed += random.nextLong(3 * MS);
                long pace = random.nextLong(1, 4 * MS);
                LinkTimes next = times.after(handed, pace, random.nextLong(8) == 0 ? random.nextLong(60 * MS) : random.nextLong(MS));
                linkNs = Math.max(linkNs, handed) + pace;
                assertThat(next.overNs()).isGreaterThanOrEqualTo(linkNs).isGreaterThanOrEqualTo(times.overNs());
                assertThat(next.overNs() - next.freeNs()).isBetween(0L, LinkTimes.MADE_UP_NS);
                times = next;
            }
        }
    }
}
