package nmos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nmos.journal.RunJson;
import nmos.journal.RunReport;
import nmos.scenarios.Scenario;
import nmos.scenarios.claim.Claim;
import nmos.scenarios.claim.ClaimCheck;
import org.jspecify.annotations.Nullable;

/// A run for people to read and for programs.
final class RunText {
    private static final double MS = 1e6;
    private static final double SECOND = 1e9;
    private static final double GB = 1e9;
    private static final int LABEL = 23;

    private final StringBuilder text = new StringBuilder();

    private RunText() {}

    static String json(RunReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunJson.write(report, bytes);
        return bytes.toString(UTF_8).strip();
    }

    private static String vram(RunReport.@Nullable Vram vram) {
        return vram == null
                ? ""
                : String.format(
                        Locale.ROOT, "%n%s%s: at most %.2f GB in use of %.2f GB (by the driver's count %.2f GB)", " ".repeat(LABEL), vram.device(),
                        vram.highWaterBytes() / GB, vram.budgetBytes() / GB, vram.measuredBytes() / GB);
    }

    static String plain(Scenario scenario, RunReport report) {
        RunText run = new RunText();
        Claim claim = scenario.claim();
        if (claim != null) {
            run.text.append(ClaimCheck.of(claim, scenario.machine(), scenario.oracle()).text()).append('\n');
        }
        run.text.append(report.scenario()).append(": ").append(scenario.about()).append('\n');
        run.line("kind", report.kind().name().toLowerCase(Locale.ROOT) + (report.complete() ? "" : ", cut short")
                + ", seed " + report.seed() + ", on " + report.machine());
        RunReport.CarriedOut how = report.carriedOut();
        if (how != null) {
            run.line("carried out", "on the " + how.device() + " by " + how.threads() + " threads, " + how.sampling()
                    + "\n" + " ".repeat(LABEL) + "files: " + how.io()
                    + vram(how.vram())
                    + (how.madeUpText() ? "\n" + " ".repeat(LABEL) + "some of what was typed is text that nobody wrote" : ""));
        }
        RunReport.Summary summary = report.summary();
        if (summary != null) {
            run.summary(report, summary);
        }
        RunReport.Replications replications = report.replications();
        if (replications != null) {
            run.replications(replications);
        }
        RunReport.Bound bound = report.bound();
        if (bound != null) {
            boolean shared = summary != null && summary.tokensPerSecondTotal() != null;
            run.line("bound", String.format(Locale.ROOT, "%.4f tokens/s%s: a pass of %.3f s, limited by %s%s",
                    bound.tokensPerSecond(), shared ? ", all together" : "", bound.passNs() / SECOND, bound.limitedBy(),
                    bound.reached() == null ? "" : String.format(Locale.ROOT, "; %.1f %% reached", bound.reached().doubleValue() * 100)));
        }
        run.places(report.resolved());
        if (summary != null) {
            run.resources(summary);
        }
        run.line("not covered", String.join("\n" + " ".repeat(LABEL), report.notCovered()));
        return run.text.toString();
    }

    private void line(String label, String what) {
        text.append(String.format(Locale.ROOT, "%-" + LABEL + "s%s%n", label, what));
    }

    /// Why turns failed, each cause once.
    private static String causes(RunReport report) {
        String causes = report.turns().stream()
                .map(RunReport.Turn::failed)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? "" : " (" + causes + ")";
    }

    private void summary(RunReport report, RunReport.Summary summary) {
        line("turns", summary.turns() + " counted, " + summary.failedTurns() + " failed" + causes(report) + ", " + summary.tokens() + " tokens");
        times("first token, verified", summary.ttftVerified());
        times("first token, any", summary.ttftDraft());
        RunReport.SavedByTyping saved = summary.savedByTyping();
        if (saved != null) {
            savedByTyping(saved);
        }
        if (summary.tokensPerSecond() != null) {
            line("tokens/s", String.format(Locale.ROOT, "%.4f decoding, %.4f from submit to last token",
                    summary.tokensPerSecond(), summary.tokensPerSecondEndToEnd()));
        }
        BigDecimal total = summary.tokensPerSecondTotal();
        if (total != null) {
            line("tokens/s, all together", String.format(Locale.ROOT, "%.4f decoding", total));
        }
        times("between tokens", summary.itl());
        times("a pass", summary.pass());
        if (summary.tauMean() != null) {
            line("tokens a pass", String.format(Locale.ROOT, "%.3f%s", summary.tauMean(), total == null ? "" : " for each turn in it"));
        }
        if (!summary.acceptanceByDepth().isEmpty()) {
            line("accepted by depth", summary.acceptanceByDepth().stream()
                    .limit(8)
                    .map(share -> String.format(Locale.ROOT, "%.2f", share))
                    .collect(Collectors.joining(" ")));
        }
    }

    private void times(String label, RunReport.@Nullable Percentiles times) {
        if (times != null) {
            line(label, String.format(Locale.ROOT, "%s (p50)  %s (p80)  %s (p95)  %s (p99)",
                    time(times.p50Ns()), time(times.p80Ns()), time(times.p95Ns()), time(times.p99Ns())));
        }
    }

    /// Against the same typing with nothing anticipated.
    private void savedByTyping(RunReport.SavedByTyping saved) {
        line("saved by typing", saved.turns() + " turns, " + saved.hurt() + " of them slower than without");
        spread("  first token without", saved.without());
        spread("  first token with", saved.with());
        spread("  saved", saved.saved());
    }

    private void spread(String label, RunReport.Spread spread) {
        line(label, time(spread.p10Ns()) + " (p10)  " + time(spread.p50Ns()) + " (p50)  " + time(spread.p90Ns()) + " (p90)  "
                + time(spread.meanNs()) + " (mean)");
    }

    private static String time(long ns) {
        return Math.abs(ns) >= SECOND
                ? String.format(Locale.ROOT, "%.3f s", ns / SECOND)
                : String.format(Locale.ROOT, "%.3f ms", ns / MS);
    }

    private void replications(RunReport.Replications repeated) {
        line("replications", repeated.count() + ", means with 95 % intervals");
        estimate("  tokens/s", repeated.tokensPerSecond(), 1, "");
        estimate("  first token p50", repeated.ttftVerifiedP50Ns(), SECOND, " s");
        estimate("  tokens a pass", repeated.tauMean(), 1, "");
    }

    private void estimate(String label, RunReport.@Nullable Estimate estimate, double unit, String name) {
        if (estimate != null && estimate.halfWidth95().signum() == 0) {
            line(label, String.format(Locale.ROOT, "%.4f%s in each: nothing in it is left to chance",
                    estimate.mean().doubleValue() / unit, name));
        } else if (estimate != null) {
            line(label, String.format(Locale.ROOT, "%.4f +- %.4f%s",
                    estimate.mean().doubleValue() / unit, estimate.halfWidth95().doubleValue() / unit, name));
        }
    }

    private void places(RunReport.Resolved resolved) {
        Map<String, long[]> places = new TreeMap<>();
        for (RunReport.ShardPlace shard : resolved.shards()) {
            String place = shard.home().equals(shard.compute())
                    ? "in " + shard.home() + ", computed there"
                    : "in " + shard.home() + ", computed in " + shard.compute();
            long[] sum = places.computeIfAbsent(place, key -> new long[2]);
            sum[0]++;
            sum[1] += shard.bytes();
        }
        String label = "shards";
        for (Map.Entry<String, long[]> place : places.entrySet()) {
            line(label, String.format(Locale.ROOT, "%3d (%.2f GB) %s", place.getValue()[0], place.getValue()[1] / GB, place.getKey()));
            label = "";
        }
    }

    private void resources(RunReport.Summary summary) {
        String label = "devices, whole run";
        for (Map.Entry<String, RunReport.Resource> resource : summary.resources().entrySet()) {
            Long bytes = resource.getValue().bytes();
            line(label, String.format(Locale.ROOT, "%-14s busy %.1f s%s", resource.getKey(), resource.getValue().busyNs() / SECOND,
                    bytes == null ? "" : String.format(Locale.ROOT, ", moved %.1f GB", bytes / GB)));
            label = "";
        }
        line("waits, by last hop", summary.stallNs().entrySet().stream()
                .map(stall -> String.format(Locale.ROOT, "%s %.1f s", stall.getKey(), stall.getValue() / SECOND))
                .collect(Collectors.joining(", ")));
        line("high water", summary.highWaterBytes().entrySet().stream()
                .map(tier -> String.format(Locale.ROOT, "%s %.2f GB", tier.getKey(), tier.getValue() / GB))
                .collect(Collectors.joining(", ")));
        RunReport.Prefetch prefetch = summary.prefetch();
        if (prefetch != null) {
            line("fetched", String.format(Locale.ROOT, "%.1f GB in time, %.1f GB waited for, %.1f GB for nothing",
                    prefetch.usefulBytes() / GB, prefetch.lateBytes() / GB, prefetch.wastedBytes() / GB));
        }
        RunReport.KvPages pages = summary.kvPages();
        if (pages != null) {
            kvPages(pages);
        }
    }

    private void kvPages(RunReport.KvPages pages) {
        line("KV pages", String.format(Locale.ROOT, "%d opened, %d at a time, %.1f %% of their memory without rows; %.1f s waited for them",
                pages.opened(), pages.highWater(), pages.fragmentation().doubleValue() * 100, pages.stallNs() / SECOND));
        String moved = pages.movedBytes().entrySet().stream()
                .filter(hop -> hop.getValue() > 0)
                .map(hop -> String.format(Locale.ROOT, "%s %.2f GB", hop.getKey(), hop.getValue() / GB))
                .collect(Collectors.joining(", "));
        line("", moved.isEmpty() ? "none moved" : moved);
        if (pages.foldedTokens() > 0) {
            BigDecimal lost = pages.attentionLost();
            line("", pages.foldedTokens() + " tokens folded"
                    + (lost == null ? "" : String.format(Locale.ROOT, ", and with them %.1f %% of the attention", lost.doubleValue() * 100)));
        }
    }
}
