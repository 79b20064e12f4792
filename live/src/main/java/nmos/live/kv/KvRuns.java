package nmos.live.kv;

import java.util.function.IntConsumer;

/// What the rows of a pass look back on, as numbers for a device that reads pages by their addresses. All layers that one device
/// computes are of one place.
public final class KvRuns {
    /// Positions of one page: `firstPlace` is where the first that is kept lies in it, `keptBefore` how many pages before it keep.
    public record Run(KvPage page, int firstPlace, int keptBefore, int kept) {
        /// Where a layer's keys begin; the values of [#positions] follow them.
        public long address(int layer) {
            return page.layer(layer).address();
        }

        public int positions() {
            return page.positions();
        }
    }

    @FunctionalInterface
    public interface EachRun {
        void run(int text, Run run);
    }

    private final PassPasts pasts = new PassPasts();
    private final AttentionMass mass;
    private PassRows rows = new PassRows(new int[0], new int[0], new Past[0]);
    private int place;

    public KvRuns(int heads, int kvHeads) {
        mass = new AttentionMass(pasts, heads, kvHeads);
    }

    /// `layer`: any that the device computes.
    public void begin(PassRows rows, int layer, boolean withMass) {
        this.rows = rows;
        pasts.begin(rows);
        mass.begin(rows, withMass);
        place = rows.count() == 0 ? 0 : pasts.place(0, layer);
    }

    public int texts() {
        return pasts.texts();
    }

    public int textOf(int row) {
        return pasts.textOf(row);
    }

    /// Of a text, in the place where the device computes.
    public int pages(int text) {
        return pasts.pages(text, place);
    }

    /// How many pages a row of masses is long.
    public int massPages() {
        return pasts.mostPages();
    }

    /// Tells of each page of each text, in order, of those that keep nothing too.
    public void each(EachRun each) {
        for (int text = 0; text < texts(); text++) {
            int length = lengthOf(text);
            int before = 0;
            for (int i = 0; i < pages(text); i++) {
                KvPage page = pasts.page(text, place, i);
                int kept = page.kept(length);
                each.run(text, new Run(page, page.start() - page.from(), before, kept));
                before += kept;
            }
        }
    }

    /// Refuses to go on without the KV of a layer.
    public void needLayer(int layer) {
        if (rows.count() > 0 && pasts.place(0, layer) != place) {
            throw new IllegalStateException("layer " + layer + " is computed elsewhere");
        }
        pasts.needLayer(layer, rows);
    }

    /// Positions that are left of a text.
    public int kept(int text) {
        int kept = 0;
        for (int i = 0; i < pages(text); i++) {
            kept += pasts.page(text, place, i).kept(lengthOf(text));
        }
        return kept;
    }

    private int lengthOf(int text) {
        int row = 0;
        while (pasts.textOf(row) != text) {
            row++;
        }
        return rows.branch(row).length();
    }

    /// The row and those that it follows in the pass, nearest last.
    public int ancestors(int row, IntConsumer each) {
        int depth = rows.depth(row);
        int[] path = new int[depth + 1];
        for (int at = row, i = depth; i >= 0; i--, at = rows.parent(at)) {
            path[i] = at;
        }
        for (int ancestor : path) {
            each.accept(ancestor);
        }
        return depth;
    }

    /// What the device summed over so many layers: doubles, (rows, [#massPages]).
    public AttentionMass mass(int layers, double[] masses) {
        mass.take(place, layers, masses);
        return mass;
    }
}
