package nmos.cli;

import java.util.List;
import java.util.Locale;
import nmos.harness.quickstart.PressureGrid;
import nmos.harness.validate.Grid;
import nmos.reports.validation.Envelope;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import org.jspecify.annotations.Nullable;

/// A validation for people.
final class ValidationText {
    private ValidationText() {}

    static String plain(Validation validation) {
        return table(validation) + "\n" + verdict(validation) + "\n";
    }

    static String table(Validation validation) {
        StringBuilder out = new StringBuilder();
        out.append(validation.scenario()).append(" on ").append(validation.machine()).append(", ")
                .append(validation.measuredRuns().size()).append(" runs in either world; acceptance ")
                .append(switch (validation.acceptance()) {
                    case NONE -> "plays no part";
                    case PREDICTED -> "predicted";
                    case REPLAYED -> "replayed from what a run accepted";
                })
                .append("\n\n");
        out.append(String.format(Locale.ROOT, "%-34s %12s %12s %10s %9s %12s%n", "", "simulated", "measured", "noise +-", "error", ""));
        for (Figure figure : validation.figures()) {
            out.append(String.format(Locale.ROOT, "%-34s %12s %12s %10s %9s %12s %s%n",
                    figure.name(),
                    number(figure.simulatedMedian()),
                    number(figure.measuredMedian()),
                    figure.measured().size() > 1 ? number(figure.noise()) : "-",
                    percent(figure.errorShare()),
                    number(figure.error()) + (figure.unit().label.isEmpty() ? "" : " " + figure.unit().label),
                    figure.origin() == Figure.Origin.FITTED ? "fitted" : ""));
        }
        return out.toString();
    }

    /// Chains down, pages across.
    static String grid(PressureGrid tried) {
        StringBuilder out = new StringBuilder("tokens/s simulated with pages of KV under memory pressure; guesses a pass by size of page\n");
        List<String> pages = tried.points().stream().map(PressureGrid.Point::pageBytes).distinct().toList();
        out.append(String.format(Locale.ROOT, "%8s", ""));
        pages.forEach(page -> out.append(String.format(Locale.ROOT, " %9s", page)));
        for (int k : tried.points().stream().map(PressureGrid.Point::k).distinct().toList()) {
            out.append(String.format(Locale.ROOT, "%n%8d", k));
            for (String page : pages) {
                out.append(tried.at(k, page)
                        .map(point -> String.format(Locale.ROOT, " %9.2f", point.tokensPerSecond()))
                        .orElse(" ".repeat(10)));
            }
        }
        return out.append(tried.best()
                        .map(best -> String.format(Locale.ROOT, "%nbest: %d guesses a pass, pages of %s%n", best.k(), best.pageBytes()))
                        .orElse("\nno setting yielded tokens\n"))
                .toString();
    }

    static String row(Grid.Point point, Validation validation) {
        return String.format(Locale.ROOT, "%-28s tokens/s %s  TTFT %s%s%n",
                point.name(),
                row(validation.figure(Validation.TOKENS_PER_SECOND)),
                row(validation.figure(Validation.TTFT)),
                (point.unpaced() ? "  unpaced" : "") + (validation.acceptance() == Validation.Acceptance.REPLAYED ? "  fitted" : "")
                        + (validation.unsound().isEmpty() ? "" : "  no fair pair"));
    }

    private static String row(@Nullable Figure figure) {
        return figure == null
                ? String.format(Locale.ROOT, "%38s", "-")
                : String.format(Locale.ROOT, "%9s of %9s +- %4.1f %% %9s",
                        number(figure.simulatedMedian()),
                        number(figure.measuredMedian()),
                        figure.measuredMedian() == 0 ? 0 : 100 * figure.noise() / figure.measuredMedian(),
                        percent(figure.errorShare()));
    }

    /// Predictions and fits each by themselves.
    static String envelope(List<Validation> validations) {
        StringBuilder out = new StringBuilder("\n");
        for (String figure : List.of(Validation.TOKENS_PER_SECOND, Validation.TTFT)) {
            for (Figure.Origin origin : Figure.Origin.values()) {
                Envelope envelope = Envelope.of(figure, origin, validations);
                if (envelope.settings() + envelope.leftOut() + envelope.unpaced() > 0) {
                    out.append(line(envelope));
                }
            }
        }
        return out.toString();
    }

    private static String line(Envelope envelope) {
        return envelope.figure()
                + switch (envelope.origin()) {
                    case PREDICTED -> ", predicted: ";
                    case FITTED -> ", fitted: ";
                }
                + envelope.errors()
                        .map(errors -> String.format(Locale.ROOT,
                                "error of the median setting %.1f %%, nine of ten within %.1f %%, worst %.1f %% (%d paced settings)",
                                100 * errors.median(), 100 * errors.p90(), 100 * errors.worst(), envelope.settings()))
                        .orElse("no setting counted")
                + (envelope.leftOut() == 0 ? "" : "; " + envelope.leftOut() + " left out, having no error or no fair pair of runs")
                + (envelope.unpaced() == 0 ? "" : "; " + envelope.unpaced() + " unpaced and not counted")
                + "\n";
    }

    static String verdict(Validation validation) {
        StringBuilder verdict = new StringBuilder();
        say(verdict, "tokens/s", validation.figure(Validation.TOKENS_PER_SECOND));
        say(verdict, "TTFT verified (p50)", validation.figure(Validation.TTFT));
        if (!validation.missing().isEmpty()) {
            verdict.append(verdict.isEmpty() ? "" : "; ").append("not compared: ").append(String.join(", ", validation.missing()));
        }
        if (!validation.unsound().isEmpty()) {
            verdict.append("; NO fair pair: ").append(String.join("; ", validation.unsound()));
        }
        Double most = validation.maxErrorShare();
        if (most != null) {
            verdict.append(validation.withinMaxError() ? "; within " : "; NOT within ").append(percent(most).substring(1));
        }
        return verdict.toString();
    }

    private static void say(StringBuilder verdict, String what, @Nullable Figure figure) {
        if (figure != null) {
            verdict.append(verdict.isEmpty() ? "simulated " : ", ")
                    .append(what)
                    .append(' ')
                    .append(percent(figure.errorShare()))
                    .append(" from measured");
        }
    }

    private static String percent(double share) {
        return Double.isInfinite(share) ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    }
}
