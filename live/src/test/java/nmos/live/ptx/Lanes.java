package nmos.live.ptx;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Arithmetic on one lane, made to work on all 32. The compiler of the JVM makes good code of a loop only where the loop meets one
/// function; so each function gets a copy of the loop's class for itself.
final class Lanes {
    private Lanes() {}

    /// On 32 bits, or less with zeros above them; what a function does not want is its first operand again.
    interface Ints {
        int of(int a, int b, int c);
    }

    interface Longs {
        long of(long a, long b, long c);
    }

    /// On places of either kind: 32 bits come with zeros above them, and what is above them goes when they are put back.
    interface Mixed {
        long of(long a, long b, long c, long d);
    }

    interface IntTest {
        boolean of(int a, int b);
    }

    interface LongTest {
        boolean of(long a, long b);
    }

    static Action.Op ints(int to, Ints f, int... from) {
        return made(IntLoop.class, f.getClass(), f, to, from);
    }

    static Action.Op longs(int to, Longs f, int... from) {
        return made(LongLoop.class, f.getClass(), f, to, from);
    }

    static Action.Op test(int to, IntTest f, int... from) {
        return made(IntTestLoop.class, f.getClass(), f, to, from);
    }

    static Action.Op longTest(int to, LongTest f, int... from) {
        return made(LongTestLoop.class, f.getClass(), f, to, from);
    }

    static Action.Op mixed(Slot to, Mixed f, Slot... from) {
        return made(MixedLoop.class, f.getClass(), f, to, from);
    }

    private static final Map<Object, MethodHandle> COPIES = new ConcurrentHashMap<>();

    /// Of the copy for `key`.
    static Action.Op made(Class<? extends Action.Op> loop, Object key, Object a, Object b, Object c) {
        try {
            return (Action.Op) COPIES.computeIfAbsent(key, k -> copy(loop)).invoke(a, b, c);
        } catch (Throwable e) {
            throw new AssertionError("a loop could not be made", e);
        }
    }

    private static MethodHandle copy(Class<?> loop) {
        try (InputStream in = loop.getResourceAsStream(loop.getName().substring(loop.getPackageName().length() + 1) + ".class")) {
            if (in == null) throw new AssertionError(loop + " is not there as a file");
            MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true);
            Class<?>[] types = loop.getDeclaredConstructors()[0].getParameterTypes();
            return copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class, types));
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(loop + " could not be copied", e);
        }
    }


    static final class IntLoop extends Action.Op {
        private final Ints f;
        private final int to;
        private final int a;
        private final int b;
        private final int c;

        IntLoop(Ints f, int to, int[] from) {
            this.f = f;
            this.to = to;
            a = from[0];
            b = from[Math.min(1, from.length - 1)];
            c = from[Math.min(2, from.length - 1)];
        }

        @Override
        void run(Warp warp, int mask) {
            int[] r = warp.r;
            if (mask == -1) {
                for (int k = 0; k < 32; k++) r[to + k] = f.of(r[a + k], r[b + k], r[c + k]);
            } else {
                for (int m = mask; m != 0; m &= m - 1) {
                    int k = Integer.numberOfTrailingZeros(m);
                    r[to + k] = f.of(r[a + k], r[b + k], r[c + k]);
                }
            }
        }
    }

    static final class LongLoop extends Action.Op {
        private final Longs f;
        private final int to;
        private final int a;
        private final int b;
        private final int c;

        LongLoop(Longs f, int to, int[] from) {
            this.f = f;
            this.to = to;
            a = from[0];
            b = from[Math.min(1, from.length - 1)];
            c = from[Math.min(2, from.length - 1)];
        }

        @Override
        void run(Warp warp, int mask) {
            long[] q = warp.q;
            if (mask == -1) {
                for (int k = 0; k < 32; k++) q[to + k] = f.of(q[a + k], q[b + k], q[c + k]);
            } else {
                for (int m = mask; m != 0; m &= m - 1) {
                    int k = Integer.numberOfTrailingZeros(m);
                    q[to + k] = f.of(q[a + k], q[b + k], q[c + k]);
                }
            }
        }
    }

    static final class IntTestLoop extends Action.Op {
        private final IntTest f;
        private final int to;
        private final int a;
        private final int b;

        IntTestLoop(IntTest f, int to, int[] from) {
            this.f = f;
            this.to = to;
            a = from[0];
            b = from[1];
        }

        @Override
        void run(Warp warp, int mask) {
            int[] r = warp.r;
            int truth = 0;
            for (int k = 0; k < 32; k++) truth |= f.of(r[a + k], r[b + k]) ? 1 << k : 0;
            warp.p[to] = (warp.p[to] & ~mask) | (truth & mask);
        }
    }

    static final class LongTestLoop extends Action.Op {
        private final LongTest f;
        private final int to;
        private final int a;
        private final int b;

        LongTestLoop(LongTest f, int to, int[] from) {
            this.f = f;
            this.to = to;
            a = from[0];
            b = from[1];
        }

        @Override
        void run(Warp warp, int mask) {
            long[] q = warp.q;
            int truth = 0;
            for (int k = 0; k < 32; k++) truth |= f.of(q[a + k], q[b + k]) ? 1 << k : 0;
            warp.p[to] = (warp.p[to] & ~mask) | (truth & mask);
        }
    }

    static final class MixedLoop extends Action.Op {
        private final Mixed f;
        private final Slot to;
        private final Slot a;
        private final Slot b;
        private final Slot c;
        private final Slot d;

        MixedLoop(Mixed f, Slot to, Slot[] from) {
            this.f = f;
            this.to = to;
            a = from[0];
            b = from[Math.min(1, from.length - 1)];
            c = from[Math.min(2, from.length - 1)];
            d = from[Math.min(3, from.length - 1)];
        }

        @Override
        void run(Warp warp, int mask) {
            for (int m = mask; m != 0; m &= m - 1) {
                int k = Integer.numberOfTrailingZeros(m);
                warp.put(to, k, f.of(warp.get(a, k), warp.get(b, k), warp.get(c, k), warp.get(d, k)));
            }
        }
    }
}
