package nmos.scout;

import static org.assertj.core.api.Assertions.assertThat;

import nmos.policy.Ranking;
import org.junit.jupiter.api.Test;

class OddsTest {
    @Test
    void withoutEvidenceAllAreAlikeAndInTheirOwnOrder() {
        assertThat(new Odds().ranking())
                .isEqualTo(new Ranking(new int[] {0, 1, 2, 3}, new int[] {250_000, 250_000, 250_000, 250_000}));
    }

    @Test
    void twoHalfDoublingsMakeAClassTwiceAsLikely() {
        Odds odds = new Odds();
        odds.add(Intent.DOCS, 2);
        assertThat(odds.ranking())
                .isEqualTo(new Ranking(new int[] {2, 0, 1, 3}, new int[] {400_000, 200_000, 200_000, 200_000}));
    }

    @Test
    void oneHalfDoublingTwiceIsOneDoubling() {
        Odds odds = new Odds();
        odds.add(Intent.MATH, 2);
        odds.add(Intent.CHAT, 1);
        int[] ppm = odds.ranking().ppm();
        assertThat(odds.ranking().intents()).containsExactly(3, 1, 0, 2);
        assertThat((double) ppm[0] / ppm[1]).isBetween(1.4142, 1.4143);
        assertThat((double) ppm[1] / ppm[2]).isBetween(1.4142, 1.4143);
    }

    @Test
    void noEvidenceMakesAClassMoreThanSixtyFourTimesAsLikely() {
        Odds odds = new Odds();
        odds.add(Intent.CODE, 1_000);
        int[] ppm = odds.ranking().ppm();
        assertThat(ppm[0]).isEqualTo(1_000_000 - 3 * ppm[1]);
        assertThat((double) ppm[0] / ppm[1]).isBetween(63.9, 64.1);
    }
}
