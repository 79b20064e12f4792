package nmos.reports.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import nmos.journal.RunReport;
import nmos.reports.chart.Chart;
import nmos.reports.chart.Ink;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.OccupancyChart;
import nmos.reports.chart.PercentileChart;
import nmos.reports.chart.RooflineChart;
import nmos.reports.chart.ShareChart;
import nmos.reports.chart.Table;
import nmos.reports.run.Run;
import nmos.reports.timeline.Steps;
import nmos.reports.timeline.TierUse;
import nmos.reports.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// What whole runs did, as charts.
final class RunCharts {
    private static final double MS = 1e6;

    private RunCharts() {}

    /// Runs that are drawn as one: those of a world, repetition by repetition.
    record Group(String label, Ink ink, List<Run> runs) {
        Group {
            runs = List.copyOf(runs);
        }
    }

    static Shown firstTokens(List<Group> groups) {
        return times("ttft", "Time to first token, verified", groups, run -> run.turns().stream()
                .filter(turn -> turn.ttftVerifiedNs() != null)
                .map(turn -> ns(turn.ttftVerifiedNs()) / MS)
                .toList(), "no turn was answered");
    }

    private static double ns(@Nullable Long ns) {
        return ns == null ? Double.NaN : ns;
    }

    static Shown betweenTokens(List<Group> groups) {
        return times("itl", "Time between tokens", groups,
                run -> run.turns().stream().flatMap(turn -> turn.itlNs().stream()).map(ns -> ns / MS).toList(),
                "no reply has more than one token");
    }

    private static Shown times(String name, String title, List<Group> groups, Function<Run, List<Double>> times, String none) {
        List<PercentileChart.Times> drawn = new ArrayList<>();
        for (Group group : groups) {
            List<Double> all = group.runs.stream().flatMap(run -> times.apply(run).stream()).toList();
            if (!all.isEmpty()) {
                drawn.add(new PercentileChart.Times(group.label, group.ink, all));
            }
        }
        return drawn.isEmpty()
                ? new Shown.Missing(title, "because " + none)
                : new Shown.Drawn(PercentileChart.of(name, title, drawn), uncounted(groups));
    }

    private static String uncounted(List<Group> groups) {
        boolean more = groups.stream().flatMap(group -> group.runs.stream())
                .anyMatch(run -> run.summary() != null && run.turns().size() > run.summary().turns() + run.summary().failedTurns());
        return more ? "All turns, also those before counting begins." : "";
    }

    /// What each device did in all.
    static Table resources(List<Subject> subjects) {
        boolean several = subjects.size() > 1;
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text(several ? "run, resource" : "resource"), Table.Column.number("busy"),
                Table.Column.number("moved"), Table.Column.number("of possible"), Table.Column.number("waited for")));
        List<List<String>> rows = new ArrayList<>();
        for (Subject subject : subjects) {
            RunReport.Summary summary = subject.run().summary();
            if (summary != null) {
                summary.resources().forEach((name, resource) -> {
                    Long waitedNs = summary.stallNs().get(name);
                    rows.add(List.of((several ? subject.label() + ", " : "") + Words.arrow(name), Numbers.time(resource.busyNs()),
                            resource.bytes() == null ? "" : Numbers.bytes(resource.bytes()),
                            resource.achievedOfPossible() == null ? "" : Numbers.percent(resource.achievedOfPossible().doubleValue()),
                            waitedNs == null ? "" : Numbers.time(waitedNs)));
                });
            }
        }
        return Table.of("Whole run. Of possible: bytes moved over what could have moved while busy. Waited for: time computing stood still for it", columns, rows);
    }

    static Shown roofline(List<Subject> subjects) {
        String title = "What each way would allow";
        List<RooflineChart.Way> ways = new ArrayList<>();
        for (Subject subject : subjects) {
            RunReport.Summary summary = subject.run().summary();
            BigDecimal rate = summary == null ? null
                    : summary.tokensPerSecondEndToEnd() != null ? summary.tokensPerSecondEndToEnd() : summary.tokensPerSecond();
            long tokens = subject.run().turns().stream().mapToLong(RunReport.Turn::tokens).sum();
            if (rate == null || tokens == 0 || rate.signum() <= 0) {
                continue;
            }
            for (int hop = 0; hop < subject.run().resolved().hops().size(); hop++) {
                RunReport.Hop way = subject.run().resolved().hops().get(hop);
                Long bytes = subject.run().linkBytes().get(way.name());
                if (bytes != null && bytes > 0 && way.bytesPerSecUp() > 0) {
                    ways.add(new RooflineChart.Way(Words.arrow(way.name()), hop == 0 ? Ink.DRIVE : Ink.LINK, way.bytesPerSecUp(),
                            subject.label(), subject.ink(), (double) bytes / tokens, rate.doubleValue()));
                }
            }
        }
        if (ways.isEmpty()) {
            return new Shown.Missing(title, "because no bytes moved for a token, or the run does not tell how fast its ways are");
        }
        return new Shown.Drawn(RooflineChart.of("roofline", title, ways),
                "Dots: tokens/s from submit to last token, at the bytes of the whole run for each token of it, prompts included. Lines: what a way "
                        + "allows on its own, at the speed in the machine file. VRAM is not drawn: a run does not tell its bandwidth.");
    }

    /// What the memory that computes held.
    static Shown occupancy(Subject subject, String name, boolean several) {
        String whose = several ? ", " + subject.label() : "";
        Timeline timeline = subject.timeline();
        if (timeline == null) {
            return new Shown.Missing("Memory over time" + whose, "because " + subject.untold());
        }
        TierUse tier = timeline.tiers().reversed().stream().filter(use -> use.budgetBytes() != null).findFirst().orElse(null);
        Steps budget = tier == null ? null : tier.budgetBytes();
        if (tier == null || budget == null) {
            return new Shown.Missing("Memory over time" + whose, "because the run does not tell its budgets");
        }
        TreeSet<Long> times = new TreeSet<>();
        times.add(timeline.zeroNs());
        for (int i = 0; i < tier.weightBytes().size(); i++) {
            times.add(Math.max(timeline.zeroNs(), tier.weightBytes().atNs(i)));
        }
        for (int i = 0; i < tier.kvBytes().size(); i++) {
            times.add(Math.max(timeline.zeroNs(), tier.kvBytes().atNs(i)));
        }
        List<OccupancyChart.Level> levels = times.stream()
                .map(ns -> new OccupancyChart.Level(ns - timeline.zeroNs(), tier.weightBytes().at(ns), tier.kvBytes().at(ns), tier.reservedBytes()))
                .toList();
        long untilNs = Math.max(1, timeline.endNs() - timeline.zeroNs());
        Chart chart = OccupancyChart.of(name, tier.name().toUpperCase(Locale.ROOT) + " over time" + whose, levels, budget.max(), untilNs);
        return new Shown.Drawn(chart, "Memory counts from the command that asks for it. Reserved: for the draft model, scratch and spilled KV.");
    }

    static Shown depths(List<Group> groups) {
        String title = "Guesses accepted, by depth";
        List<ShareChart.Shares> shares = new ArrayList<>();
        for (Group group : groups) {
            Run run = group.runs.getFirst();
            if (run.summary() != null && !run.summary().acceptanceByDepth().isEmpty()) {
                shares.add(new ShareChart.Shares(group.label, group.ink, 1,
                        run.summary().acceptanceByDepth().stream().map(BigDecimal::doubleValue).toList()));
            }
        }
        return shares.isEmpty()
                ? new Shown.Missing(title, "because nothing was guessed ahead")
                : new Shown.Drawn(ShareChart.of("depth", title, "depth", "% of those whose parent was", shares), first(groups));
    }

    static Shown tau(List<Group> groups) {
        String title = "Tokens a pass yields (tau)";
        List<ShareChart.Shares> shares = new ArrayList<>();
        boolean guessed = false;
        for (Group group : groups) {
            List<Long> counts = group.runs.getFirst().summary() == null ? List.of() : group.runs.getFirst().summary().tauCounts();
            long passes = counts.stream().mapToLong(Long::longValue).sum();
            if (passes > 0) {
                guessed |= counts.size() > 2;
                List<Double> each = counts.stream().map(count -> (double) count / passes).toList();
                int from = counts.getFirst() == 0 ? 1 : 0;
                shares.add(new ShareChart.Shares(group.label, group.ink, from, each.subList(from, each.size())));
            }
        }
        if (shares.isEmpty()) {
            return new Shown.Missing(title, "because no pass yielded a token");
        }
        return guessed
                ? new Shown.Drawn(ShareChart.of("tau", title, "verified tokens", "% of passes", shares), first(groups))
                : new Shown.Missing(title, "because nothing was guessed ahead: every pass yields one token");
    }

    private static String first(List<Group> groups) {
        return groups.stream().anyMatch(group -> group.runs.size() > 1) ? "Of the first repetition." : "";
    }
}
