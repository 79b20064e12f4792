package nmos.harness.tune;

import nmos.harness.grid.Metric;
import nmos.harness.grid.Metrics;
import nmos.harness.grid.UnknownMetric;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;

/// What is to be as great or as small as it gets: `max tokens_per_second`, `min ttft_verified_ms.p80`.
public record Goal(Metric metric, boolean most) {

    /// Reads `max FIGURE` or `min FIGURE`.
    ///
    /// @throws InvalidFile where the text is no goal; the message is one line that names the option
    public static Goal parse(String text) {
        String[] words = text.strip().split("[\\s:]+", 2);
        boolean most = words[0].equalsIgnoreCase("max");
        if (words.length < 2 || !(most || words[0].equalsIgnoreCase("min"))) {
            throw error("--goal", text, "write max or min and a figure of a run, as in 'max tokens_per_second' or max:tokens_per_second");
        }
        return new Goal(metric("--goal", text, words[1].strip()), most);
    }

    /// Whether one mean is nearer to the goal than another. Nothing is nearer than no figure, and no figure than nothing.
    public boolean better(double one, double other) {
        return !Double.isNaN(one) && (Double.isNaN(other) || (most ? one > other : one < other));
    }

    public String text() {
        return (most ? "max " : "min ") + metric.name();
    }

    static Metric metric(String option, String text, String name) {
        try {
            return Metrics.named(name);
        } catch (UnknownMetric unknown) {
            throw error(option, text, String.valueOf(unknown.getMessage()));
        }
    }

    static InvalidFile error(String option, String text, String problem) {
        return new InvalidFile(new Place(option + " '" + text.strip() + "'", 0), "", problem);
    }
}
