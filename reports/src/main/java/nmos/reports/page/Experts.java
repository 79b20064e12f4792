package nmos.reports.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.StackChart;
import nmos.reports.chart.Table;
import nmos.reports.run.Run;
import nmos.reports.timeline.ExpertLayer;
import nmos.reports.timeline.Timeline;

/// What became of the experts of a mixture: where routers found them, what was brought for them, and what guesses were worth.
final class Experts {
    private Experts() {}

    /// Adds a section where a run chose experts, and nothing where none did.
    static void section(Page page, List<Subject> subjects) {
        List<Subject> mixtures = subjects.stream().filter(Experts::chosen).toList();
        if (mixtures.isEmpty()) {
            return;
        }
        page.section("experts", "Experts");
        List<Shown> charts = new ArrayList<>();
        charts.add(new Shown.Listed(sums(mixtures)));
        for (int i = 0; i < mixtures.size(); i++) {
            charts.add(found(mixtures.get(i), "experts-" + (i + 1), mixtures.size() > 1));
        }
        page.charts(charts).end();
    }

    private static boolean chosen(Subject subject) {
        Timeline timeline = subject.timeline();
        return timeline != null && ExpertLayer.all(timeline.experts()).chosen() > 0;
    }

    private static List<ExpertLayer> layers(Subject subject) {
        Timeline timeline = subject.timeline();
        return timeline == null ? List.of() : timeline.experts();
    }

    /// A row for what is counted, a column for each run.
    private static Table sums(List<Subject> subjects) {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("")));
        List<List<List<String>>> each = new ArrayList<>();
        for (Subject subject : subjects) {
            columns.add(Table.Column.number(subject.label()));
            each.add(sums(subject.run(), ExpertLayer.all(layers(subject))));
        }
        List<List<String>> rows = new ArrayList<>();
        for (List<List<String>> run : each) {
            for (List<String> row : run) {
                if (rows.stream().noneMatch(known -> known.getFirst().equals(row.getFirst()))) {
                    List<String> wide = new ArrayList<>(List.of(row.getFirst()));
                    for (List<List<String>> other : each) {
                        wide.add(value(other, row.getFirst()));
                    }
                    rows.add(wide);
                }
            }
        }
        return Table.of("Whole run. Found: where an expert lay when its layer’s router chose it", columns, rows);
    }

    private static String value(List<List<String>> rows, String name) {
        return rows.stream().filter(row -> row.getFirst().equals(name)).map(row -> row.get(1)).findFirst().orElse("");
    }

    private static List<List<String>> sums(Run run, ExpertLayer all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("experts chosen", Numbers.of((double) all.chosen())));
        rows.add(List.of("of a layer in a pass", Numbers.of((double) all.chosen() / all.routings())));
        for (int tier = all.foundIn().size() - 1; tier >= 0; tier--) {
            rows.add(List.of("found in " + tier(run, tier), Numbers.percent((double) all.foundIn().get(tier) / all.chosen())));
        }
        for (int hop = 0; hop < all.broughtBytes().size(); hop++) {
            rows.add(List.of("brought " + Words.arrow(run.resolved().hops().get(hop).name()), Numbers.bytes(all.broughtBytes().get(hop))));
        }
        if (all.guessed() > 0) {
            rows.add(List.of("guesses that were right", Numbers.percent((double) all.right() / all.guessed())));
            rows.add(List.of("guesses that were wrong", Numbers.percent(1 - (double) all.right() / all.guessed())));
            rows.add(List.of("chosen and guessed before", Numbers.percent((double) all.right() / all.chosenAfterGuess())));
        }
        return rows;
    }

    private static Shown found(Subject subject, String name, boolean several) {
        List<ExpertLayer> layers = layers(subject).stream().filter(layer -> layer.chosen() > 0).toList();
        List<StackChart.Part> parts = new ArrayList<>();
        for (int tier = layers.getFirst().foundIn().size() - 1; tier >= 0; tier--) {
            List<Double> shares = new ArrayList<>();
            for (ExpertLayer layer : layers) {
                shares.add((double) layer.foundIn().get(tier) / layer.chosen());
            }
            parts.add(new StackChart.Part(tier(subject.run(), tier), Ink.level(tier, layers.getFirst().foundIn().size()), shares));
        }
        String title = "Where routers found the experts they chose" + (several ? ", " + subject.label() : "");
        return new Shown.Drawn(
                StackChart.of(name, title, "layer", "% of the experts chosen", layers.stream().map(Experts::number).toList(), parts), "");
    }

    private static String number(ExpertLayer layer) {
        return layer.layer().replaceFirst("^layer ", "");
    }

    private static String tier(Run run, int tier) {
        return run.resolved().tiers().get(tier).name().toUpperCase(Locale.ROOT);
    }
}
