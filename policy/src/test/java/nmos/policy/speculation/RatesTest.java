package nmos.policy.speculation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void ratesCompareAsExactFractionsDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            long tokens = random.nextLong(1L << random.nextInt(1, 63));
            long ns = random.nextLong(1L << random.nextInt(1, 63));
            long otherTokens = round % 5 == 0 ? tokens : random.nextLong(1L << random.nextInt(1, 63));
            long otherNs = round % 5 == 0 ? ns + random.nextInt(2) : random.nextLong(1L << random.nextInt(1, 63));
            boolean expected =
                    BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(otherNs))
                                    .compareTo(BigInteger.valueOf(otherTokens).multiply(BigInteger.valueOf(ns)))
                            > 0;
            assertThat(Rates.higher(tokens, ns, otherTokens, otherNs))
                    .as("%d/%d > %d/%d", tokens, ns, otherTokens, otherNs)
                    .isEqualTo(expected);
        }
    }
}
