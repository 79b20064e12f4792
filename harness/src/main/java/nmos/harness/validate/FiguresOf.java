package nmos.harness.validate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import nmos.journal.RunReport;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Figure.Origin;
import nmos.reports.validation.Figure.Unit;
import nmos.reports.validation.Validation;
import org.jspecify.annotations.Nullable;

/// The quantities of runs that are laid side by side, by the names they have in `run.json`.
final class FiguresOf {
    private static final double NS_PER_MS = 1e6;
    private static final double BYTES_PER_MB = 1e6;

    /// A value and how it is counted. `guessed`: it depends on which guesses were right.
    private record Value(Unit unit, boolean guessed, double value) {}

    private FiguresOf() {}

    /// What all runs have; `replayed`: the simulator was told which guesses were right.
    static List<Figure> both(List<RunReport> simulated, List<RunReport> measured, boolean replayed) {
        List<SequencedMap<String, Value>> left = simulated.stream().map(FiguresOf::values).toList();
        List<SequencedMap<String, Value>> right = measured.stream().map(FiguresOf::values).toList();
        List<Figure> figures = new ArrayList<>();
        right.getFirst().forEach((name, value) -> {
            if (left.stream().allMatch(run -> run.containsKey(name)) && right.stream().allMatch(run -> run.containsKey(name))) {
                figures.add(new Figure(
                        name,
                        value.unit,
                        replayed && value.guessed ? Origin.FITTED : Origin.PREDICTED,
                        all(left, name),
                        all(right, name)));
            }
        });
        return figures;
    }

    private static List<Double> all(List<SequencedMap<String, Value>> runs, String name) {
        List<Double> values = new ArrayList<>();
        for (Map<String, Value> run : runs) {
            Value value = run.get(name);
            if (value != null) {
                values.add(value.value);
            }
        }
        return values;
    }

    private static SequencedMap<String, Value> values(RunReport run) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        RunReport.Summary summary = run.summary();
        if (summary == null) {
            return values;
        }
        percentiles(values, "ttft_verified_ms", summary.ttftVerified(), false);
        percentiles(values, "ttft_draft_ms", summary.ttftDraft(), false);
        put(values, Validation.TOKENS_PER_SECOND, Unit.PER_SECOND, summary.tokensPerSecond());
        put(values, "tokens_per_second_end_to_end", Unit.PER_SECOND, summary.tokensPerSecondEndToEnd());
        put(values, "tokens_per_second_total", Unit.PER_SECOND, summary.tokensPerSecondTotal());
        put(values, "tau_mean", Unit.TOKENS, summary.tauMean());
        percentiles(values, "itl_ms", summary.itl(), true);
        percentiles(values, "pass_ms", summary.pass(), false);
        run.linkBytes().forEach((link, bytes) ->
                values.put("bytes." + link, new Value(Unit.MEGABYTES, true, bytes / BYTES_PER_MB)));
        summary.stallNs().forEach((hop, ns) -> values.put("stall_ms." + hop, new Value(Unit.MS, true, ns / NS_PER_MS)));
        summary.resources().forEach((resource, used) ->
                values.put("busy_ms." + resource, new Value(Unit.MS, true, used.busyNs() / NS_PER_MS)));
        summary.highWaterBytes().forEach((tier, bytes) ->
                values.put("high_water." + tier, new Value(Unit.MEGABYTES, false, bytes / BYTES_PER_MB)));
        return values;
    }

    private static void percentiles(
            Map<String, Value> values, String name, RunReport.@Nullable Percentiles times, boolean guessed) {
        if (times != null) {
            values.put(name + ".p50", new Value(Unit.MS, guessed, times.p50Ns() / NS_PER_MS));
            values.put(name + ".p95", new Value(Unit.MS, guessed, times.p95Ns() / NS_PER_MS));
        }
    }

    private static void put(Map<String, Value> values, String name, Unit unit, @Nullable BigDecimal value) {
        if (value != null) {
            values.put(name, new Value(unit, true, value.doubleValue()));
        }
    }
}
