package nmos.live.ptx;

import java.math.BigDecimal;

/// A way to round, and results rounded so: the exact result is found first, then the float on the right side of it.
enum Rounding {
    NEAREST,
    ZERO,
    DOWN,
    UP;

    /// `a * b + c`.
    static int fused(float a, float b, float c, Rounding rounding) {
        float near = Math.fma(a, b, c);
        if (!Float.isFinite(a) || !Float.isFinite(b) || !Float.isFinite(c)) return Floats.bits(near);
        BigDecimal exact = exact(a).multiply(exact(b)).add(exact(c));
        if (exact.signum() == 0) {
            boolean negative = rounding == DOWN
                    ? !(sign(a) * sign(b) > 0 && sign(c) > 0)
                    : sign(a) * sign(b) < 0 && sign(c) < 0;
            return negative ? 1 << 31 : 0;
        }
        return rounding.of(exact, near);
    }

    static int product(float a, float b, Rounding rounding) {
        float near = a * b;
        if (!Float.isFinite(a) || !Float.isFinite(b) || a == 0 || b == 0) return Floats.bits(near);
        return rounding.of(exact(a).multiply(exact(b)), near);
    }

    static int quotient(float a, float b, Rounding rounding) {
        float near = a / b;
        if (!Float.isFinite(a) || !Float.isFinite(b) || a == 0 || b == 0) return Floats.bits(near);
        int side = Float.isInfinite(near)
                ? -Integer.signum((int) Math.signum(near))
                : exact(a).compareTo(exact(near).multiply(exact(b))) * (b < 0 ? -1 : 1);
        return Floats.bits(rounding.moved(near, side));
    }

    static int root(float a, Rounding rounding) {
        float near = (float) Math.sqrt(a);
        if (!Float.isFinite(near) || near == 0) return Floats.bits(near);
        return Floats.bits(rounding.moved(near, exact(a).compareTo(exact(near).multiply(exact(near)))));
    }

    int of(BigDecimal exact, float near) {
        int side = Float.isInfinite(near) ? (near > 0 ? -1 : 1) : exact.compareTo(exact(near));
        return Floats.bits(moved(near, side));
    }

    /// `side`: on which side of `near` the exact result is.
    private float moved(float near, int side) {
        if (side == 0) return near;
        boolean below = switch (this) {
            case NEAREST -> side < 0;
            case ZERO -> near > 0 || (near == 0 && side > 0);
            case DOWN -> true;
            case UP -> false;
        };
        if (this == NEAREST) return near;
        if (below) return side < 0 ? Math.nextDown(near) : near;
        return side > 0 ? Math.nextUp(near) : near;
    }

    private static int sign(float value) {
        return Math.copySign(1f, value) < 0 ? -1 : 1;
    }

    private static BigDecimal exact(float value) {
        return new BigDecimal(value);
    }
}
