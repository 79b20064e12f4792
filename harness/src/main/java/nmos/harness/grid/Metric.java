package nmos.harness.grid;

import java.util.OptionalDouble;
import nmos.journal.RunReport;

/// A figure of a run by the name it has in `run.json`, a dot for each level and without `summary`.
public record Metric(String name, String unit, Better better, Reading reading) {
    /// What somebody who asks for it wants.
    public enum Better {
        MORE,
        LESS
    }

    /// Where in a run it is.
    public interface Reading {
        OptionalDouble of(RunReport run);
    }

    /// Empty where the run has no such figure.
    public OptionalDouble of(RunReport run) {
        return reading.of(run);
    }

    /// Whether it takes the same typing without anticipation to tell.
    public boolean needsSaved() {
        return name.startsWith(Metrics.SAVED);
    }

    /// Whether one value is better than another.
    public boolean better(double one, double other) {
        return better == Better.MORE ? one > other : one < other;
    }
}
