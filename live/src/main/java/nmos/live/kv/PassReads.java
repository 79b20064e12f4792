package nmos.live.kv;

import java.util.Arrays;
import java.util.Map;

/// What the pass in flight reads and writes: pages get their memory from the computes that write them, and keep still while
/// a compute reads them.
final class PassReads {
    private final KvRooms rooms;
    /// by branch: where its rows of the pass end; 0 if it has none
    private final int[] rowsEnd;
    private final PagedBranch[] branches;
    /// by layer: computes in flight
    private final int[] reading;
    private long passes;
    private boolean running;

    PassReads(KvRooms rooms, PagedBranch[] branches) {
        this.rooms = rooms;
        this.branches = branches;
        rowsEnd = new int[branches.length];
        reading = new int[rooms.layout().layers()];
    }

    void begin(PassRows rows) {
        if (running) {
            throw new IllegalStateException("a pass begins before the last one ended");
        }
        Arrays.fill(rowsEnd, 0);
        for (int row = 0; row < rows.count(); row++) {
            if (!(rows.branch(row) instanceof PagedBranch branch) || branches[branch.number] != branch) {
                throw new IllegalArgumentException("row " + row + " continues a text that is not in these pages");
            }
            rowsEnd[branch.number] = Math.max(rowsEnd[branch.number], branch.length()) + 1;
        }
        running = true;
        passes++;
        Arrays.fill(reading, 0);
    }

    void end() {
        running = false;
    }

    void take(int first, int last) {
        if (!running) {
            throw new IllegalStateException("layers are computed for no pass");
        }
        for (int layer = first; layer <= last; layer++) {
            for (PagedBranch branch : branches) {
                if (rowsEnd[branch.number] > 0) {
                    take(branch, layer);
                }
            }
        }
        for (int layer = first; layer <= last; layer++) {
            reading[layer]++;
        }
    }

    private void take(PagedBranch branch, int layer) {
        int tier = rooms.tierOf(layer);
        int reach = 0;
        for (Map.Entry<Integer, PagedPage> entry : branch.held(tier).headMap(rowsEnd[branch.number]).entrySet()) {
            PagedPage page = entry.getValue();
            covered(branch, tier, reach, page.from());
            if (page.to() > branch.length() && page.holders != 1) {
                throw new IllegalStateException("rows of branch " + branch.number + " for page " + page.id + ", which others read");
            }
            if (page.at[layer] == PagedPage.VOID && page.rows.start() >= branch.length()) {
                rooms.need(page, tier, 1);
                page.slot[layer] = rooms.take(page, layer, tier);
                page.at[layer] = tier;
                rooms.show(page, layer);
            }
            if (!page.rests(layer, tier) && page.going[layer] != tier) {
                throw new IllegalStateException("layer " + layer + " of page " + page.id + " is neither in " + rooms.tier(tier).name() + " nor coming");
            }
            page.pass = passes;
            reach = page.to();
        }
        covered(branch, tier, reach, rowsEnd[branch.number]);
    }

    private void covered(PagedBranch branch, int tier, int from, int to) {
        if (!branch.foldedAll(tier, from, to)) {
            throw new IllegalStateException("no page of branch " + branch.number + " in " + rooms.tier(tier).name() + " covers position " + from);
        }
    }

    void computed(int first, int last) {
        for (int layer = first; layer <= last; layer++) {
            reading[layer] -= reading[layer] > 0 ? 1 : 0;
        }
    }

    /// Refuses to touch what a compute reads where it is.
    void untouched(PagedPage page, int layer) {
        if (running && page.pass == passes && reading[layer] > 0 && page.at[layer] == page.tier) {
            throw new IllegalStateException("layer " + layer + " of page " + page.id + " is being read");
        }
    }
}
