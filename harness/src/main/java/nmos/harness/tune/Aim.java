package nmos.harness.tune;

import java.util.ArrayList;
import java.util.List;
import nmos.harness.grid.Metric;

/// A goal within limits.
public record Aim(Goal goal, List<Limit> limits) {
    public Aim {
        limits = List.copyOf(limits);
    }

    /// What every setting is asked for: first the figure of the goal, then those of the limits, each once.
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(List.of(goal.metric()));
        limits.forEach(limit -> {
            if (metrics.stream().noneMatch(metric -> metric.name().equals(limit.metric().name()))) {
                metrics.add(limit.metric());
            }
        });
        return metrics;
    }

    int index(Metric metric) {
        return metrics().stream().map(Metric::name).toList().indexOf(metric.name());
    }

    /// Runs with failed turns count where somebody says how many may be.
    boolean allowsFailedTurns() {
        return metrics().stream().anyMatch(metric -> metric.name().equals("failed_turns"));
    }
}
