package nmos.reports.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.Table;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;

/// What a scenario comes to over a grid of settings.
final class SweepPage {
    private static final int BEST_POINTS = 20;

    private SweepPage() {}

    static Page of(Sweep sweep) {
        Manifest manifest = sweep.manifest();
        Page page = new Page(manifest.scenario() + " over " + manifest.points() + " points");
        List<String> labels = new ArrayList<>(List.of("simulated"));
        if (!sweep.measured().isEmpty()) {
            labels.add("measured");
        }
        if (manifest.axes().stream().noneMatch(axis -> axis.path().equals("machine"))) {
            labels.add(manifest.machine());
        }
        labels.add("seed " + manifest.seed());
        page.head(labels, verdict(sweep), caution(sweep));
        page.section("best", "Where it is best").table(bests(sweep))
                .text("Others are as good where the difference, replication by replication, is nothing or no more than chance explains: the intervals of all"
                        + " differences hold together with 95 % confidence (Bonferroni).")
                .folded("The " + BEST_POINTS + " best points", ranking(sweep));
        if (!sweep.measured().isEmpty()) {
            page.table(measured(sweep)).text("Simulated points count a prompt's tokens as the scenario says, measured ones as the model's tokenizer does.");
        }
        page.end();
        page.section("knobs", "What each knob is worth").charts(SweepCharts.knobs(sweep)).end();
        if (manifest.axes().size() > 1) {
            page.section("pairs", "Two knobs at a time").charts(SweepCharts.pairs(sweep)).end();
        }
        page.section("front", "What has to be given up").charts(List.of(SweepCharts.front(sweep))).end();
        impossible(page, sweep);
        page.section("grid", "What was asked").code(manifest.command()).facts(facts(manifest)).table(axes(manifest)).end();
        return RunsPage.limits(page, List.of(), manifest.notCovered());
    }

    private static String verdict(Sweep sweep) {
        List<String> sentences = new ArrayList<>();
        for (int metric = 0; metric < Math.min(2, sweep.manifest().metrics().size()); metric++) {
            Manifest.Metric what = sweep.manifest().metrics().get(metric);
            Optional<Point> best = sweep.best(metric);
            if (best.isEmpty()) {
                sentences.add("No point has " + what.name() + ".");
                continue;
            }
            long others = sweep.asGood(metric);
            sentences.add(what.name() + " is best, " + value(best.get(), metric, what) + ", at " + sweep.settings(best.get())
                    + (others == 0 ? "" : "; " + others + (others == 1 ? " other point is" : " other points are") + " as good") + ".");
        }
        return String.join(" ", sentences);
    }

    private static String value(Point point, int metric, Manifest.Metric what) {
        double half = point.figures().get(metric).halfWidth95();
        return Numbers.of(point.mean(metric)) + (Double.isNaN(half) ? "" : " \u00b1 " + Numbers.of(half)) + (what.unit().isEmpty() ? "" : " " + what.unit());
    }

    private static List<String> caution(Sweep sweep) {
        Manifest manifest = sweep.manifest();
        List<String> lines = new ArrayList<>();
        if (!manifest.complete()) {
            lines.add("Not complete: " + manifest.done() + " of " + manifest.points() + " points are told, picked by chance. With --resume the same"
                    + " command goes on.");
        }
        if (manifest.replications() == 1) {
            lines.add("Each point was played once: how much of a difference is luck nobody knows; --replications tells.");
        }
        long impossible = sweep.points().stream().filter(point -> point.impossible() != null).count();
        if (impossible > 0) {
            lines.add(impossible + " points are not possible, or could not be played, and have no figures.");
        }
        long unsound = sweep.measured().stream().filter(point -> point.unsound() != null).count();
        if (unsound > 0) {
            lines.add(unsound + (unsound == 1 ? " measured point is" : " measured points are") + " not to be trusted and drawn nowhere; the table says why.");
        }
        long failing = sweep.points().stream().filter(point -> point.allFailedTurns() > 0).count();
        if (failing > 0) {
            lines.add(failing + " points have turns that failed. They are called best in nothing and drawn nowhere; the table has them.");
        }
        return lines;
    }

    private static Table bests(Sweep sweep) {
        List<List<String>> rows = new ArrayList<>();
        for (int metric = 0; metric < sweep.manifest().metrics().size(); metric++) {
            Manifest.Metric what = sweep.manifest().metrics().get(metric);
            Optional<Point> best = sweep.best(metric);
            rows.add(best.isEmpty()
                    ? List.of(what.name(), "", "no point has it", "")
                    : List.of(what.name(), value(best.get(), metric, what), sweep.settings(best.get()), Long.toString(sweep.asGood(metric))));
        }
        return Table.of("The best point of each metric, the first of equals", List.of(Table.Column.text("metric"), Table.Column.number("best"), Table.Column.text("at"),
                Table.Column.number("others as good")), rows);
    }

    private static Table ranking(Sweep sweep) {
        List<Manifest.Metric> metrics = sweep.manifest().metrics();
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("settings")));
        metrics.forEach(metric -> columns.add(Table.Column.number(metric.label())));
        columns.add(2, Table.Column.number("less best, \u00b1 95 %"));
        Comparator<Point> order = Comparator.comparingDouble(point -> point.mean(0));
        List<Point> points = sweep.simulated().stream().filter(point -> point.counts(0))
                .sorted(metrics.getFirst().moreIsBetter() ? order.reversed() : order).limit(BEST_POINTS).toList();
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            List<String> row = new ArrayList<>(List.of(sweep.settings(point)));
            for (int metric = 0; metric < metrics.size(); metric++) {
                row.add(Double.isNaN(point.mean(metric)) ? "" : Numbers.of(point.mean(metric)));
            }
            Point.Figure first = point.figures().getFirst();
            row.add(2, Numbers.signed(first.lessBest()) + (Double.isNaN(first.lessBestHalfWidth95()) ? "" : " \u00b1 " + Numbers.of(first.lessBestHalfWidth95())));
            rows.add(row);
        }
        return Table.of("By " + metrics.getFirst().name() + "; all points are in sweep.csv", columns, rows);
    }

    private static Table measured(Sweep sweep) {
        List<Manifest.Metric> metrics = sweep.manifest().metrics();
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("settings"), Table.Column.text("run")));
        for (Manifest.Metric metric : metrics) {
            columns.add(Table.Column.number(metric.label() + ", simulated"));
            columns.add(Table.Column.number("measured"));
        }
        boolean doubted = sweep.measured().stream().anyMatch(point -> !doubts(point).isEmpty());
        if (doubted) {
            columns.add(Table.Column.text("against it"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Point point : sweep.measured()) {
            Optional<Point> simulated = sweep.simulated().stream().filter(other -> other.number() == point.number()).findFirst();
            List<String> row = new ArrayList<>(List.of(sweep.settings(point), String.valueOf(point.run())));
            for (int metric = 0; metric < metrics.size(); metric++) {
                int at = metric;
                row.add(simulated.map(other -> Double.isNaN(other.mean(at)) ? "" : Numbers.of(other.mean(at))).orElse(""));
                row.add(Double.isNaN(point.mean(metric)) ? "" : Numbers.of(point.mean(metric)));
            }
            if (doubted) {
                row.add(doubts(point));
            }
            rows.add(row);
        }
        return Table.of("Points that were measured on this machine, once each", columns, rows);
    }

    private static String doubts(Point point) {
        String unsound = point.unsound();
        int failed = point.allFailedTurns();
        return String.join("; ", Stream.of(unsound == null ? "" : unsound,
                failed == 0 ? "" : failed + (failed == 1 ? " turn" : " turns") + " failed").filter(text -> !text.isEmpty()).toList());
    }

    private static void impossible(Page page, Sweep sweep) {
        Map<String, List<Point>> reasons = new LinkedHashMap<>();
        sweep.points().stream().filter(point -> point.impossible() != null)
                .forEach(point -> reasons.computeIfAbsent(String.valueOf(point.impossible()), _ -> new ArrayList<>()).add(point));
        if (!reasons.isEmpty()) {
            page.section("impossible", "What is not possible").table(Table.of("Why", List.of(Table.Column.text("reason"), Table.Column.number("points"),
                    Table.Column.text("the first")), reasons.entrySet().stream().map(reason -> List.of(reason.getKey(),
                    Integer.toString(reason.getValue().size()), sweep.settings(reason.getValue().getFirst()))).toList())).end();
        }
    }

    private static List<List<String>> facts(Manifest manifest) {
        List<List<String>> facts = new ArrayList<>(List.of(
                List.of("points", manifest.points() + ", " + manifest.done() + " told"),
                List.of("replications", manifest.replications() + ", replication for replication the same keystrokes and chances in each point"),
                List.of("scenario, SHA-256", manifest.scenarioSha256()),
                List.of("program, SHA-256", manifest.programSha256())));
        if (!manifest.settings().isEmpty()) {
            facts.add(List.of("settings of all points", String.join("; ", manifest.settings())));
        }
        return facts;
    }

    private static Table axes(Manifest manifest) {
        return Table.of("Axes, the last changing fastest", List.of(Table.Column.text("field"), Table.Column.number("values"), Table.Column.text("")),
                manifest.axes().stream().map(axis -> List.of(axis.path(), Integer.toString(axis.values().size()), values(axis.values()))).toList());
    }

    private static String values(List<String> values) {
        return values.size() <= 24 ? String.join(", ", values)
                : String.join(", ", values.subList(0, 12)) + ", \u2026, " + String.join(", ", values.subList(values.size() - 4, values.size()));
    }
}
