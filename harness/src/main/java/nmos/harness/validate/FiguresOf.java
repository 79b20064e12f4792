package nmos.harness.validate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import nmos.journal.RunReport;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Figure.Origin;
import nmos.reports.validation.Figure.Unit;
import nmos.reports.validation.Validation;
import org.jspecify.annotations.Nullable;

/// The quantities of runs that are laid side by side, by the names they have in `run.json`.
public final class FiguresOf {
    private static final double NS_PER_MS = 1e6;
    private static final double BYTES_PER_MB = 1e6;

    private record Value(Unit unit, double value) {}

    private FiguresOf() {}

    /// What all runs have. Which guesses are right has a say in everything, times and memory too: where the simulator was told,
    /// nothing is a prediction.
    public static List<Figure> both(List<RunReport> simulated, List<RunReport> measured, Origin origin) {
        List<SequencedMap<String, Value>> left = simulated.stream().map(FiguresOf::values).toList();
        List<SequencedMap<String, Value>> right = measured.stream().map(FiguresOf::values).toList();
        List<Figure> figures = new ArrayList<>();
        right.getFirst().forEach((name, value) -> {
            if (left.stream().allMatch(run -> run.containsKey(name)) && right.stream().allMatch(run -> run.containsKey(name))) {
                figures.add(new Figure(
                        name,
                        value.unit,
                        origin,
                        all(left, name),
                        all(right, name)));
            }
        });
        return figures;
    }

    /// What some runs have and others lack, so that there is nothing to compare, a line each.
    static List<String> untold(List<RunReport> simulated, List<RunReport> measured) {
        SequencedMap<String, Integer> simulations = counts(simulated);
        SequencedMap<String, Integer> measurements = counts(measured);
        SequencedSet<String> names = new LinkedHashSet<>(measurements.sequencedKeySet());
        names.addAll(simulations.sequencedKeySet());
        List<String> untold = new ArrayList<>();
        for (String name : names) {
            int here = simulations.getOrDefault(name, 0);
            int there = measurements.getOrDefault(name, 0);
            if (here < simulated.size() || there < measured.size()) {
                untold.add("not compared: " + name + " is in " + here + " of " + simulated.size() + " simulated and " + there + " of "
                        + measured.size() + " measured runs");
            }
        }
        return untold;
    }

    private static SequencedMap<String, Integer> counts(List<RunReport> runs) {
        SequencedMap<String, Integer> counts = new LinkedHashMap<>();
        runs.forEach(run -> values(run).keySet().forEach(name -> counts.merge(name, 1, Integer::sum)));
        return counts;
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
        percentiles(values, "ttft_verified_ms", summary.ttftVerified());
        percentiles(values, "ttft_draft_ms", summary.ttftDraft());
        put(values, Validation.TOKENS_PER_SECOND, Unit.PER_SECOND, summary.tokensPerSecond());
        put(values, "tokens_per_second_end_to_end", Unit.PER_SECOND, summary.tokensPerSecondEndToEnd());
        put(values, "tokens_per_second_total", Unit.PER_SECOND, summary.tokensPerSecondTotal());
        put(values, "tau_mean", Unit.TOKENS, summary.tauMean());
        percentiles(values, "itl_ms", summary.itl());
        percentiles(values, "pass_ms", summary.pass());
        run.linkBytes().forEach((link, bytes) ->
                values.put("bytes." + link, new Value(Unit.MEGABYTES, bytes / BYTES_PER_MB)));
        summary.stallNs().forEach((hop, ns) -> values.put("stall_ms." + hop, new Value(Unit.MS, ns / NS_PER_MS)));
        summary.resources().forEach((resource, used) ->
                values.put("busy_ms." + resource, new Value(Unit.MS, used.busyNs() / NS_PER_MS)));
        summary.highWaterBytes().forEach((tier, bytes) ->
                values.put("high_water." + tier, new Value(Unit.MEGABYTES, bytes / BYTES_PER_MB)));
        return values;
    }

    private static void percentiles(
            Map<String, Value> values, String name, RunReport.@Nullable Percentiles times) {
        if (times != null) {
            values.put(name + ".p50", new Value(Unit.MS, times.p50Ns() / NS_PER_MS));
            values.put(name + ".p95", new Value(Unit.MS, times.p95Ns() / NS_PER_MS));
        }
    }

    private static void put(Map<String, Value> values, String name, Unit unit, @Nullable BigDecimal value) {
        if (value != null) {
            values.put(name, new Value(unit, value.doubleValue()));
        }
    }
}
