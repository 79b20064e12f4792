package nmos.policy;

/// Integer arithmetic that does not overflow where bytes meet nanoseconds: bytes times 10^9 leaves a long past 9.2 GB.
public final class Arithmetic {
    private static final long NS_PER_SEC = 1_000_000_000L;

    private Arithmetic() {}

    /// Nanoseconds to move `bytes`, rounded up.
    public static long nsFor(long bytes, long bytesPerSec) {
        long seconds = bytes / bytesPerSec;
        long rest = bytes % bytesPerSec;
        return Math.addExact(
                Math.multiplyExact(seconds, NS_PER_SEC), mulDivUp(rest, NS_PER_SEC, bytesPerSec));
    }

    /// Bytes moved in `ns`, rounded down.
    public static long bytesIn(long ns, long bytesPerSec) {
        return mulDiv(ns, bytesPerSec, NS_PER_SEC);
    }

    /// `a * b / c` with a 128-bit product, rounded down; for operands that are not negative.
    public static long mulDiv(long a, long b, long c) {
        return divide(a, b, c, false);
    }

    /// `a * b / c` with a 128-bit product, rounded up; for operands that are not negative.
    public static long mulDivUp(long a, long b, long c) {
        return divide(a, b, c, true);
    }

    private static long divide(long a, long b, long c, boolean up) {
        if (a < 0 || b < 0 || c <= 0) {
            throw new ArithmeticException(a + " * " + b + " / " + c);
        }
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == 0 && low >= 0) {
            long q = low / c;
            return up && q * c != low ? q + 1 : q;
        }
        return divideWide(high, low, c, up);
    }

    /// Long division of a 128-bit number, a bit at a time: rare, so short rather than fast.
    private static long divideWide(long high, long low, long c, boolean up) {
        if (high >= c) {
            throw new ArithmeticException("quotient exceeds a long");
        }
        long rest = high;
        long q = 0;
        for (int bit = 63; bit >= 0; bit--) {
            boolean carry = rest < 0;
            rest = (rest << 1) | ((low >>> bit) & 1);
            q <<= 1;
            if (carry || Long.compareUnsigned(rest, c) >= 0) {
                rest -= c;
                q |= 1;
            }
        }
        if (up && rest != 0) {
            q++;
        }
        if (q < 0) {
            throw new ArithmeticException("quotient exceeds a long");
        }
        return q;
    }
}
