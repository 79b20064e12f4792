package nmos.harness.sweep;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// How long plays take, and so how long the rest will. Points are played in a shuffled order, so that those that were played say something of the
/// others, whatever axis makes them slow; the latest do, because a program is slow until it is compiled. The replications of a point are alike and
/// say little of other points, so points are counted where there are enough of them, and plays where there are not.
public final class Pace {
    private static final int LEAST = 8;
    private static final int MOST = 400;
    /// Standard deviations that 95 % of a bell curve lie within.
    private static final double Z = 1.96;

    private final int replications;
    private final Deque<Double> latestNs = new ArrayDeque<>();
    private final SequencedMap<Integer, Mean> points = new LinkedHashMap<>();

    /// From so long to so long, at 95 %.
    public record Left(long leastNs, long mostNs) {}

    /// Of the plays of a point.
    private record Mean(double sumNs, int count) {}

    /// `replications`: of each point.
    Pace(int replications) {
        this.replications = replications;
    }

    /// A play of a point is over.
    synchronized void took(int point, long ns) {
        if (latestNs.size() == MOST) {
            latestNs.removeFirst();
        }
        latestNs.addLast((double) ns);
        Mean before = points.getOrDefault(point, new Mean(0, 0));
        points.put(point, new Mean(before.sumNs + ns, before.count + 1));
        if (points.size() > MOST) {
            points.pollFirstEntry();
        }
    }

    /// For that many plays on that many threads: what is not known of their mean, and what they differ by, both widen it. Nothing after
    /// too few.
    synchronized Optional<Left> left(long plays, int threads) {
        List<Double> whole = points.values().stream().map(point -> point.sumNs / point.count * replications).toList();
        int at = (int) Math.min(threads, Math.max(1, plays));
        return whole.size() >= LEAST ? left(whole, (double) plays / replications, at) : left(latestNs, (double) plays, at);
    }

    private static Optional<Left> left(Collection<Double> samplesNs, double more, int at) {
        int n = samplesNs.size();
        if (n < LEAST) {
            return Optional.empty();
        }
        double mean = samplesNs.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double variance = samplesNs.stream().mapToDouble(ns -> (ns - mean) * (ns - mean)).sum() / (n - 1);
        double deviation = Math.sqrt(more * variance + more * more * variance / n);
        return Optional.of(new Left((long) Math.max(0, (more * mean - Z * deviation) / at), (long) ((more * mean + Z * deviation) / at)));
    }
}
