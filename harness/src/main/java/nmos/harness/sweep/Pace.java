package nmos.harness.sweep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// How long points take, and so how long the rest will. Points are played in a shuffled order, so that those that are over say something of the
/// others, whatever axis makes them slow; the latest do, because a program is slow until it is compiled.
public final class Pace {
    private static final int LEAST = 8;
    private static final int MOST = 400;
    /// Standard deviations that 95 % of a bell curve lie within.
    private static final double Z = 1.96;

    private final Deque<Long> latestNs = new ArrayDeque<>();

    /// From so long to so long, at 95 %.
    public record Left(long leastNs, long mostNs) {}

    synchronized void took(long ns) {
        if (latestNs.size() == MOST) {
            latestNs.removeFirst();
        }
        latestNs.addLast(ns);
    }

    /// For that many points on that many threads: what is not known of their mean, and what they differ by, both widen it. Nothing after
    /// too few.
    synchronized Optional<Left> left(int points, int threads) {
        int n = latestNs.size();
        if (n < LEAST) {
            return Optional.empty();
        }
        double mean = latestNs.stream().mapToDouble(Long::doubleValue).average().orElse(0);
        double variance = latestNs.stream().mapToDouble(ns -> (ns - mean) * (ns - mean)).sum() / (n - 1);
        double deviation = Math.sqrt(points * variance + (double) points * points * variance / n);
        int at = Math.min(threads, Math.max(1, points));
        return Optional.of(new Left(
                (long) Math.max(0, (points * mean - Z * deviation) / at), (long) ((points * mean + Z * deviation) / at)));
    }
}
