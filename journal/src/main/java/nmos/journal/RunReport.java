package nmos.journal;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import nmos.policy.kernel.Knobs;
import org.jspecify.annotations.Nullable;

/// What a run was and what came of it, alike for every world. A world fills it, [RunJson] writes it.
///
/// What was not measured is null, or an empty list or map, and is then absent from the file: absent is not 0. Figures
/// come from [Figures]. Nothing here may depend on the machine that ran the program: no path, no wall time, no host.
public record RunReport(
        Kind kind,
        boolean complete,
        String scenario,
        long seed,
        String machine,
        @Nullable CarriedOut carriedOut,
        PolicyUsed policy,
        Resolved resolved,
        List<Turn> turns,
        @Nullable Summary summary,
        @Nullable Replications replications,
        @Nullable Bound bound,
        SequencedMap<String, Long> linkBytes,
        List<String> notCovered) {

    /// A run of which the scenario says all there is to say.
    public RunReport(
            Kind kind,
            boolean complete,
            String scenario,
            long seed,
            String machine,
            PolicyUsed policy,
            Resolved resolved,
            List<Turn> turns,
            @Nullable Summary summary,
            @Nullable Replications replications,
            @Nullable Bound bound,
            SequencedMap<String, Long> linkBytes,
            List<String> notCovered) {
        this(kind, complete, scenario, seed, machine, null, policy, resolved, turns, summary, replications, bound, linkBytes,
                notCovered);
    }

    /// The same run, and how it was carried out.
    public RunReport carriedOut(CarriedOut how) {
        return new RunReport(kind, complete, scenario, seed, machine, how, policy, resolved, turns, summary, replications, bound,
                linkBytes, notCovered);
    }

    /// How the figures came about.
    public enum Kind {
        SIMULATED,
        MEASURED,
        PACED
    }

    /// How a run that was measured was carried out, as far as the scenario leaves that open. `io`: how files were read;
    /// `sampling`: how tokens were chosen; `madeUpText`: some of what was typed is text that nobody wrote; `vram`: of a device with memory of
    /// its own.
    public record CarriedOut(
            String device, int threads, String io, String sampling, boolean madeUpText, @Nullable Vram vram) {}

    /// What a run had of a device's memory and the most it used at once, all told: shards, KV, drafts, scratch, kernels. `measuredBytes`: by
    /// how much what the driver calls free fell, others' use included.
    public record Vram(String device, long budgetBytes, long highWaterBytes, long measuredBytes) {}

    /// `hash` is what [PolicyHash] gave.
    public record PolicyUsed(String hash, Knobs knobs) {}

    /// Capacities and speeds as they turned out. Tiers from storage upwards, and `hops` between them. `slots` and `slotBytes` by tier
    /// name; `chunkBytes`: what copies move at a time. `kvBytesPerToken` in all layers; `kvTokens`: tokens' KV set aside where layers are
    /// computed, for all sessions together. A page of n positions holds n times a shard's KV per token for each shard it serves.
    public record Resolved(
            List<Tier> tiers,
            List<Hop> hops,
            SequencedMap<String, Integer> slots,
            SequencedMap<String, Long> slotBytes,
            @Nullable Long pageBytes,
            @Nullable Integer pages,
            @Nullable Long chunkBytes,
            @Nullable Long kvBytesPerToken,
            @Nullable Long kvTokens,
            List<ShardPlace> shards) {
        public Resolved {
            tiers = List.copyOf(tiers);
            hops = List.copyOf(hops);
            slots = ordered(slots);
            slotBytes = ordered(slotBytes);
            shards = List.copyOf(shards);
        }
    }

    /// One tier: what the run may use of it, what of that is reserved for the draft, scratch and spilled pages, and for those pages
    /// alone. Storage has no budget to speak of.
    public record Tier(
            String name,
            @Nullable Long budgetBytes,
            @Nullable Long reservedBytes,
            @Nullable Long spillBytes,
            boolean computes) {}

    /// One hop, with the speeds that the scenario's machine has.
    public record Hop(String name, long bytesPerSecUp, long bytesPerSecDown, long latencyNs, int depth) {}

    /// One shard: its size, the KV it adds for each token, the tier it rests in between passes and the tier it is computed in.
    public record ShardPlace(String name, long bytes, long kvBytesPerToken, String home, String compute) {}

    /// One turn. `tau`: verified tokens of each pass. `itlNs`: per token after the first, a chunk of n tokens counting n.
    public record Turn(
            int session,
            @Nullable Long ttftVerifiedNs,
            @Nullable Long ttftDraftNs,
            int tokens,
            List<Integer> tau,
            List<Long> itlNs,
            @Nullable String failed) {
        public Turn {
            tau = List.copyOf(tau);
            itlNs = List.copyOf(itlNs);
        }
    }

    /// Of many times, in ns.
    public record Percentiles(long p50Ns, long p80Ns, long p95Ns, long p99Ns) {}

    /// The whole run. `tokensPerSecond` counts decoding alone, `tokensPerSecondEndToEnd` from submit to last token;
    /// `tokensPerSecondTotal` is decoding of all sessions together, null where there was one.
    /// `tauCounts[n]`: passes that yielded n tokens. `acceptanceByDepth[d]`: share of the nodes of depth d+1 that were accepted of
    /// those whose parent was. `savedByTyping` is absent where nothing is anticipated.
    public record Summary(
            int turns,
            int failedTurns,
            long tokens,
            @Nullable BigDecimal tokensPerSecond,
            @Nullable BigDecimal tokensPerSecondEndToEnd,
            @Nullable BigDecimal tokensPerSecondTotal,
            @Nullable Percentiles ttftVerified,
            @Nullable Percentiles ttftDraft,
            @Nullable Percentiles itl,
            @Nullable Percentiles pass,
            @Nullable BigDecimal tauMean,
            List<Long> tauCounts,
            List<BigDecimal> acceptanceByDepth,
            @Nullable SavedByTyping savedByTyping,
            SequencedMap<String, Long> stallNs,
            SequencedMap<String, Resource> resources,
            SequencedMap<String, Long> highWaterBytes,
            @Nullable Prefetch prefetch,
            @Nullable KvPages kvPages) {
        public Summary {
            tauCounts = List.copyOf(tauCounts);
            acceptanceByDepth = List.copyOf(acceptanceByDepth);
            stallNs = ordered(stallNs);
            resources = ordered(resources);
            highWaterBytes = ordered(highWaterBytes);
        }
    }

    /// What anticipation saved, turn by turn against the same typing without it; negative where it hurt. `turns`
    /// were answered both ways; `hurt` counts those of them that came later, and turns answered only without it. `without` and `with` are times to the first verified token.
    public record SavedByTyping(int turns, int hurt, Spread without, Spread with, Spread saved) {}

    /// Of many signed times, in ns.
    public record Spread(long p10Ns, long p50Ns, long p90Ns, long meanNs) {}

    /// How hard a resource worked. `achievedOfPossible`: bytes moved over what it could have moved while busy.
    public record Resource(long busyNs, @Nullable Long bytes, @Nullable BigDecimal achievedOfPossible) {}

    /// What KV in pages came to. `movedBytes` by hop and direction; `opened` pages in all and `highWater` at a time. Waste is
    /// memory that pages have and no row fills, looked at when a pass ends: its mean over the passes, what it was at the end,
    /// and as a share of the memory pages have (`fragmentation`). `stallNs`: time computes stood still although the weights were
    /// there. `attentionLost`: the share of a pass's attention that would have gone to folded rows, its mean over the
    /// passes; null where nobody knows what those would have got.
    public record KvPages(
            SequencedMap<String, Long> movedBytes,
            long opened,
            int highWater,
            long wastedBytesMean,
            long wastedBytesAtEnd,
            BigDecimal fragmentation,
            long stallNs,
            long foldedTokens,
            @Nullable BigDecimal attentionLost) {
        public KvPages {
            movedBytes = ordered(movedBytes);
        }
    }

    /// Bytes fetched ahead that were in time, too late, and for nothing.
    public record Prefetch(long usefulBytes, long lateBytes, long wastedBytes) {}

    /// The same scenario with other random numbers, `count` times, this run being the first. Times in ns.
    public record Replications(
            int count,
            @Nullable Estimate tokensPerSecond,
            @Nullable Estimate ttftVerifiedP50Ns,
            @Nullable Estimate tauMean) {}

    /// A mean over replications, and how far the true mean may be from it with 95 % confidence.
    public record Estimate(BigDecimal mean, BigDecimal halfWidth95) {}

    /// What physics allows. `reached`: tokens/s of the run, all sessions together, over tokens/s of the bound.
    public record Bound(BigDecimal tokensPerSecond, long passNs, String limitedBy, @Nullable BigDecimal reached) {}

    public RunReport {
        turns = List.copyOf(turns);
        linkBytes = ordered(linkBytes);
        notCovered = List.copyOf(notCovered);
    }

    private static <V> SequencedMap<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }
}
