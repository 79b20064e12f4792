package nmos.policy.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Arithmetic;
import nmos.policy.Facts;
import nmos.policy.placement.Plan;

/// The layers computed in one tier, as pages see them. A page holds `positions` positions for all of them and moves in
/// parts: part `g` is the KV of the layers among shards `first[g]..last[g]`.
///
/// A part is one layer, or as many consecutive ones as make a transfer last as long as its latency; but never more than an
/// eighth of the layers, since two parts of every page that passes through take room at a time.
record Place(
        int tier,
        int positions,
        int parts,
        int[] first,
        int[] last,
        long[] partBytes,
        long pageBytes,
        long windowBytes,
        long budgetBytes,
        int[] partOf,
        int pagesPerSession) {
    /// Parts of a page that are here or coming at a time: one is read, the next one comes.
    static final int WINDOW = 2;

    static final int NO_PART = -1;

    private static final int MOST_POSITIONS = 1 << 24;

    /// Every place that keeps KV; none where KV is not in pages.
    static List<Place> of(Facts facts, Plan plan) {
        List<Place> places = new ArrayList<>();
        for (int tier = 1; tier < facts.tiers().size() && facts.kv().paging().present(); tier++) {
            long perPosition = 0;
            for (int shard = 0; shard < facts.shards().size(); shard++) {
                perPosition += plan.compute()[shard] == tier ? facts.shards().get(shard).kvBytesPerToken() : 0;
            }
            if (perPosition > 0) {
                places.add(place(facts, plan, tier, perPosition));
            }
        }
        return places;
    }

    private static Place place(Facts facts, Plan plan, int tier, long perPosition) {
        long size = facts.kv().paging().pageBytes();
        if (size < perPosition) {
            throw new IllegalArgumentException("kv.pageBytes: a page of " + size + " bytes does not hold one position, which takes "
                    + perPosition + " for the layers computed in " + facts.tiers().get(tier).name());
        }
        int positions = (int) Math.min(size / perPosition, MOST_POSITIONS);
        Facts.Hop hop = facts.hops().get(tier - 1);
        long worthwhile = Arithmetic.bytesIn(hop.latencyNs(), hop.bytesPerSec());
        int shards = facts.shards().size();
        int layers = 0;
        for (int shard = 0; shard < shards; shard++) {
            layers += keeps(facts, plan, shard, tier) ? 1 : 0;
        }
        int most = Math.max(1, layers / 8);
        int[] first = new int[layers];
        int[] last = new int[layers];
        long[] bytes = new long[layers];
        int[] partOf = new int[shards];
        Arrays.fill(partOf, NO_PART);
        int part = -1;
        int inPart = most;
        long budget = 0;
        for (int shard = 0; shard < shards; shard++) {
            if (!keeps(facts, plan, shard, tier)) {
                continue;
            }
            if (inPart == most || bytes[part] >= worthwhile) {
                part++;
                first[part] = shard;
                inPart = 0;
            }
            inPart++;
            last[part] = shard;
            partOf[shard] = part;
            bytes[part] += positions * facts.shards().get(shard).kvBytesPerToken();
            budget += facts.kvReserveBytes(shard);
        }
        int parts = part + 1;
        long window = 0;
        for (int g = 0; g < parts; g++) {
            window = Math.max(window, bytes[g] + (g + 1 < parts ? bytes[g + 1] : 0));
        }
        return new Place(
                tier,
                positions,
                parts,
                Arrays.copyOf(first, parts),
                Arrays.copyOf(last, parts),
                Arrays.copyOf(bytes, parts),
                positions * perPosition,
                window,
                budget,
                partOf,
                (facts.kv().tokensPerSession() + positions - 1) / positions);
    }

    private static boolean keeps(Facts facts, Plan plan, int shard, int tier) {
        return plan.compute()[shard] == tier && facts.shards().get(shard).kvBytesPerToken() > 0;
    }

    /// The page that holds a position.
    int index(int position) {
        return position / positions;
    }
}
