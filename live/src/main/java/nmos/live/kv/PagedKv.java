package nmos.live.kv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// KV of several texts in pages that somebody else decides about: opens, shares, folds, moves and releases. Each layer of a page
/// is in one tier, or on its way to the next. What makes no sense is refused and changes nothing.
///
/// A pass: [#begin], for every run of layers [#take] before it is computed and [#computed] after, then accepted rows go to
/// [PagedBranch#append], then [#end]. A pass that is given up just ends: what its computes took stays with the pages, for the
/// next pass that writes there. One thread calls all this; attention may read on others meanwhile, where layers were taken and
/// have landed.
public final class PagedKv implements AutoCloseable {
    private final KvRooms rooms;
    private final PagedBranch[] branches;
    private final PassReads reads;
    private final PageMoves moves;
    private final Map<Integer, PagedPage> pages = new HashMap<>();

    /// `tierOf`: by layer, the tier that computes it. Branches are numbered below `sessions`.
    public PagedKv(KvLayout layout, int[] tierOf, int sessions, List<KvTier> tiers) {
        rooms = new KvRooms(layout, tierOf, tiers);
        branches = new PagedBranch[sessions];
        Arrays.setAll(branches, number -> new PagedBranch(number, rooms));
        reads = new PassReads(rooms, branches);
        moves = new PageMoves(rooms, reads);
    }

    public PagedBranch branch(int number) {
        return branches[number];
    }

    /// Pages opened and not yet released.
    public int pages() {
        return pages.size();
    }

    /// KV bytes in a tier of layers computed there; what comes or leaves counts in both tiers.
    public long placeBytes(int tier) {
        return rooms.bytes().place(tier);
    }

    /// KV bytes in a tier of layers computed above it.
    public long spilledBytes(int tier) {
        return rooms.bytes().spilled(tier);
    }

    /// The most KV bytes there ever were in a tier.
    public long highWaterBytes(int tier) {
        return rooms.bytes().most(tier);
    }

    /// Memory made for a tier so far, a chunk at a time; more than its pages take, as each layer of a page is rounded up to 4096
    /// bytes, and a page of few positions takes what a full one does.
    public long allocatedBytes(int tier) {
        return rooms.allocatedBytes(tier);
    }

    /// How large the spill file is if every piece was written.
    public long fileBytes() {
        return rooms.fileBytes();
    }

    boolean holds(int id) {
        return pages.containsKey(id);
    }

    PagedPage page(int id) {
        PagedPage page = pages.get(id);
        if (page == null) {
            throw new IllegalStateException("page " + id + " does not exist");
        }
        return page;
    }

    private static void check(boolean holds, String what, int page, int branch) {
        if (!holds) {
            throw new IllegalStateException(what + ": page " + page + ", branch " + branch);
        }
    }

    /// From now on rows of a branch at positions `[from, to)` go to this page, for the layers computed in this tier.
    public void open(int id, int branch, int from, int to, int tier) {
        check(!pages.containsKey(id) && id >= 0, "a page opened twice", id, branch);
        check(tier > 0 && tier < rooms.tiers() && rooms.layersOf(tier).length > 0, "a page for no layers", id, branch);
        check(from >= 0 && to > from && to - from <= rooms.tier(tier).positionsPerPage(), "a page of no positions or too many", id, branch);
        PagedBranch text = branches[branch];
        PagedPage before = value(text.held(tier).lowerEntry(to));
        check(before == null || before.to() <= from, "a page over positions another page has", id, branch);
        PagedPage page = new PagedPage(id, tier, rooms.tiers(), rooms.layout(), from, to, rooms.tier(tier).storage());
        page.rows.start(Math.clamp(text.length(), from, to));
        pages.put(id, page);
        text.held(tier).put(from, page);
        text.changed(tier);
    }

    private static @Nullable PagedPage value(Map.@Nullable Entry<Integer, PagedPage> entry) {
        return entry == null ? null : entry.getValue();
    }

    /// Lets one more branch read a full page, at the same positions, after those it has.
    public void share(int id, int branch) {
        PagedPage page = page(id);
        PagedBranch text = branches[branch];
        check(text.reach(page.tier) == page.from(), "a shared page that does not follow the branch's own", id, branch);
        PagedPage before = value(text.held(page.tier).lastEntry());
        check(full(page) && (before == null || full(before)), "sharing while rows are still to be written", id, branch);
        page.holders++;
        text.held(page.tier).put(page.from(), page);
        text.changed(page.tier);
        int all = Integer.MAX_VALUE;
        for (int tier = 1; tier < rooms.tiers(); tier++) {
            all = rooms.layersOf(tier).length == 0 ? all : Math.min(all, text.reach(tier));
        }
        text.length(Math.max(text.length(), all));
    }

    private boolean full(PagedPage page) {
        for (PagedBranch branch : branches) {
            if (branch.holds(page) && branch.length() >= page.to()) {
                return true;
            }
        }
        return false;
    }

    /// Drops the rows of a page from attention for good. Its memory is still to be released.
    public void fold(int id) {
        PagedPage page = page(id);
        check(page.holders == 1, "folding a page that others read or nobody holds", id, page.holders);
        check(full(page), "folding a page that is still written to", id, page.holders);
        for (int layer : rooms.layersOf(page.tier)) {
            reads.untouched(page, layer);
        }
        for (PagedBranch branch : branches) {
            if (branch.holds(page)) {
                branch.held(page.tier).remove(page.from());
                branch.folded(page.tier).put(page.from(), page.to());
                branch.changed(page.tier);
            }
        }
        page.holders = 0;
    }

    /// Forgets positions of a branch from this one on; it lets go of the pages there.
    public void truncate(int branch, int position) {
        PagedBranch text = branches[branch];
        if (position < 0 || position > text.length()) {
            throw new IllegalStateException("truncating to " + position + " branch " + branch + " of " + text.length() + " positions");
        }
        for (int tier = 1; tier < rooms.tiers(); tier++) {
            PagedPage cut = value(text.held(tier).lowerEntry(position));
            check(cut == null || cut.to() <= position || position == text.length() || cut.holders == 1, "cutting a page that others read", cut == null ? -1 : cut.id, branch);
        }
        for (int tier = 1; tier < rooms.tiers(); tier++) {
            PagedPage cut = value(text.held(tier).lowerEntry(position));
            if (cut != null && cut.to() > position) {
                cut.rows.start(Math.min(cut.rows.start(), position));
            }
            for (PagedPage page : text.held(tier).tailMap(position).values()) {
                page.holders--;
            }
            text.held(tier).tailMap(position).clear();
            text.folded(tier).tailMap(position).clear();
            text.changed(tier);
        }
        text.length(position);
    }

    /// Gives the memory of a page back that no branch holds.
    public void release(int id) {
        PagedPage page = page(id);
        check(page.holders == 0, "releasing a page that is held", id, page.holders);
        check(page.moving == 0, "releasing a page in flight", id, page.holders);
        for (int layer : rooms.layersOf(page.tier)) {
            reads.untouched(page, layer);
        }
        for (int layer : rooms.layersOf(page.tier)) {
            if (page.at[layer] != PagedPage.VOID) {
                rooms.giveBack(page, page.at[layer], page.slot[layer]);
            }
        }
        pages.remove(id);
    }

    /// Begins a pass; every row continues a branch of these.
    public void begin(PassRows rows) {
        reads.begin(rows);
    }

    /// Layers `first..last` are to be computed for the pass: what they write gets its memory, what they read stays until
    /// [#computed] says so.
    public void take(int first, int last) {
        reads.take(first, last);
    }

    /// They were computed, or given up.
    public void computed(int first, int last) {
        reads.computed(first, last);
    }

    /// The pass is over, all its computes are.
    public void end() {
        reads.end();
    }

    /// Moves those of layers `first..last` that the page has from one tier to a neighbouring one. The caller carries the pieces,
    /// and must not stop before it has told how that ended.
    public KvMove move(int id, int first, int last, int from, int to) {
        return moves.begin(page(id), first, last, from, to);
    }

    /// The pieces are where they should be: the room they had is free.
    public void landed(KvMove move) {
        moves.end(move, true);
    }

    /// The pieces stay where they were.
    public void dropped(KvMove move) {
        moves.end(move, false);
    }

    /// Frees everything; no piece may be under way.
    @Override
    public void close() {
        rooms.close();
    }
}
