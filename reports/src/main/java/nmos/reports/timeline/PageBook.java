package nmos.reports.timeline;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import nmos.journal.RunReport;

/// Where the parts of every KV page are. A part is the KV of one layer; it takes its memory with the first compute of that layer whose
/// pass has rows of the page's branch.
final class PageBook {
    private static final int NOWHERE = -1;

    private static final int PAGE_BYTES = 200;

    private static final class Page {
        final int branch;
        final int positions;
        final int tier;
        /// by shard: the tier its part is in, and the one it is on its way to
        final int[] at;
        final int[] going;
        /// by tier: parts there, or on their way there
        final int[] parts;

        Page(int branch, int positions, int tier, int shards, int tiers) {
            this.branch = branch;
            this.positions = positions;
            this.tier = tier;
            at = new int[shards];
            going = new int[shards];
            parts = new int[tiers];
            Arrays.fill(at, NOWHERE);
            Arrays.fill(going, NOWHERE);
        }
    }

    private final List<RunReport.ShardPlace> shards;
    private final List<TierBook> tiers;
    private final Room room;
    private final Map<Integer, Page> pages = new HashMap<>();
    /// Those of which parts may still have no memory.
    private final Set<Page> growing = new HashSet<>();

    PageBook(List<RunReport.ShardPlace> shards, List<TierBook> tiers, Room room) {
        this.room = room;
        this.shards = shards;
        this.tiers = tiers;
    }

    private long pageBytes() {
        return PAGE_BYTES + (2L * shards.size() + tiers.size()) * Integer.BYTES;
    }

    void open(int id, int branch, int positions, int tier) {
        room.take(pageBytes());
        Page page = new Page(branch, positions, tier, shards.size(), tiers.size());
        pages.put(id, page);
        growing.add(page);
    }

    void compute(long nowNs, int first, int last, int tier, IntPredicate hasRows) {
        for (Page page : growing) {
            if (page.tier != tier || !hasRows.test(page.branch)) {
                continue;
            }
            for (int shard = first; shard <= last; shard++) {
                if (page.at[shard] == NOWHERE && shards.get(shard).kvBytesPerToken() > 0) {
                    page.at[shard] = tier;
                    put(nowNs, page, shard, tier, 1);
                }
            }
        }
        if (last == shards.size() - 1) {
            growing.removeIf(page -> page.tier == tier && hasRows.test(page.branch));
        }
    }

    /// Answers the bytes that move.
    long move(long nowNs, int id, int first, int last, int from, int to) {
        Page page = pages.get(id);
        long bytes = 0;
        for (int shard = first; page != null && shard <= last; shard++) {
            if (page.at[shard] == from && page.going[shard] == NOWHERE) {
                page.going[shard] = to;
                put(nowNs, page, shard, to, 1);
                bytes += bytes(page, shard);
            }
        }
        return bytes;
    }

    void moved(long nowNs, int id, int first, int last, int from, int to, boolean landed) {
        Page page = pages.get(id);
        for (int shard = first; page != null && shard <= last; shard++) {
            if (page.at[shard] == from && page.going[shard] == to) {
                page.going[shard] = NOWHERE;
                page.at[shard] = landed ? to : from;
                put(nowNs, page, shard, landed ? from : to, -1);
            }
        }
    }

    void release(long nowNs, int id) {
        Page page = pages.remove(id);
        for (int shard = 0; page != null && shard < shards.size(); shard++) {
            if (page.at[shard] != NOWHERE) {
                put(nowNs, page, shard, page.at[shard], -1);
            }
        }
        growing.remove(page);
        room.giveBack(page == null ? 0 : pageBytes());
    }

    private long bytes(Page page, int shard) {
        return page.positions * shards.get(shard).kvBytesPerToken();
    }

    private void put(long nowNs, Page page, int shard, int tier, int sign) {
        TierBook book = tiers.get(tier);
        (page.tier == tier ? book.kv : book.spilled).add(nowNs, sign * bytes(page, shard));
        int before = page.parts[tier];
        page.parts[tier] += sign;
        if (before == 0 || page.parts[tier] == 0) {
            book.pages.add(nowNs, sign);
        }
    }
}
