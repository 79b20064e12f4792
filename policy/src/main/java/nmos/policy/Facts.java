package nmos.policy;

import java.util.List;

/// What is known before anything happens: the shards of the oracle in the order a pass visits them, the tiers from storage
/// upwards, the hops between neighbouring tiers, and the draft.
///
/// Policies plan with these; what they observe later corrects them.
public record Facts(List<Shard> shards, List<Tier> tiers, List<Hop> hops, Draft draft, Kv kv) {

    public enum Kind {
        /// A layer of a mixture of experts is what all rows go through: attention, norms, the router, and what its experts share.
        LAYER,
        /// Follows its layer, and its fellows; a pass visits those that the layer's router chooses for its rows.
        EXPERT,
        /// A part of the output head, cut by output rows so that it fits a slot.
        HEAD
    }

    /// One unit of weights. `computeNs` has one curve per tier; an empty list position is a tier that cannot compute,
    /// marked by [Tier#computes].
    public record Shard(
            Kind kind, int layer, long bytes, long kvBytesPerToken, List<RowCurve> computeNs, Visits visits) {
        /// One that every row of every pass goes through.
        public Shard(Kind kind, int layer, long bytes, long kvBytesPerToken, List<RowCurve> computeNs) {
            this(kind, layer, bytes, kvBytesPerToken, computeNs, Visits.ALWAYS);
        }

        public boolean expert() {
            return kind == Kind.EXPERT;
        }
    }

    /// A place weights can be. `budgetBytes` is what the run may use of it, `reservedBytes` what the draft, scratch and the
    /// like take of that; KV is not in it. Storage (tier 0) holds everything and has no budget to speak of.
    ///
    /// `attentionBytesPerSec`: how fast its device reads KV of earlier tokens; 0 where that is not counted. `attendsRowByRow`:
    /// whether it reads them again for each row of a pass.
    public record Tier(
            String name,
            long budgetBytes,
            long reservedBytes,
            boolean computes,
            long attentionBytesPerSec,
            boolean attendsRowByRow) {
        /// A tier whose device reads KV once for all rows of a pass.
        public Tier(String name, long budgetBytes, long reservedBytes, boolean computes, long attentionBytesPerSec) {
            this(name, budgetBytes, reservedBytes, computes, attentionBytesPerSec, false);
        }

        /// A tier whose device reads KV in no time.
        public Tier(String name, long budgetBytes, long reservedBytes, boolean computes) {
            this(name, budgetBytes, reservedBytes, computes, 0);
        }

        /// Time to read so much KV, beside reading the weights.
        public long attentionNs(long kvBytes) {
            return attentionBytesPerSec == 0 ? 0 : Arithmetic.nsFor(kvBytes, attentionBytesPerSec);
        }
    }

    /// Hop `h` joins tier `h` to tier `h + 1`.
    public record Hop(long latencyNs, long bytesPerSec, int depth) {
        /// Time for one transfer alone, latency included.
        public long ns(long bytes) {
            return latencyNs + Arithmetic.nsFor(bytes, bytesPerSec);
        }
    }

    /// The draft model: time for one node of a chain or one level of a tree, time per further node of that level, and
    /// time per prefilled row.
    public record Draft(boolean present, long nsPerLevel, long nsPerNode, long nsPerPrefillRow) {}

    /// Tokens each session may hold, how many sessions, and the bytes activations take per row when the place of
    /// computation changes.
    public record Kv(
            int tokensPerSession, int sessions, long activationBytesPerRow, long switchLatencyNs, Paging paging) {
        /// KV that stays where it is computed, in no pages.
        public Kv(int tokensPerSession, int sessions, long activationBytesPerRow, long switchLatencyNs) {
            this(tokensPerSession, sessions, activationBytesPerRow, switchLatencyNs, Paging.NONE);
        }

        /// Tokens' KV set aside where layers are computed, for all sessions together.
        public long residentTokens() {
            return paging.present() ? paging.residentTokens() : (long) tokensPerSession * sessions;
        }
    }

    /// KV in pages of `pageBytes`. `residentTokens`: what all sessions together may hold where layers are computed;
    /// `spillBytes[t]`: what tier `t` sets aside for pages of layers computed above it. The first `sharedPrefixTokens` tokens of
    /// every session are the same.
    public record Paging(long pageBytes, long residentTokens, List<Long> spillBytes, int sharedPrefixTokens) {
        public static final Paging NONE = new Paging(0, 0, List.of(), 0);

        public Paging {
            spillBytes = List.copyOf(spillBytes);
        }

        public boolean present() {
            return pageBytes > 0;
        }

        public long spillBytes(int tier) {
            return tier < spillBytes.size() ? spillBytes.get(tier) : 0;
        }
    }

    public Facts {
        shards = List.copyOf(shards);
        tiers = List.copyOf(tiers);
        hops = List.copyOf(hops);
        if (shards.isEmpty() || tiers.size() < 2 || hops.size() != tiers.size() - 1) {
            throw new IllegalArgumentException(
                    shards.size() + " shards, " + tiers.size() + " tiers, " + hops.size() + " hops");
        }
        if (shards.getFirst().expert() || shards.getLast().expert()) {
            throw new IllegalArgumentException("an expert without a layer before it or anything after it");
        }
    }

    /// Whether a pass leaves shards out.
    public boolean mixture() {
        for (Shard shard : shards) {
            if (shard.expert()) {
                return true;
            }
        }
        return false;
    }

    /// Whether a shard is a layer whose router chooses from experts that follow it.
    public boolean routes(int shard) {
        return shard + 1 < shards.size() && shards.get(shard + 1).expert() && !shards.get(shard).expert();
    }

    /// How many experts a shard's router chooses from: those that follow it.
    public int expertsOf(int shard) {
        int end = shard + 1;
        while (end < shards.size() && shards.get(end).expert()) {
            end++;
        }
        return end - shard - 1;
    }

    public int top() {
        return tiers.size() - 1;
    }

    /// Time to compute one shard in a tier for so many rows.
    public long computeNs(int shard, int tier, int rows) {
        return shards.get(shard).computeNs().get(tier).ns(rows);
    }

    /// Time to carry the activations of `rows` rows from one tier to another; 0 where it is the same.
    public long switchNs(int rows, int from, int to) {
        if (from == to) {
            return 0;
        }
        long bytes = Math.multiplyExact(rows, kv.activationBytesPerRow());
        long ns = kv.switchLatencyNs();
        for (int h = Math.min(from, to); h < Math.max(from, to); h++) {
            ns = Math.addExact(ns, hops.get(h).ns(bytes));
        }
        return ns;
    }

    /// KV bytes all sessions reserve for a shard computed anywhere.
    public long kvReserveBytes(int shard) {
        return shards.get(shard).kvBytesPerToken() * kv.residentTokens();
    }
}
