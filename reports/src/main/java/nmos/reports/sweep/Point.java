package nmos.reports.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One point of a grid and what it came to.
///
/// @param number in row-major order of the axes
/// @param impossible why it cannot be; null where it can
/// @param failedTurns by replication: where there are any, the values are of the other turns
/// @param values by metric and replication, NaN where a replication had none
/// @param figures by metric; empty while they are not known yet
/// @param run the folder of a measured one, within that of the sweep
/// @param unsound why a measured one is not to be trusted; null where nothing speaks against it
public record Point(
        int number,
        Kind kind,
        @Nullable String impossible,
        List<Integer> failedTurns,
        List<List<Double>> values,
        List<Figure> figures,
        @Nullable String run,
        @Nullable String unsound) {

    /// The world it was played in.
    public enum Kind {
        SIMULATED,
        MEASURED
    }

    /// Of one metric over the replications: its mean, and how far the true mean may be from it with 95 % confidence; and how far the mean
    /// is from the best point's, replication by replication, with intervals of which all points' hold together with 95 % confidence. NaN where
    /// nobody knows.
    public record Figure(double mean, double halfWidth95, double lessBest, double lessBestHalfWidth95) {
        /// Whether nobody can tell it from the best: equal, or a difference that chance explains.
        public boolean asGoodAsBest() {
            return lessBest == 0 || Math.abs(lessBest) <= lessBestHalfWidth95;
        }
    }

    public Point {
        failedTurns = List.copyOf(failedTurns);
        values = values.stream().map(List::copyOf).toList();
        figures = List.copyOf(figures);
    }

    /// One that nothing speaks against.
    public Point(
            int number,
            Kind kind,
            @Nullable String impossible,
            List<Integer> failedTurns,
            List<List<Double>> values,
            List<Figure> figures,
            @Nullable String run) {
        this(number, kind, impossible, failedTurns, values, figures, run, null);
    }

    /// One that cannot be.
    public static Point impossible(int number, String reason) {
        return new Point(number, Kind.SIMULATED, reason, List.of(), List.of(), List.of(), null);
    }

    /// The same with its figures.
    public Point told(List<Figure> all) {
        return new Point(number, kind, impossible, failedTurns, values, all, run, unsound);
    }

    public int allFailedTurns() {
        return failedTurns.stream().mapToInt(Integer::intValue).sum();
    }

    public double mean(int metric) {
        return figures.isEmpty() ? Double.NaN : figures.get(metric).mean();
    }

    /// Whether it may be called good in a metric: one whose turns fail is not, whatever the others came to, nor one that is unsound.
    public boolean counts(int metric) {
        return impossible == null && unsound == null && allFailedTurns() == 0 && Double.isFinite(mean(metric));
    }
}
