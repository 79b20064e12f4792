package nmos.policy.experts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LfuTest {
    private static final int EXPERTS = 16;

    private final ExpertCache cache = new Lfu(new int[EXPERTS], EXPERTS);

    /// Fewer uses than after which counts are halved.
    @Test
    void worthIsHowOftenAnExpertWasComputedAndThenWhenItCameOrWasComputedLast() {
        Random random = new Random(5);
        int[] count = new int[EXPERTS];
        int[] last = new int[EXPERTS];
        for (int now = 1; now <= 900; now++) {
            int expert = random.nextInt(EXPERTS);
            if (random.nextBoolean()) {
                cache.came(expert);
            } else {
                cache.used(expert);
                count[expert]++;
            }
            last[expert] = now;
        }
        for (int a = 0; a < EXPERTS; a++) {
            for (int b = 0; b < EXPERTS; b++) {
                int byCount = Integer.compare(count[a], count[b]);
                assertThat(Integer.signum(Long.compare(cache.worth(a), cache.worth(b))))
                        .isEqualTo(byCount != 0 ? byCount : Integer.compare(last[a], last[b]));
            }
        }
    }

    @Test
    void aJourneyAndAWrongGuessCountForNothing() {
        cache.used(1);
        for (int hop = 0; hop < 3; hop++) {
            cache.came(2);
        }
        assertThat(cache.worth(2)).isLessThan(cache.worth(1));
        cache.used(2);
        assertThat(cache.worth(2)).isGreaterThan(cache.worth(1));
    }
}
