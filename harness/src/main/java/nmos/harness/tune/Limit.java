package nmos.harness.tune;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.harness.grid.Metric;
import nmos.scenarios.yaml.InvalidFile;

/// What a figure has to keep to: `ttft_verified_ms.p80 <= 500`, `tokens_per_second >= 5`. The number is in the figure's own unit, which may stand
/// behind it.
public record Limit(Metric metric, boolean atMost, double value) {
    private static final Pattern TEXT =
            Pattern.compile("(.+?)\\s*(<=|>=|<|>|==?)\\s*([+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(.*)", Pattern.DOTALL);

    /// Reads `FIGURE <= NUMBER` or `FIGURE >= NUMBER`.
    ///
    /// @throws InvalidFile where the text is none; the message is one line that names the option
    public static Limit parse(String option, String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw Goal.error(option, text, "write a figure of a run, <= or >=, and a number, as in 'ttft_verified_ms.p80 <= 500'");
        }
        if (parts.group(2).startsWith("=")) {
            throw Goal.error(option, text, "a figure is hardly ever exactly " + parts.group(3) + ", write <= or >=");
        }
        Metric metric = Goal.metric(option, text, parts.group(1).strip());
        String unit = parts.group(4).strip();
        if (!unit.isEmpty() && !unit.equals(metric.unit()) && !(unit.equals("tokens/s") && metric.unit().equals("1/s"))) {
            throw Goal.error(option, text, metric.name() + " is given "
                    + (metric.unit().isEmpty() ? "without a unit" : "in " + metric.unit()) + ", leave '" + unit + "' out");
        }
        double value = Double.parseDouble(parts.group(3).replace("_", ""));
        if (Double.isInfinite(value)) {
            throw Goal.error(option, text, parts.group(3) + " is too large to be possible");
        }
        return new Limit(metric, parts.group(2).startsWith("<"), value);
    }

    public boolean holds(double mean) {
        return atMost ? mean <= value : mean >= value;
    }

    /// By how much it is missed, as a share of the limit; below 0 what is left to it. Infinite where there is no figure.
    public double missedBy(double mean) {
        if (Double.isNaN(mean)) {
            return Double.POSITIVE_INFINITY;
        }
        double over = atMost ? mean - value : value - mean;
        return over / Math.max(Math.abs(value), 1e-9);
    }

    public String text() {
        return metric.name() + (atMost ? " <= " : " >= ") + Digits.of(value);
    }
}
