package nmos.reports.run;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `run.json` as [nmos.journal.RunJson] writes it, back into facts. Fields nobody knows are passed over, so that files of later
/// versions can be read; ones that earlier versions did not write may be absent.
final class RunFile {
    /// A run of a hundred thousand tokens takes 2 MB.
    private static final int MOST_BYTES = 32 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private RunFile() {}

    static Run read(Path folder) throws IOException {
        Path file = folder.resolve(RunDirectory.MANIFEST);
        JsonNode json = parse(folder, file);
        if (!json.isObject() || !json.has("kind") || !json.has("scenario") || !json.has("resolved")) {
            throw new IOException(file + ": not the report of a run");
        }
        return run(folder, new Fields(file + ": ", json));
    }

    private static JsonNode parse(Path folder, Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException missing) {
            throw new IOException(folder + ": no run is here: it has no " + RunDirectory.MANIFEST, missing);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException(file + ": larger than any report of a run (" + (MOST_BYTES >> 20) + " MiB)");
        }
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException invalid) {
            String why = String.valueOf(invalid.getOriginalMessage()).replaceAll("\\p{Cntrl}+", " ");
            int line = invalid.getLocation() == null ? -1 : invalid.getLocation().getLineNr();
            throw new IOException(file + (line > 0 ? ":" + line : "") + ": not JSON, or cut off: " + why, invalid);
        }
    }

    private static Run run(Path folder, Fields json) throws IOException {
        Fields policy = json.object("policy");
        return new Run(
                folder,
                kind(json),
                json.flag("complete"),
                json.text("scenario"),
                json.number("seed"),
                json.text("machine"),
                json.objectOrNull("carried_out", RunFile::carriedOut),
                policy.text("hash"),
                knobs(policy),
                resolved(json.object("resolved")),
                json.objects("turns", RunFile::turn),
                json.objectOrNull("summary", RunFile::summary),
                json.objectOrNull("replications", RunFile::replications),
                json.objectOrNull("bound", RunFile::bound),
                json.byName("bytes", Fields::count),
                json.texts("not_covered"));
    }

    private static RunReport.Kind kind(Fields json) throws IOException {
        String name = json.text("kind");
        for (RunReport.Kind kind : RunReport.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IOException(json.where() + "kind is none of simulated, measured and paced");
    }

    private static RunReport.CarriedOut carriedOut(Fields how) throws IOException {
        return new RunReport.CarriedOut(
                how.text("device"),
                how.integer("threads"),
                how.text("io"),
                how.text("sampling"),
                how.flag("made_up_text"),
                how.objectOrNull("vram", vram -> new RunReport.Vram(
                        vram.text("device"), vram.count("budget_bytes"), vram.count("high_water_bytes"), vram.count("measured_bytes"))));
    }

    private static SequencedMap<String, String> knobs(Fields policy) throws IOException {
        SequencedMap<String, String> flat = new LinkedHashMap<>();
        Fields knobs = policy.objectOrNull("knobs");
        if (knobs != null) {
            flatten("", knobs.node(), flat);
        }
        return flat;
    }

    /// The depth of what Jackson reads is bounded.
    private static void flatten(String name, JsonNode node, SequencedMap<String, String> flat) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue(), flat);
            }
        } else if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(plain(item)));
            flat.put(name, String.join(", ", items));
        } else {
            flat.put(name, plain(node));
        }
    }

    private static String plain(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    private static RunReport.Resolved resolved(Fields resolved) throws IOException {
        return new RunReport.Resolved(
                resolved.objects("tiers", tier -> new RunReport.Tier(
                        tier.text("name"),
                        tier.countOrNull("budget_bytes"),
                        tier.countOrNull("reserved_bytes"),
                        tier.countOrNull("spill_bytes"),
                        tier.flag("computes"))),
                resolved.objects("hops", hop -> new RunReport.Hop(
                        hop.text("name"),
                        hop.count("bytes_per_second_up"),
                        hop.count("bytes_per_second_down"),
                        hop.ms("latency_ms"),
                        hop.integer("depth"))),
                resolved.byName("slots", Fields::integer),
                resolved.byName("slot_bytes", Fields::count),
                resolved.countOrNull("page_bytes"),
                resolved.integerOrNull("pages"),
                resolved.countOrNull("chunk_bytes"),
                resolved.countOrNull("kv_bytes_per_token"),
                resolved.countOrNull("kv_tokens"),
                resolved.objects("shards", RunFile::shard));
    }

    private static RunReport.ShardPlace shard(Fields shard) throws IOException {
        Long kv = shard.countOrNull("kv_bytes_per_token");
        return new RunReport.ShardPlace(
                shard.text("name"), shard.count("bytes"), kv == null ? 0 : kv, shard.text("home"), shard.text("compute"));
    }

    private static RunReport.Turn turn(Fields turn) throws IOException {
        List<Integer> tau = new ArrayList<>();
        for (long tokens : turn.numbers("tau", 0)) {
            tau.add(Math.clamp(tokens, 0, Integer.MAX_VALUE));
        }
        return new RunReport.Turn(
                turn.integer("session"),
                turn.msOrNull("ttft_verified_ms"),
                turn.msOrNull("ttft_draft_ms"),
                turn.integer("tokens"),
                tau,
                turn.numbers("itl_ms", 6),
                turn.textOrNull("failed"));
    }

    private static RunReport.Summary summary(Fields summary) throws IOException {
        return new RunReport.Summary(
                summary.integer("turns"),
                summary.integer("failed_turns"),
                summary.count("tokens"),
                summary.figureOrNull("tokens_per_second"),
                summary.figureOrNull("tokens_per_second_end_to_end"),
                summary.figureOrNull("tokens_per_second_total"),
                summary.objectOrNull("ttft_verified_ms", RunFile::percentiles),
                summary.objectOrNull("ttft_draft_ms", RunFile::percentiles),
                summary.objectOrNull("itl_ms", RunFile::percentiles),
                summary.objectOrNull("pass_ms", RunFile::percentiles),
                summary.figureOrNull("tau_mean"),
                summary.numbers("tau_counts", 0),
                summary.figures("acceptance_by_depth"),
                summary.objectOrNull("saved_by_typing_ms", RunFile::saved),
                summary.byName("stall_ms", Fields::ms),
                resources(summary),
                summary.byName("high_water_bytes", Fields::count),
                summary.objectOrNull("prefetch", prefetch -> new RunReport.Prefetch(
                        prefetch.count("useful_bytes"), prefetch.count("late_bytes"), prefetch.count("wasted_bytes"))),
                summary.objectOrNull("kv_pages", RunFile::kvPages));
    }

    private static SequencedMap<String, RunReport.Resource> resources(Fields summary) throws IOException {
        return summary.byName("resources", (resources, name) -> {
            Fields resource = resources.object(name);
            return new RunReport.Resource(
                    resource.ms("busy_ms"), resource.countOrNull("bytes"), resource.figureOrNull("achieved_of_possible"));
        });
    }

    private static RunReport.KvPages kvPages(Fields pages) throws IOException {
        return new RunReport.KvPages(
                pages.byName("moved_bytes", Fields::count),
                pages.count("opened"),
                pages.integer("high_water"),
                pages.number("wasted_bytes_mean"),
                pages.number("wasted_bytes_at_end"),
                pages.figure("fragmentation"),
                pages.ms("stall_ms"),
                pages.count("folded_tokens"),
                pages.figureOrNull("attention_lost"));
    }

    private static RunReport.SavedByTyping saved(Fields saved) throws IOException {
        return new RunReport.SavedByTyping(
                saved.integer("turns"),
                saved.integer("hurt"),
                spread(saved.object("ttft_without")),
                spread(saved.object("ttft_with")),
                spread(saved));
    }

    private static RunReport.Spread spread(Fields of) throws IOException {
        return new RunReport.Spread(of.ms("p10"), of.ms("p50"), of.ms("p90"), of.ms("mean"));
    }

    private static RunReport.Percentiles percentiles(Fields of) throws IOException {
        return new RunReport.Percentiles(of.ms("p50"), of.ms("p80"), of.ms("p95"), of.ms("p99"));
    }

    private static RunReport.Replications replications(Fields of) throws IOException {
        return new RunReport.Replications(
                of.integer("count"),
                estimate(of, "tokens_per_second", 0),
                estimate(of, "ttft_verified_ms_p50", 6),
                estimate(of, "tau_mean", 0));
    }

    private static RunReport.@Nullable Estimate estimate(Fields of, String name, int places) throws IOException {
        return of.objectOrNull(name, estimate -> new RunReport.Estimate(
                estimate.figure("mean").movePointRight(places), estimate.figure("half_width_95").movePointRight(places)));
    }

    private static RunReport.Bound bound(Fields bound) throws IOException {
        BigDecimal passNs = bound.figure("pass_s").movePointRight(9);
        return new RunReport.Bound(
                bound.figure("tokens_per_second"), passNs.longValue(), bound.text("limited_by"), bound.figureOrNull("reached"));
    }
}
