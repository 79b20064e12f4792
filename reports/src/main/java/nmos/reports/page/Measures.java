package nmos.reports.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.journal.RunReport;
import nmos.journal.RunReport.Percentiles;
import nmos.journal.RunReport.Summary;
import nmos.reports.chart.Numbers;
import nmos.reports.chart.Table;
import nmos.reports.run.Run;
import org.jspecify.annotations.Nullable;

/// The figures of a run under the names people use, and how those of two compare.
final class Measures {
    static final String TOKENS_PER_SECOND = "tokens/s, decoding";
    static final String TTFT = "time to first token, p50, ms";
    private static final List<String> HEADLINE = List.of(TOKENS_PER_SECOND, "tokens/s, submit to last token", "tokens/s, all sessions", TTFT,
            "time to first token, p95, ms", "between tokens, p50, ms", "between tokens, p95, ms", "a pass, p50, ms", "tokens a pass (tau)",
            "saved by typing, p50, ms", "turns failed");
    private static final double MS = 1e6;
    private static final double MB = 1e6;

    private Measures() {}

    /// By name, what was measured only, in the order of a table.
    static SequencedMap<String, Double> of(Run run) {
        SequencedMap<String, Double> all = new LinkedHashMap<>();
        Summary summary = run.summary();
        if (summary == null) {
            return all;
        }
        put(all, TOKENS_PER_SECOND, summary.tokensPerSecond());
        put(all, "tokens/s, submit to last token", summary.tokensPerSecondEndToEnd());
        put(all, "tokens/s, all sessions", summary.tokensPerSecondTotal());
        times(all, "time to first token", summary.ttftVerified());
        times(all, "time to first token shown, unverified", summary.ttftDraft());
        times(all, "between tokens", summary.itl());
        times(all, "a pass", summary.pass());
        put(all, "tokens a pass (tau)", summary.tauMean());
        summary.stallNs().forEach((cause, ns) -> all.put("computing waited for " + Words.arrow(cause) + ", ms", ns / MS));
        summary.resources().forEach((name, resource) -> {
            all.put(Words.arrow(name) + " busy, ms", resource.busyNs() / MS);
            if (resource.bytes() != null) {
                all.put(Words.arrow(name) + " moved, MB", resource.bytes() / MB);
            }
        });
        summary.highWaterBytes().forEach((tier, bytes) -> all.put(tier + " high water, MB", bytes / MB));
        RunReport.Prefetch prefetch = summary.prefetch();
        if (prefetch != null) {
            all.put("fetched in time, MB", prefetch.usefulBytes() / MB);
            all.put("fetched late, MB", prefetch.lateBytes() / MB);
            all.put("fetched for nothing, MB", prefetch.wastedBytes() / MB);
        }
        RunReport.SavedByTyping saved = summary.savedByTyping();
        if (saved != null) {
            all.put("saved by typing, p50, ms", saved.saved().p50Ns() / MS);
        }
        all.put("turns counted", (double) summary.turns());
        all.put("turns failed", (double) summary.failedTurns());
        all.put("tokens", (double) summary.tokens());
        return all;
    }

    private static void put(SequencedMap<String, Double> all, String name, @Nullable BigDecimal value) {
        if (value != null) {
            all.put(name, value.doubleValue());
        }
    }

    private static void times(SequencedMap<String, Double> all, String name, @Nullable Percentiles times) {
        if (times != null) {
            all.put(name + ", p50, ms", times.p50Ns() / MS);
            all.put(name + ", p80, ms", times.p80Ns() / MS);
            all.put(name + ", p95, ms", times.p95Ns() / MS);
            all.put(name + ", p99, ms", times.p99Ns() / MS);
        }
    }

    static Table table(Run run) {
        String kind = Subject.world(run.kind());
        return Table.of("All figures of the run, " + kind, List.of(Table.Column.text("figure"), Table.Column.number(kind)),
                of(run).entrySet().stream().map(each -> List.of(each.getKey(), Numbers.of(each.getValue()))).toList());
    }

    /// Times by percentile.
    static Table latency(Run run) {
        List<List<String>> rows = new ArrayList<>();
        Summary summary = run.summary();
        if (summary != null) {
            row(rows, "first token, verified", summary.ttftVerified());
            row(rows, "first token shown, unverified", summary.ttftDraft());
            row(rows, "between tokens", summary.itl());
            row(rows, "a pass", summary.pass());
        }
        return Table.of("Times, of the turns that count", List.of(Table.Column.text("ms"), Table.Column.number("p50"), Table.Column.number("p80"),
                Table.Column.number("p95"), Table.Column.number("p99")), rows);
    }

    private static void row(List<List<String>> rows, String name, @Nullable Percentiles times) {
        if (times != null) {
            rows.add(List.of(name, Numbers.of(times.p50Ns() / MS), Numbers.of(times.p80Ns() / MS), Numbers.of(times.p95Ns() / MS),
                    Numbers.of(times.p99Ns() / MS)));
        }
    }

    /// What is said first of a run.
    static List<List<String>> headline(Run run) {
        List<List<String>> facts = new ArrayList<>();
        of(run).forEach((name, value) -> {
            if (name.startsWith("tokens") || name.startsWith("turns") || name.startsWith("saved")) {
                facts.add(List.of(name, Numbers.of(value)));
            }
        });
        RunReport.Replications replications = run.replications();
        if (replications != null && replications.tokensPerSecond() != null) {
            facts.add(List.of("tokens/s over " + replications.count() + " replications", Numbers.of(replications.tokensPerSecond().mean().doubleValue())
                    + " \u00b1 " + Numbers.of(replications.tokensPerSecond().halfWidth95().doubleValue()) + " (95 %)"));
        }
        return facts;
    }

    /// Second less first, of what says most.
    static Table headline(Subject first, Subject second) {
        Table all = table(first, second);
        return new Table(all.caption(), all.columns(), all.rows().stream().filter(row -> HEADLINE.contains(row.getFirst())).toList(), 0);
    }

    /// Second less first.
    static Table table(Subject first, Subject second) {
        SequencedMap<String, Double> one = of(first.run());
        SequencedMap<String, Double> other = of(second.run());
        SequencedMap<String, Double> names = new LinkedHashMap<>(one);
        other.forEach(names::putIfAbsent);
        List<List<String>> rows = new ArrayList<>();
        for (String name : names.keySet()) {
            Double a = one.get(name);
            Double b = other.get(name);
            rows.add(List.of(name, a == null ? "" : Numbers.of(a), b == null ? "" : Numbers.of(b),
                    a == null || b == null ? "" : Numbers.signed(b - a),
                    a == null || b == null ? "" : a.equals(b) ? "0.0 %" : a == 0 ? "" : Numbers.signedPercent(b / a - 1)));
        }
        return Table.of(second.label() + " less " + first.label(), List.of(Table.Column.text("figure"), Table.Column.number(first.label()),
                Table.Column.number(second.label()), Table.Column.number("difference"), Table.Column.number("in %")), rows);
    }
}
