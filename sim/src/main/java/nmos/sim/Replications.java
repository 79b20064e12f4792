package nmos.sim;

import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import nmos.journal.Figures;
import nmos.journal.RunReport;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Summary;
import nmos.world.run.RunWatch;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.jspecify.annotations.Nullable;

/// The same scenario with other random numbers: what of a result is the scenario's, and what is luck.
public final class Replications {
    private static final double CONFIDENCE = .95;

    private Replications() {}

    /// Plays replications `0..count-1` on all cores; the answer does not depend on how many there are. The watch is told how
    /// many are over; those that it stopped are left out.
    public static RunReport.Replications of(Simulation simulation, int count, RunWatch watch) {
        AtomicInteger over = new AtomicInteger();
        RunWatch each = _ -> watch.goOn(over.get());
        List<Summary> summaries = IntStream.range(0, count)
                .parallel()
                .filter(replication -> each.goOn(0))
                .mapToObj(replication -> simulation.play(replication, new HeapCalendar(), simulation.policy(), each))
                .filter(SimOutcome::complete)
                .peek(_ -> over.incrementAndGet())
                .map(outcome -> Summary.of(outcome.turns(), outcome.passes()))
                .toList();
        return new RunReport.Replications(
                summaries.size(),
                estimate(summaries, Summary::tokensPerSecond),
                estimate(summaries, Replications::medianTtftNs),
                estimate(summaries, Summary::tauMean));
    }

    private static OptionalDouble medianTtftNs(Summary summary) {
        return summary.ttftVerifiedNs().count() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) summary.ttftVerifiedNs().at(50).orElseThrow());
    }

    /// Student's interval for the mean; null where fewer than two replications have the metric.
    private static RunReport.@Nullable Estimate estimate(
            List<Summary> summaries, Function<Summary, OptionalDouble> metric) {
        SummaryStatistics statistics = new SummaryStatistics();
        summaries.forEach(summary -> metric.apply(summary).ifPresent(statistics::addValue));
        long n = statistics.getN();
        if (n < 2) {
            return null;
        }
        double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        double halfWidth = t * statistics.getStandardDeviation() / Math.sqrt((double) n);
        return new RunReport.Estimate(Figures.of(statistics.getMean()), Figures.of(halfWidth));
    }
}
