package nmos.journal;

import java.io.OutputStream;
import java.util.Locale;
import java.util.SequencedMap;
import nmos.journal.RunReport.Bound;
import nmos.journal.RunReport.KvPages;
import nmos.journal.RunReport.Percentiles;
import nmos.journal.RunReport.Resolved;
import nmos.journal.RunReport.Summary;
import nmos.journal.RunReport.Turn;
import org.jspecify.annotations.Nullable;

/// `run.json`: a [RunReport] as JSON, fields in a fixed order, units in the names.
public final class RunJson {
    /// Decimal places between nanoseconds and milliseconds.
    private static final int NS_TO_MS = 6;

    private RunJson() {}

    /// Writes one object and leaves `out` open.
    public static void write(RunReport run, OutputStream out) {
        try (JsonText json = new JsonText(out)) {
            json.object(() -> {
                json.field("kind", run.kind().name().toLowerCase(Locale.ROOT));
                json.field("complete", run.complete());
                json.field("scenario", run.scenario());
                json.field("seed", run.seed());
                json.field("machine", run.machine());
                RunReport.CarriedOut carriedOut = run.carriedOut();
                if (carriedOut != null) {
                    json.object("carried_out", () -> carriedOut(json, carriedOut));
                }
                json.object("policy", () -> {
                    json.field("hash", run.policy().hash());
                    KnobsJson.write(json, run.policy().knobs());
                });
                json.object("resolved", () -> resolved(json, run.resolved()));
                json.objects("turns", run.turns(), RunJson::turn);
                Summary summary = run.summary();
                if (summary != null) {
                    json.object("summary", () -> summary(json, summary));
                }
                RunReport.Replications replications = run.replications();
                if (replications != null) {
                    json.object("replications", () -> replications(json, replications));
                }
                Bound bound = run.bound();
                if (bound != null) {
                    json.object("bound", () -> bound(json, bound));
                }
                fields(json, "bytes", run.linkBytes());
                json.list("not_covered", run.notCovered());
            });
        }
    }

    private static void carriedOut(JsonText json, RunReport.CarriedOut how) {
        json.field("device", how.device());
        json.field("threads", how.threads());
        json.field("io", how.io());
        json.field("sampling", how.sampling());
        json.field("made_up_text", how.madeUpText());
        RunReport.Vram vram = how.vram();
        if (vram != null) {
            json.object("vram", () -> {
                json.field("device", vram.device());
                json.field("budget_bytes", vram.budgetBytes());
                json.field("high_water_bytes", vram.highWaterBytes());
                json.field("measured_bytes", vram.measuredBytes());
            });
        }
    }

    private static void resolved(JsonText json, Resolved resolved) {
        json.objects("tiers", resolved.tiers(), (tiers, tier) -> {
            tiers.field("name", tier.name());
            tiers.field("budget_bytes", tier.budgetBytes());
            tiers.field("reserved_bytes", tier.reservedBytes());
            tiers.field("spill_bytes", tier.spillBytes());
            tiers.field("computes", tier.computes());
        });
        json.objects("hops", resolved.hops(), (hops, hop) -> {
            hops.field("name", hop.name());
            hops.field("bytes_per_second_up", hop.bytesPerSecUp());
            hops.field("bytes_per_second_down", hop.bytesPerSecDown());
            ms(hops, "latency_ms", hop.latencyNs());
            hops.field("depth", hop.depth());
        });
        fields(json, "slots", resolved.slots());
        fields(json, "slot_bytes", resolved.slotBytes());
        json.field("page_bytes", resolved.pageBytes());
        json.field("pages", resolved.pages());
        json.field("chunk_bytes", resolved.chunkBytes());
        json.field("kv_bytes_per_token", resolved.kvBytesPerToken());
        json.field("kv_tokens", resolved.kvTokens());
        json.objects("shards", resolved.shards(), (shards, shard) -> {
            shards.field("name", shard.name());
            shards.field("bytes", shard.bytes());
            shards.field("kv_bytes_per_token", shard.kvBytesPerToken());
            shards.field("home", shard.home());
            shards.field("compute", shard.compute());
        });
    }

    private static void turn(JsonText json, Turn turn) {
        json.field("session", turn.session());
        ms(json, "ttft_verified_ms", turn.ttftVerifiedNs());
        ms(json, "ttft_draft_ms", turn.ttftDraftNs());
        json.field("tokens", turn.tokens());
        json.list("tau", turn.tau());
        json.list("itl_ms", turn.itlNs().stream().map(Figures::ms).toList());
        json.field("failed", turn.failed());
    }

    private static void summary(JsonText json, Summary summary) {
        json.field("turns", summary.turns());
        json.field("failed_turns", summary.failedTurns());
        json.field("tokens", summary.tokens());
        json.field("tokens_per_second", summary.tokensPerSecond());
        json.field("tokens_per_second_end_to_end", summary.tokensPerSecondEndToEnd());
        json.field("tokens_per_second_total", summary.tokensPerSecondTotal());
        percentiles(json, "ttft_verified_ms", summary.ttftVerified());
        percentiles(json, "ttft_draft_ms", summary.ttftDraft());
        percentiles(json, "itl_ms", summary.itl());
        percentiles(json, "pass_ms", summary.pass());
        json.field("tau_mean", summary.tauMean());
        json.list("tau_counts", summary.tauCounts());
        json.list("acceptance_by_depth", summary.acceptanceByDepth());
        RunReport.SavedByTyping saved = summary.savedByTyping();
        if (saved != null) {
            json.object("saved_by_typing_ms", () -> {
                spread(json, saved.saved());
                json.field("turns", saved.turns());
                json.field("hurt", saved.hurt());
                json.object("ttft_without", () -> spread(json, saved.without()));
                json.object("ttft_with", () -> spread(json, saved.with()));
            });
        }
        json.byName("stall_ms", summary.stallNs(), (cause, ns) -> ms(json, cause, ns));
        json.byName("resources", summary.resources(), (name, resource) -> json.object(name, () -> {
            ms(json, "busy_ms", resource.busyNs());
            json.field("bytes", resource.bytes());
            json.field("achieved_of_possible", resource.achievedOfPossible());
        }));
        fields(json, "high_water_bytes", summary.highWaterBytes());
        RunReport.Prefetch prefetch = summary.prefetch();
        if (prefetch != null) {
            json.object("prefetch", () -> {
                json.field("useful_bytes", prefetch.usefulBytes());
                json.field("late_bytes", prefetch.lateBytes());
                json.field("wasted_bytes", prefetch.wastedBytes());
            });
        }
        KvPages pages = summary.kvPages();
        if (pages != null) {
            json.object("kv_pages", () -> kvPages(json, pages));
        }
    }

    private static void kvPages(JsonText json, KvPages pages) {
        fields(json, "moved_bytes", pages.movedBytes());
        json.field("opened", pages.opened());
        json.field("high_water", pages.highWater());
        json.field("wasted_bytes_mean", pages.wastedBytesMean());
        json.field("wasted_bytes_at_end", pages.wastedBytesAtEnd());
        json.field("fragmentation", pages.fragmentation());
        ms(json, "stall_ms", pages.stallNs());
        json.field("folded_tokens", pages.foldedTokens());
        json.field("attention_lost", pages.attentionLost());
    }

    private static void spread(JsonText json, RunReport.Spread spread) {
        ms(json, "p10", spread.p10Ns());
        ms(json, "p50", spread.p50Ns());
        ms(json, "p90", spread.p90Ns());
        ms(json, "mean", spread.meanNs());
    }

    private static void replications(JsonText json, RunReport.Replications replications) {
        json.field("count", replications.count());
        estimate(json, "tokens_per_second", replications.tokensPerSecond(), 0);
        estimate(json, "ttft_verified_ms_p50", replications.ttftVerifiedP50Ns(), NS_TO_MS);
        estimate(json, "tau_mean", replications.tauMean(), 0);
    }

    private static void estimate(JsonText json, String name, RunReport.@Nullable Estimate estimate, int shift) {
        if (estimate != null) {
            json.object(name, () -> {
                json.field("mean", estimate.mean().movePointLeft(shift));
                json.field("half_width_95", estimate.halfWidth95().movePointLeft(shift));
            });
        }
    }

    private static void bound(JsonText json, Bound bound) {
        json.field("tokens_per_second", bound.tokensPerSecond());
        json.field("pass_s", Figures.seconds(bound.passNs()));
        json.field("limited_by", bound.limitedBy());
        json.field("reached", bound.reached());
    }

    private static void percentiles(JsonText json, String name, @Nullable Percentiles times) {
        if (times != null) {
            json.object(name, () -> {
                ms(json, "p50", times.p50Ns());
                ms(json, "p80", times.p80Ns());
                ms(json, "p95", times.p95Ns());
                ms(json, "p99", times.p99Ns());
            });
        }
    }

    private static void ms(JsonText json, String name, @Nullable Long ns) {
        json.field(name, ns == null ? null : Figures.ms(ns));
    }

    private static void fields(JsonText json, String name, SequencedMap<String, ?> values) {
        json.byName(name, values, json::field);
    }
}
