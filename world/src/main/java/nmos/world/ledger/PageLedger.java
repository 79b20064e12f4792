package nmos.world.ledger;

import static nmos.world.ledger.InvariantBroken.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import nmos.policy.Facts;

/// Where every part of every page is, who holds the page, and what each tier has of it. A part is the KV of one layer.
public final class PageLedger {
    private static final int VOID = -1;
    private static final int STILL = -1;

    /// One page's account.
    private static final class Page {
        final int id;
        final int from;
        final int to;
        final int tier;
        /// by shard: the tier its part is in, and the one it is on its way to
        final int[] at;
        final int[] going;
        /// Its first row; after [#from] where the rows before were folded.
        int start;
        int holders = 1;
        int moving;
        /// The pass that reads it.
        long pass;

        Page(int id, int from, int to, int tier, int shards, int start) {
            this.id = id;
            this.start = start;
            this.from = from;
            this.to = to;
            this.tier = tier;
            at = new int[shards];
            going = new int[shards];
            Arrays.fill(at, VOID);
            Arrays.fill(going, STILL);
        }

        int positions() {
            return to - from;
        }

        int rows(long kv) {
            return Math.clamp(kv - start, 0, to - start);
        }
    }

    private final Facts facts;
    private final Facts.Paging paging;
    private final int tiers;
    private final int shards;
    private final Map<Integer, Page> pages = new LinkedHashMap<>();
    /// (branch, tier): its pages by position, and what was folded: from, to
    private final List<NavigableMap<Integer, Page>> held = new ArrayList<>();
    private final List<NavigableMap<Integer, Integer>> folded = new ArrayList<>();
    /// by tier: KV bytes of layers computed here, and of pages spilled here, in flight to or from here included
    private final long[] placeBytes;
    private final long[] spilledBytes;
    private final long[] reserveBytes;
    private final long[] bytesPerPosition;
    /// by shard: the tier that computes it, 0 before that is known
    private final int[] computedIn;
    /// by shard: computes in flight
    private final int[] reading;
    /// by shard: parts read by the pass that are not there
    private final int[] absent;
    private long pass;
    private final PageUse use;

    PageLedger(Facts facts) {
        this.facts = facts;
        paging = facts.kv().paging();
        tiers = facts.tiers().size();
        shards = facts.shards().size();
        for (int i = 0; i < facts.kv().sessions() * tiers; i++) {
            held.add(new TreeMap<>());
            folded.add(new TreeMap<>());
        }
        placeBytes = new long[tiers];
        spilledBytes = new long[tiers];
        reserveBytes = new long[tiers];
        bytesPerPosition = new long[tiers];
        computedIn = new int[shards];
        reading = new int[shards];
        absent = new int[shards];
        use = new PageUse(tiers - 1);
    }

    boolean present() {
        return paging.present();
    }

    public PageUse use() {
        return use;
    }

    private NavigableMap<Integer, Page> held(int branch, int tier) {
        return held.get(branch * tiers + tier);
    }

    private Page page(int id) {
        Page page = pages.get(id);
        if (page == null) {
            throw new InvariantBroken("L11", "page " + id + " does not exist");
        }
        return page;
    }

    private long bytes(Page page, int shard) {
        return page.positions() * facts.shards().get(shard).kvBytesPerToken();
    }

    void open(int id, int branch, int from, int to, int tier, long kv) {
        check(!pages.containsKey(id) && id >= 0, "L11", "a page opened twice", id, branch);
        check(from >= 0 && to > from && facts.tiers().get(tier).computes(), "L12", "a page of no positions or for no layers", from, to);
        Map.Entry<Integer, Page> before = held(branch, tier).lowerEntry(to);
        check(before == null || before.getValue().to <= from, "L12", "a page over positions another page has", id, from);
        Page page = new Page(id, from, to, tier, shards, Math.clamp(kv, from, to));
        refuseOversize(page);
        pages.put(id, page);
        held(branch, tier).put(from, page);
        use.opened(pages.size());
    }

    /// As far as it is known which layers are computed where.
    private void refuseOversize(Page page) {
        long bytes = page.positions() * bytesPerPosition[page.tier];
        check(bytes <= paging.pageBytes(), "L12", "a page larger than a page", bytes, paging.pageBytes());
    }

    /// Answers up to which position the branch then holds KV at every place.
    long share(int id, int branch, TokenLedger tokens) {
        Page page = page(id);
        NavigableMap<Integer, Page> mine = held(branch, page.tier);
        long reach = mine.isEmpty() ? 0 : mine.lastEntry().getValue().to;
        check(reach == page.from, "L12", "a shared page that does not follow the branch's own", reach, page.from);
        check(page.holders > 0 && full(page, tokens), "L12", "sharing a page that is still written to", id, branch);
        page.holders++;
        mine.put(page.from, page);
        long all = Long.MAX_VALUE;
        for (int tier = 1; tier < tiers; tier++) {
            if (bytesPerPosition[tier] > 0) {
                all = Math.min(all, held(branch, tier).isEmpty() ? 0 : held(branch, tier).lastEntry().getValue().to);
            }
        }
        return all;
    }

    private boolean full(Page page, TokenLedger tokens) {
        for (int branch = 0; branch < facts.kv().sessions(); branch++) {
            if (holds(branch, page) && tokens.kv(branch) >= page.to) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(int branch, Page page) {
        return page.equals(held(branch, page.tier).get(page.from));
    }

    void move(int id, int first, int last, int from, int to) {
        Page page = page(id);
        check(from >= 0 && to >= 0 && Math.max(from, to) <= page.tier && Math.abs(from - to) == 1, "L11", "a move to no neighbour", from, to);
        check(first >= 0 && first <= last && last < shards, "L11", "a move of no layers", first, last);
        for (int shard = first; shard <= last; shard++) {
            if (page.at[shard] == VOID) {
                continue;
            }
            check(page.at[shard] == from && page.going[shard] == STILL, "L11", "a move of a part that is elsewhere or moves", id, shard);
            check(!read(page, shard), "L15", "a move of what is being read", id, shard);
            count(page, shard, -1);
            page.going[shard] = to;
            page.moving++;
            count(page, shard, 1);
            add(page, to, bytes(page, shard));
        }
    }

    void moveEnded(int id, int first, int last, int from, int to, boolean landed) {
        Page page = page(id);
        long moved = 0;
        for (int shard = first; shard <= last; shard++) {
            if (page.at[shard] != from || page.going[shard] != to) {
                continue;
            }
            count(page, shard, -1);
            page.at[shard] = landed ? to : from;
            page.going[shard] = STILL;
            page.moving--;
            count(page, shard, 1);
            add(page, landed ? from : to, -bytes(page, shard));
            moved += bytes(page, shard);
        }
        use.moved(Math.min(from, to), to > from, landed ? moved : 0);
    }

    /// Bytes of the parts a move carries.
    public long movingBytes(int id, int first, int last) {
        Page page = page(id);
        long bytes = 0;
        for (int shard = first; shard <= last; shard++) {
            bytes += page.going[shard] == STILL ? 0 : bytes(page, shard);
        }
        return bytes;
    }

    private void add(Page page, int tier, long bytes) {
        long[] of = page.tier == tier ? placeBytes : spilledBytes;
        of[tier] += bytes;
        boolean known = page.tier != tier || placesKnown();
        long most = page.tier == tier ? reserveBytes[tier] : paging.spillBytes(tier);
        check(bytes < 0 || !known || of[tier] <= most, "L14", "KV beyond what a tier sets aside for it", of[tier], most);
    }

    /// Before every layer was computed once nobody has said what each place sets aside.
    private boolean placesKnown() {
        for (int shard = 0; shard < shards; shard++) {
            if (computedIn[shard] == 0 && facts.shards().get(shard).kvBytesPerToken() > 0) {
                return false;
            }
        }
        return true;
    }

    /// A compute in flight reads the part where it is. One that was lost on its way there is still to come.
    private boolean read(Page page, int shard) {
        return page.at[shard] == page.tier && pass != 0 && page.pass == pass && reading[shard] > 0 && computedIn[shard] == page.tier;
    }

    /// To be called before (-1) and after (1) a part changes.
    private void count(Page page, int shard, int sign) {
        boolean away = page.at[shard] != VOID && (page.at[shard] != page.tier || page.going[shard] != STILL);
        if (away && pass != 0 && page.pass == pass) {
            absent[shard] += sign;
        }
    }

    /// A pass begins, with rows of some branches that go up to a position.
    void begin(long id, TokenLedger tokens) {
        pass = id;
        Arrays.fill(absent, 0);
        for (int branch = 0; branch < facts.kv().sessions(); branch++) {
            int to = tokens.rowsEnd(branch);
            for (int tier = 1; tier < tiers && to > 0; tier++) {
                for (Page page : held(branch, tier).headMap(to).values()) {
                    if (page.pass == pass) {
                        continue;
                    }
                    page.pass = pass;
                    for (int shard = 0; shard < shards; shard++) {
                        count(page, shard, 1);
                    }
                }
            }
        }
    }

    /// A compute is named: what it reads is there or coming, what it writes to gets its memory.
    void compute(int first, int last, int tier, TokenLedger tokens) {
        for (int shard = first; shard <= last; shard++) {
            long perPosition = facts.shards().get(shard).kvBytesPerToken();
            if (computedIn[shard] == 0) {
                computedIn[shard] = tier;
                bytesPerPosition[tier] += perPosition;
                reserveBytes[tier] += facts.kvReserveBytes(shard);
            }
            if (perPosition == 0) {
                continue;
            }
            for (int branch = 0; branch < facts.kv().sessions(); branch++) {
                if (tokens.rowsEnd(branch) > 0) {
                    read(branch, shard, tier, (int) tokens.kv(branch), tokens.rowsEnd(branch));
                }
            }
            reading[shard]++;
        }
    }

    private void read(int branch, int shard, int tier, int kv, int rowsEnd) {
        int reach = 0;
        for (Page page : held(branch, tier).headMap(rowsEnd).values()) {
            check(foldedTo(branch, tier, reach, page.from), "L12", "rows that no page has", branch, reach);
            check(page.to <= kv || page.holders == 1, "L12", "rows for a page others read", page.id, branch);
            if (page.at[shard] == VOID && page.start >= kv) {
                refuseOversize(page);
                page.at[shard] = tier;
                add(page, tier, bytes(page, shard));
                use.allocated(bytes(page, shard));
            }
            boolean here = page.at[shard] == tier && page.going[shard] == STILL;
            check(here || (page.at[shard] != VOID && page.going[shard] == tier), "L13", "compute without the KV of a layer", page.id, shard);
            reach = page.to;
        }
        check(reach >= rowsEnd, "L12", "rows that no page has", branch, reach);
    }

    private boolean foldedTo(int branch, int tier, int from, int to) {
        int reach = from;
        NavigableMap<Integer, Integer> ranges = folded.get(branch * tiers + tier);
        while (reach < to) {
            Map.Entry<Integer, Integer> range = ranges.floorEntry(reach);
            if (range == null || range.getValue() <= reach) {
                return false;
            }
            reach = range.getValue();
        }
        return true;
    }

    boolean here(int shard) {
        return absent[shard] == 0;
    }

    void using(int shard) {
        check(here(shard), "L13", "KV read before it landed", shard, absent[shard]);
    }

    void computeEnded(int first, int last) {
        for (int shard = first; shard <= last; shard++) {
            reading[shard] -= reading[shard] > 0 ? 1 : 0;
        }
    }

    void passEnded(TokenLedger tokens) {
        pass = 0;
        use.passEnded(filledBytes(tokens));
    }

    private long filledBytes(TokenLedger tokens) {
        long[] filled = new long[1];
        Map<Integer, Integer> rows = new LinkedHashMap<>();
        for (int branch = 0; branch < facts.kv().sessions(); branch++) {
            long kv = tokens.kv(branch);
            for (int tier = 1; tier < tiers; tier++) {
                for (Page page : held(branch, tier).values()) {
                    rows.merge(page.id, page.rows(kv), Math::max);
                }
            }
        }
        rows.forEach((id, count) -> {
            Page page = page(id);
            for (int shard = 0; shard < shards; shard++) {
                filled[0] += page.at[shard] == VOID ? 0 : count * facts.shards().get(shard).kvBytesPerToken();
            }
        });
        return filled[0];
    }

    void truncate(int branch, int position, long kv) {
        for (int tier = 1; tier < tiers; tier++) {
            NavigableMap<Integer, Page> mine = held(branch, tier);
            Map.Entry<Integer, Page> cut = mine.lowerEntry(position);
            check(cut == null || cut.getValue().to <= position || position >= kv || cut.getValue().holders == 1, "L12", "cutting a page others read", branch, position);
            for (Page page : mine.tailMap(position).values()) {
                page.holders--;
            }
            if (cut != null && cut.getValue().to > position) {
                cut.getValue().start = Math.min(cut.getValue().start, position);
            }
            mine.tailMap(position).clear();
            folded.get(branch * tiers + tier).tailMap(position).clear();
        }
    }

    void fold(int id, TokenLedger tokens) {
        Page page = page(id);
        check(page.holders == 1, "L12", "folding a page that others read or nobody holds", id, page.holders);
        for (int shard = 0; shard < shards; shard++) {
            check(!read(page, shard), "L15", "folding what is being read", id, shard);
        }
        for (int branch = 0; branch < facts.kv().sessions(); branch++) {
            if (holds(branch, page)) {
                check(tokens.kv(branch) >= page.to, "L12", "folding a page that is still written to", id, branch);
                held(branch, page.tier).remove(page.from);
                folded.get(branch * tiers + page.tier).put(page.from, page.to);
            }
        }
        page.holders = 0;
        use.folded(page.positions());
    }

    void release(int id) {
        Page page = page(id);
        check(page.holders == 0, "L15", "releasing a page that a branch holds", id, page.holders);
        check(page.moving == 0, "L15", "releasing what is in flight", id, page.moving);
        for (int shard = 0; shard < shards; shard++) {
            check(!read(page, shard), "L15", "releasing what is being read", id, shard);
            if (page.at[shard] != VOID) {
                add(page, page.at[shard], -bytes(page, shard));
                use.allocated(-bytes(page, shard));
            }
        }
        pages.remove(id);
    }

    void attended(int id) {
        page(id);
    }

    /// KV bytes in all tiers.
    public long heldBytes() {
        return Arrays.stream(placeBytes).sum() + Arrays.stream(spilledBytes).sum();
    }

    /// KV bytes of the layers computed in a tier that are there.
    long placeBytes(int tier) {
        return placeBytes[tier];
    }

    /// Rows of a branch that a layer computed in this tier attends to.
    public long attendedTokens(int branch, int tier, long kv) {
        long tokens = 0;
        for (Page page : held(branch, tier).values()) {
            tokens += page.rows(kv);
        }
        return tokens;
    }

    /// Hears of a page and its positions.
    @FunctionalInterface
    public interface EachPage {
        void page(int page, int from, int to);
    }

    /// Tells every page a branch holds for the layers computed in a tier, in order.
    public void pages(int branch, int tier, EachPage each) {
        for (Page page : held(branch, tier).values()) {
            each.page(page.id, page.from, page.to);
        }
    }

    void finish() {
        long[] place = new long[tiers];
        long[] spilled = new long[tiers];
        for (Page page : pages.values()) {
            check(page.holders > 0, "L16", "a page nobody holds was never released", page.id, page.from);
            check(page.moving == 0, "L16", "a move never reported", page.id, page.moving);
            for (int shard = 0; shard < shards; shard++) {
                if (page.at[shard] != VOID) {
                    (page.at[shard] == page.tier ? place : spilled)[page.at[shard]] += bytes(page, shard);
                }
            }
        }
        check(Arrays.equals(place, placeBytes) && Arrays.equals(spilled, spilledBytes), "L14", "bytes of pages do not add up", 0, 0);
    }
}
