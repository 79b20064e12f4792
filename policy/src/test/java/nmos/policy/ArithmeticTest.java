package nmos.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticTest {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithBigIntegersOrRefuses(long seed) {
        Random random = new Random(seed);
        int wide = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            long a = anyLength(random);
            long b = anyLength(random);
            long c = Math.max(1, anyLength(random));
            BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            BigInteger[] down = product.divideAndRemainder(BigInteger.valueOf(c));
            BigInteger up = down[1].signum() == 0 ? down[0] : down[0].add(BigInteger.ONE);
            wide += product.compareTo(MAX) > 0 ? 1 : 0;
            if (down[0].compareTo(MAX) > 0) {
                refused++;
                assertThatThrownBy(() -> Arithmetic.mulDiv(a, b, c)).isInstanceOf(ArithmeticException.class);
            } else {
                assertThat(Arithmetic.mulDiv(a, b, c)).isEqualTo(down[0].longValueExact());
            }
            if (up.compareTo(MAX) > 0) {
                assertThatThrownBy(() -> Arithmetic.mulDivUp(a, b, c)).isInstanceOf(ArithmeticException.class);
            } else {
                assertThat(Arithmetic.mulDivUp(a, b, c)).isEqualTo(up.longValueExact());
            }
        }
        assertThat(wide).isGreaterThan(1_000);
        assertThat(refused).isBetween(500, 19_500);
    }

    /// Lengths are drawn before bits, so that small, large and mixed operands all come up.
    private static long anyLength(Random random) {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    @Test
    void roundsUpOnlyWhatDoesNotDivide() {
        assertThat(Arithmetic.mulDivUp(6, 4, 8)).isEqualTo(3);
        assertThat(Arithmetic.mulDivUp(6, 4, 7)).isEqualTo(4);
        assertThat(Arithmetic.mulDivUp(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Arithmetic.mulDivUp(0, Long.MAX_VALUE, 3)).isZero();
    }

    @Test
    void refusesAQuotientThatRoundsUpBeyondALong() {
        // (2^62 + 2^61) * 4 / 3 = 2^63, one more than fits; a hair less than that rounds up to it.
        long a = (1L << 62) + (1L << 61);
        assertThatThrownBy(() -> Arithmetic.mulDiv(a, 4, 3)).isInstanceOf(ArithmeticException.class);
        // 2^32 * (2^33 - 1) / (4 + ...) stays below.
        assertThat(Arithmetic.mulDiv(a - 1, 4, 3)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(Arithmetic.mulDivUp(a - 1, 4, 3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesNegativeOperandsAndDivisionByNothing() {
        assertThatThrownBy(() -> Arithmetic.mulDiv(-1, 1, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Arithmetic.mulDiv(1, -1, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Arithmetic.mulDiv(1, 1, 0)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void timesTransfersWhoseBytesTimesABillionLeaveALong() {
        // 37.157 GB at 2.36 GB/s; the product of bytes and nanoseconds is four times what a long holds.
        assertThat(Arithmetic.nsFor(37_157_000_000L, 2_360_000_000L)).isEqualTo(15_744_491_526L);
        assertThat(Arithmetic.nsFor(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(1_000_000_000L);
        assertThatThrownBy(() -> Arithmetic.nsFor(Long.MAX_VALUE, 1)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void movesAtLeastTheBytesInTheTimeTheyTake(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long bytes = random.nextLong() >>> (24 + random.nextInt(40));
            long bytesPerSec = 1 + (random.nextLong() >>> (24 + random.nextInt(20)));
            BigInteger billion = BigInteger.valueOf(1_000_000_000L);
            BigInteger exact = BigInteger.valueOf(bytes).multiply(billion);
            BigInteger ns = exact.add(BigInteger.valueOf(bytesPerSec - 1)).divide(BigInteger.valueOf(bytesPerSec));
            if (ns.compareTo(MAX) <= 0) {
                assertThat(Arithmetic.nsFor(bytes, bytesPerSec)).isEqualTo(ns.longValueExact());
                assertThat(Arithmetic.bytesIn(ns.longValueExact(), bytesPerSec)).isGreaterThanOrEqualTo(bytes);
            }
        }
    }
}
