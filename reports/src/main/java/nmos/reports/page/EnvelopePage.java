package nmos.reports.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import nmos.reports.chart.EnvelopeChart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.ScatterChart;
import nmos.reports.chart.Table;
import nmos.reports.validation.Envelope;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;

/// How true predictions are over many settings.
final class EnvelopePage {
    private static final double GOAL = 0.10;
    private static final String COUNTED = "Settings count whose drive was paced and whose runs are a fair pair.";

    private EnvelopePage() {}

    static Page of(List<Validation> validations) {
        Page page = new Page("Accuracy over " + validations.size() + " settings");
        page.head(List.of("simulated", "measured"), verdict(validations), List.of());
        page.section("settings", "Settings").table(settings(validations)).end();
        List<Shown> charts = new ArrayList<>();
        List<EnvelopeChart.Curve> curves = new ArrayList<>();
        for (Which which : Which.values()) {
            List<EnvelopeChart.Deviation> errors = errors(validations, which, _ -> true);
            if (errors.isEmpty()) {
                charts.add(new Shown.Missing(which.title, "because no setting compared it"));
            } else {
                charts.add(new Shown.Drawn(EnvelopeChart.errors("error-" + which.id, which.title + ": error by setting", errors), ""));
                for (Figure.Origin origin : Figure.Origin.values()) {
                    List<EnvelopeChart.Deviation> counted = counted(validations, which, origin);
                    if (!counted.isEmpty()) {
                        curves.add(new EnvelopeChart.Curve(which.title + ", " + word(origin),
                                origin == Figure.Origin.FITTED ? Ink.MUTED : Ink.SIMULATED, which != Which.TOKENS, counted));
                    }
                }
            }
        }
        if (!curves.isEmpty()) {
            charts.add(new Shown.Drawn(EnvelopeChart.within("within", "Settings within an error", curves), COUNTED));
        }
        for (Which which : Which.values()) {
            List<ScatterChart.Pair> pairs = pairs(validations, which);
            if (!pairs.isEmpty()) {
                charts.add(new Shown.Drawn(ScatterChart.of("scatter-" + which.id, which.title + ", simulated against measured", which.unit, pairs), ""));
            }
        }
        page.section("accuracy", "Accuracy").charts(charts).end();
        page.section("commands", "What was run").table(commands(validations)).end();
        SequencedSet<String> limits = new LinkedHashSet<>();
        for (Validation validation : validations) {
            limits.addAll(validation.unsound());
            limits.addAll(validation.warnings());
            limits.addAll(validation.notCovered());
        }
        return RunsPage.limits(page, List.of(), List.copyOf(limits));
    }

    /// The figures that say most.
    private enum Which {
        TOKENS("tokens", Validation.TOKENS_PER_SECOND, "Tokens/s", "tokens/s"),
        TTFT("ttft", Validation.TTFT, "Time to first token, p50", "ms");

        final String id;
        final String figure;
        final String title;
        final String unit;

        Which(String id, String figure, String title, String unit) {
            this.id = id;
            this.figure = figure;
            this.title = title;
            this.unit = unit;
        }
    }

    /// What it is called among others: names that are taken get a number.
    private static List<String> names(List<Validation> validations) {
        List<String> names = new ArrayList<>();
        for (Validation validation : validations) {
            String name = validation.settings().isEmpty() ? validation.scenario() : validation.scenario() + ", " + String.join(", ", validation.settings());
            name += (Envelope.paced(validation) ? "" : ", unpaced") + (validation.unsound().isEmpty() ? "" : ", no fair pair");
            int taken = 1;
            String free = name;
            while (names.contains(free)) {
                taken++;
                free = name + " (" + taken + ")";
            }
            names.add(free);
        }
        return names;
    }

    private static List<EnvelopeChart.Deviation> errors(List<Validation> validations, Which which, Predicate<Validation> asked) {
        List<String> names = names(validations);
        List<EnvelopeChart.Deviation> errors = new ArrayList<>();
        for (int i = 0; i < validations.size(); i++) {
            Figure figure = validations.get(i).figure(which.figure);
            if (figure != null && Double.isFinite(figure.errorShare()) && asked.test(validations.get(i))) {
                double noise = figure.measuredMedian() == 0 ? 0 : figure.noise() / Math.abs(figure.measuredMedian());
                errors.add(new EnvelopeChart.Deviation(names.get(i), figure.errorShare(), noise, figure.origin() == Figure.Origin.FITTED));
            }
        }
        return errors;
    }

    private static List<EnvelopeChart.Deviation> counted(List<Validation> validations, Which which, Figure.Origin origin) {
        return errors(validations, which, validation -> Envelope.counts(validation, which.figure)).stream()
                .filter(error -> error.fitted() == (origin == Figure.Origin.FITTED))
                .toList();
    }

    private static List<ScatterChart.Pair> pairs(List<Validation> validations, Which which) {
        List<String> names = names(validations);
        List<ScatterChart.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < validations.size(); i++) {
            Figure figure = validations.get(i).figure(which.figure);
            if (figure != null) {
                pairs.add(new ScatterChart.Pair(names.get(i), figure.simulatedMedian(), figure.measuredMedian()));
            }
        }
        return pairs;
    }

    /// Predictions and fits each by themselves: a fitted value never passes for a prediction.
    private static String verdict(List<Validation> validations) {
        List<String> sentences = new ArrayList<>();
        for (Which which : Which.values()) {
            for (Figure.Origin origin : Figure.Origin.values()) {
                Envelope envelope = Envelope.of(which.figure, origin, validations);
                List<EnvelopeChart.Deviation> counted = counted(validations, which, origin);
                String what = which.title + ", " + word(origin) + ": ";
                String more = notCounted(envelope);
                counted.stream().max(Comparator.comparingDouble(EnvelopeChart.Deviation::size)).ifPresentOrElse(
                        worst -> sentences.add(what + Math.round(EnvelopeChart.share(counted, GOAL) * counted.size()) + " of " + counted.size()
                                + " settings within 10 % of measured" + spread(envelope) + ", the worst "
                                + Numbers.signedPercent(worst.share()) + " (" + worst.setting() + ")" + more + "."),
                        () -> {
                            if (!more.isEmpty()) {
                                sentences.add(what + "no setting counted" + more + ".");
                            }
                        });
            }
        }
        return sentences.isEmpty() ? "No setting compared tokens/s or time to first token." : String.join(" ", sentences);
    }

    private static String spread(Envelope envelope) {
        return envelope.errors()
                .map(errors -> ", the median error " + Numbers.percent(errors.median()) + ", nine of ten within " + Numbers.percent(errors.p90()))
                .orElse("");
    }

    private static String notCounted(Envelope envelope) {
        return (envelope.leftOut() == 0 ? "" : "; " + envelope.leftOut() + " left out, having no error or no fair pair of runs")
                + (envelope.unpaced() == 0 ? "" : "; " + envelope.unpaced() + " unpaced and not counted");
    }

    private static String word(Figure.Origin origin) {
        return switch (origin) {
            case PREDICTED -> "predicted";
            case FITTED -> "fitted";
        };
    }

    private static Table settings(List<Validation> validations) {
        List<String> names = names(validations);
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("setting")));
        for (Which which : Which.values()) {
            columns.add(Table.Column.number(which.unit + ", simulated"));
            columns.add(Table.Column.number("measured"));
            columns.add(Table.Column.number("error"));
            columns.add(Table.Column.number("noise, \u00b1"));
        }
        columns.add(Table.Column.text("acceptance"));
        columns.add(Table.Column.text("first difference found"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < validations.size(); i++) {
            List<String> row = new ArrayList<>(List.of(names.get(i)));
            for (Which which : Which.values()) {
                Figure figure = validations.get(i).figure(which.figure);
                row.add(figure == null ? "" : Numbers.of(figure.simulatedMedian()));
                row.add(figure == null ? "" : Numbers.of(figure.measuredMedian()));
                row.add(figure == null ? "" : Numbers.signedPercent(figure.errorShare()));
                row.add(figure == null ? "" : figure.measured().size() < 2 ? "unknown"
                        : Numbers.percent(figure.noise() / Math.abs(figure.measuredMedian())));
            }
            row.add(switch (validations.get(i).acceptance()) {
                case NONE -> "none";
                case PREDICTED -> "predicted";
                case REPLAYED -> "replayed";
            });
            String dominates = validations.get(i).dominates();
            row.add(dominates == null ? "" : dominates);
            rows.add(row);
        }
        return Table.of("Medians over the repetitions of each setting", columns, rows);
    }

    private static Table commands(List<Validation> validations) {
        List<String> names = names(validations);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < validations.size(); i++) {
            Validation validation = validations.get(i);
            rows.add(List.of(names.get(i), validation.host().processor() + ", " + validation.host().system(), validation.host().measuredAt(), validation.command()));
        }
        return Table.of("Where, when, and how to make each again", List.of(Table.Column.text("setting"), Table.Column.text("host"),
                Table.Column.text("measured at"), Table.Column.text("command")), rows);
    }
}
