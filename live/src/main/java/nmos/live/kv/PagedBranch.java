package nmos.live.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A text whose positions are in pages of [PagedKv]: in each tier that computes layers, a sequence of pages, with holes where
/// some were folded.
public final class PagedBranch implements Past {
    final int number;
    private final KvRooms rooms;
    /// by tier: its pages by position, and what was folded, from and to
    private final List<NavigableMap<Integer, PagedPage>> held = new ArrayList<>();
    private final List<NavigableMap<Integer, Integer>> folded = new ArrayList<>();
    /// by tier: `held` as attention reads it, which may be while more pages are opened
    private final List<List<KvPage>> pages = new ArrayList<>();
    private int length;

    PagedBranch(int number, KvRooms rooms) {
        this.number = number;
        this.rooms = rooms;
        for (int tier = 0; tier < rooms.tiers(); tier++) {
            held.add(new TreeMap<>());
            folded.add(new TreeMap<>());
            pages.add(List.of());
        }
    }

    @Override
    public int length() {
        return length;
    }

    void length(int positions) {
        length = positions;
    }

    @Override
    public int place(int layer) {
        return rooms.tierOf(layer);
    }

    @Override
    public int places() {
        return rooms.tiers();
    }

    @Override
    public List<KvPage> pages(int tier) {
        return pages.get(tier);
    }

    NavigableMap<Integer, PagedPage> held(int tier) {
        return held.get(tier);
    }

    NavigableMap<Integer, Integer> folded(int tier) {
        return folded.get(tier);
    }

    boolean holds(PagedPage page) {
        return page.equals(held.get(page.tier).get(page.from()));
    }

    void changed(int tier) {
        pages.set(tier, held.get(tier).values().stream().map(page -> page.rows).toList());
    }

    /// The end of the last page of a tier.
    int reach(int tier) {
        Map.Entry<Integer, PagedPage> last = held.get(tier).lastEntry();
        return last == null ? 0 : last.getValue().to();
    }

    boolean foldedAll(int tier, int from, int to) {
        int reach = from;
        while (reach < to) {
            Map.Entry<Integer, Integer> range = folded.get(tier).floorEntry(reach);
            if (range == null || range.getValue() <= reach) {
                return false;
            }
            reach = range.getValue();
        }
        return true;
    }

    /// Every layer's at the page's place of that layer, which must be there. Nothing happens if one is not.
    @Override
    public void append(KvPage scratch, int first, int count) {
        for (int tier = 1; tier < rooms.tiers(); tier++) {
            for (int done = 0; done < count && rooms.layersOf(tier).length > 0; ) {
                done += writable(tier, length + done, count - done);
            }
        }
        for (int tier = 1; tier < rooms.tiers(); tier++) {
            for (int done = 0; done < count && rooms.layersOf(tier).length > 0; ) {
                int position = length + done;
                KvPage page = held.get(tier).floorEntry(position).getValue().rows;
                int some = Math.min(count - done, page.to() - position);
                for (int layer : rooms.layersOf(tier)) {
                    page.copy(layer, scratch, first + done, position - page.from(), some);
                }
                done += some;
            }
        }
        length += count;
    }

    /// How many positions from this one on the page that covers it takes.
    private int writable(int tier, int position, int most) {
        Map.Entry<Integer, PagedPage> entry = held.get(tier).floorEntry(position);
        PagedPage page = entry == null ? null : entry.getValue();
        if (page == null || page.to() <= position) {
            throw new IllegalStateException("no page of branch " + number + " in " + rooms.tier(tier).name() + " covers position " + position);
        }
        if (page.holders != 1) {
            throw new IllegalStateException("rows of branch " + number + " for page " + page.id + ", which others read");
        }
        for (int layer : rooms.layersOf(tier)) {
            if (!page.rests(layer, tier)) {
                throw new IllegalStateException("rows for layer " + layer + " of page " + page.id + ", which is not in " + rooms.tier(tier).name());
            }
        }
        return Math.min(most, page.to() - position);
    }
}
