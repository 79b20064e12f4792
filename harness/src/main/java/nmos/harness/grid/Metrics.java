package nmos.harness.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import nmos.harness.grid.Metric.Better;
import nmos.journal.RunReport;
import nmos.journal.RunReport.Percentiles;
import nmos.journal.RunReport.Spread;
import nmos.scenarios.yaml.Spelling;
import org.jspecify.annotations.Nullable;

/// All figures of a run that can be asked for by name.
public final class Metrics {
    static final String SAVED = "saved_by_typing_ms.";
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    private static final SequencedMap<String, Metric> ALL = all();
    private static final List<Family> FAMILIES = families();

    /// Figures that there are of each link, tier or device, whatever a machine calls them: `head` before its name, `tail` behind.
    private record Family(String head, String tail, String example, String unit, Better better, Of of) {
        interface Of {
            OptionalDouble of(RunReport run, String name);
        }
    }

    private Metrics() {}

    /// What is told of a point where nobody asks for anything; the first two are what matters most.
    public static List<Metric> usual() {
        return List.of(
                named("tokens_per_second"),
                named("ttft_verified_ms.p50"),
                named("tokens_per_second_end_to_end"),
                named("ttft_verified_ms.p95"),
                named("itl_ms.p95"),
                named("tau_mean"),
                named("bound.reached"));
    }

    /// The figure of that name.
    ///
    /// @throws UnknownMetric where there is none of that name
    public static Metric named(String name) {
        Metric metric = ALL.get(name);
        if (metric != null) {
            return metric;
        }
        for (Family family : FAMILIES) {
            if (name.length() > family.head.length() + family.tail.length() && name.startsWith(family.head) && name.endsWith(family.tail)) {
                String whose = name.substring(family.head.length(), name.length() - family.tail.length());
                return new Metric(name, family.unit, family.better, run -> family.of.of(run, whose));
            }
        }
        throw new UnknownMetric(Spelling.unknown("metric", name, names()));
    }

    /// What can be asked for, those of links, tiers and devices by an example.
    public static List<String> names() {
        List<String> names = new ArrayList<>(ALL.sequencedKeySet());
        FAMILIES.forEach(family -> names.add(family.head + family.example + family.tail));
        return names;
    }

    private static SequencedMap<String, Metric> all() {
        SequencedMap<String, Metric> all = new LinkedHashMap<>();
        summary(all, "tokens_per_second", "1/s", Better.MORE, s -> number(s.tokensPerSecond()));
        summary(all, "tokens_per_second_end_to_end", "1/s", Better.MORE, s -> number(s.tokensPerSecondEndToEnd()));
        summary(all, "tokens_per_second_total", "1/s", Better.MORE, s -> number(s.tokensPerSecondTotal()));
        percentiles(all, "ttft_verified_ms", RunReport.Summary::ttftVerified);
        percentiles(all, "ttft_draft_ms", RunReport.Summary::ttftDraft);
        percentiles(all, "itl_ms", RunReport.Summary::itl);
        percentiles(all, "pass_ms", RunReport.Summary::pass);
        summary(all, "tau_mean", "tokens", Better.MORE, s -> number(s.tauMean()));
        spread(all, "p10", Spread::p10Ns);
        spread(all, "p50", Spread::p50Ns);
        spread(all, "p90", Spread::p90Ns);
        spread(all, "mean", Spread::meanNs);
        summary(all, SAVED + "hurt", "turns", Better.LESS, s -> of(s.savedByTyping(), RunReport.SavedByTyping::hurt));
        summary(all, "turns", "turns", Better.MORE, s -> OptionalDouble.of(s.turns()));
        summary(all, "failed_turns", "turns", Better.LESS, s -> OptionalDouble.of(s.failedTurns()));
        summary(all, "tokens", "tokens", Better.MORE, s -> OptionalDouble.of((double) s.tokens()));
        summary(all, "prefetch.useful_bytes", "B", Better.MORE, s -> of(s.prefetch(), RunReport.Prefetch::usefulBytes));
        summary(all, "prefetch.late_bytes", "B", Better.LESS, s -> of(s.prefetch(), RunReport.Prefetch::lateBytes));
        summary(all, "prefetch.wasted_bytes", "B", Better.LESS, s -> of(s.prefetch(), RunReport.Prefetch::wastedBytes));
        summary(all, "kv_pages.opened", "pages", Better.LESS, s -> of(s.kvPages(), RunReport.KvPages::opened));
        summary(all, "kv_pages.high_water", "pages", Better.LESS, s -> of(s.kvPages(), RunReport.KvPages::highWater));
        summary(all, "kv_pages.wasted_bytes_mean", "B", Better.LESS, s -> of(s.kvPages(), RunReport.KvPages::wastedBytesMean));
        summary(all, "kv_pages.fragmentation", "", Better.LESS, s -> of(s.kvPages(), pages -> pages.fragmentation().doubleValue()));
        summary(all, "kv_pages.stall_ms", "ms", Better.LESS, s -> of(s.kvPages(), pages -> pages.stallNs() / NS_PER_MS));
        summary(all, "kv_pages.folded_tokens", "tokens", Better.LESS, s -> of(s.kvPages(), RunReport.KvPages::foldedTokens));
        summary(all, "kv_pages.attention_lost", "", Better.LESS, s -> {
            RunReport.KvPages pages = s.kvPages();
            return pages == null ? OptionalDouble.empty() : number(pages.attentionLost());
        });
        add(all, "bound.tokens_per_second", "1/s", Better.MORE, run -> of(run.bound(), bound -> bound.tokensPerSecond().doubleValue()));
        add(all, "bound.pass_s", "s", Better.LESS, run -> of(run.bound(), bound -> bound.passNs() / NS_PER_S));
        add(all, "bound.reached", "", Better.MORE, run -> {
            RunReport.Bound bound = run.bound();
            return bound == null ? OptionalDouble.empty() : number(bound.reached());
        });
        return all;
    }

    private static List<Family> families() {
        return List.of(
                new Family("resources.", ".busy_ms", "vram compute", "ms", Better.LESS,
                        (run, name) -> resource(run, name, used -> OptionalDouble.of(used.busyNs() / NS_PER_MS))),
                new Family("resources.", ".achieved_of_possible", "ssd -> ram", "", Better.MORE,
                        (run, name) -> resource(run, name, used -> number(used.achievedOfPossible()))),
                new Family("stall_ms.", "", "ssd -> ram", "ms", Better.LESS, (run, name) -> {
                    RunReport.Summary summary = run.summary();
                    return summary == null ? OptionalDouble.empty() : of(summary.stallNs().get(name), ns -> ns / NS_PER_MS);
                }),
                new Family("high_water_bytes.", "", "vram", "B", Better.LESS, (run, name) -> {
                    RunReport.Summary summary = run.summary();
                    return summary == null ? OptionalDouble.empty() : of(summary.highWaterBytes().get(name), Long::doubleValue);
                }),
                new Family("bytes.", "", "ssd -> ram", "B", Better.LESS,
                        (run, name) -> of(run.linkBytes().get(name), Long::doubleValue)));
    }

    private static OptionalDouble resource(RunReport run, String name, Function<RunReport.Resource, OptionalDouble> of) {
        RunReport.Summary summary = run.summary();
        RunReport.Resource used = summary == null ? null : summary.resources().get(name);
        return used == null ? OptionalDouble.empty() : of.apply(used);
    }

    private static void percentiles(Map<String, Metric> all, String name, Function<RunReport.Summary, @Nullable Percentiles> times) {
        percentile(all, name + ".p50", times, Percentiles::p50Ns);
        percentile(all, name + ".p80", times, Percentiles::p80Ns);
        percentile(all, name + ".p95", times, Percentiles::p95Ns);
        percentile(all, name + ".p99", times, Percentiles::p99Ns);
    }

    private static void percentile(
            Map<String, Metric> all, String name, Function<RunReport.Summary, @Nullable Percentiles> times, ToDoubleFunction<Percentiles> ns) {
        summary(all, name, "ms", Better.LESS, s -> of(times.apply(s), time -> ns.applyAsDouble(time) / NS_PER_MS));
    }

    private static void spread(Map<String, Metric> all, String name, ToDoubleFunction<Spread> ns) {
        summary(all, SAVED + name, "ms", Better.MORE, s -> of(s.savedByTyping(), saved -> ns.applyAsDouble(saved.saved()) / NS_PER_MS));
    }

    private static void summary(
            Map<String, Metric> all, String name, String unit, Better better, Function<RunReport.Summary, OptionalDouble> reading) {
        add(all, name, unit, better, run -> {
            RunReport.Summary summary = run.summary();
            return summary == null ? OptionalDouble.empty() : reading.apply(summary);
        });
    }

    private static void add(Map<String, Metric> all, String name, String unit, Better better, Metric.Reading reading) {
        all.put(name, new Metric(name, unit, better, reading));
    }

    private static <T> OptionalDouble of(@Nullable T what, ToDoubleFunction<T> reading) {
        return what == null ? OptionalDouble.empty() : OptionalDouble.of(reading.applyAsDouble(what));
    }

    private static OptionalDouble number(@Nullable Number value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.doubleValue());
    }
}
