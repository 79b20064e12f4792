package nmos.reports.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import nmos.reports.chart.EnvelopeChart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.ScatterChart;
import nmos.reports.chart.Table;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;

/// How true predictions are over many settings.
final class EnvelopePage {
    private static final double GOAL = 0.10;

    private EnvelopePage() {}

    static Page of(List<Validation> validations) {
        Page page = new Page("Accuracy over " + validations.size() + " settings");
        page.head(List.of("simulated", "measured"), verdict(validations), List.of());
        page.section("settings", "Settings").table(settings(validations)).end();
        List<Shown> charts = new ArrayList<>();
        List<EnvelopeChart.Curve> curves = new ArrayList<>();
        for (Which which : Which.values()) {
            List<EnvelopeChart.Deviation> errors = errors(validations, which);
            if (errors.isEmpty()) {
                charts.add(new Shown.Missing(which.title, "because no setting compared it"));
            } else {
                charts.add(new Shown.Drawn(EnvelopeChart.errors("error-" + which.id, which.title + ": error by setting", errors), ""));
                curves.add(new EnvelopeChart.Curve(which.title + fitted(errors), Ink.SIMULATED, which != Which.TOKENS, errors));
            }
        }
        if (!curves.isEmpty()) {
            charts.add(new Shown.Drawn(EnvelopeChart.within("within", "Settings within an error", curves), ""));
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

    private static List<EnvelopeChart.Deviation> errors(List<Validation> validations, Which which) {
        List<String> names = names(validations);
        List<EnvelopeChart.Deviation> errors = new ArrayList<>();
        for (int i = 0; i < validations.size(); i++) {
            Figure figure = validations.get(i).figure(which.figure);
            if (figure != null && Double.isFinite(figure.errorShare())) {
                double noise = figure.measuredMedian() == 0 ? 0 : figure.noise() / Math.abs(figure.measuredMedian());
                errors.add(new EnvelopeChart.Deviation(names.get(i), figure.errorShare(), noise, figure.origin() == Figure.Origin.FITTED));
            }
        }
        return errors;
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

    private static String verdict(List<Validation> validations) {
        StringBuilder text = new StringBuilder();
        for (Which which : Which.values()) {
            List<EnvelopeChart.Deviation> errors = errors(validations, which);
            Comparator<EnvelopeChart.Deviation> bySize = Comparator.comparingDouble(EnvelopeChart.Deviation::size);
            errors.stream().max(bySize).ifPresent(worst -> text
                    .append(text.isEmpty() ? "" : " ").append(which.title).append(": ").append(Math.round(EnvelopeChart.share(errors, GOAL) * errors.size()))
                    .append(" of ").append(errors.size()).append(" settings within 10 % of measured").append(fitted(errors)).append(", the worst ")
                    .append(Numbers.signedPercent(worst.share())).append(" (").append(worst.setting()).append(")."));
        }
        return text.isEmpty() ? "No setting compared tokens/s or time to first token." : text.toString();
    }

    /// A fitted value never passes for a prediction.
    private static String fitted(List<EnvelopeChart.Deviation> errors) {
        long fitted = errors.stream().filter(EnvelopeChart.Deviation::fitted).count();
        return fitted == 0 ? "" : " (" + fitted + " of " + errors.size() + " fitted)";
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
        columns.add(Table.Column.text("what dominates"));
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
