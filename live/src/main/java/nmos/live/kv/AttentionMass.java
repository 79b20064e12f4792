package nmos.live.kv;

import java.util.Arrays;

/// How much of a row's attention fell on each page of its branch, summed over heads and layers. Workers add to places of their
/// own, which are then summed in one order.
public final class AttentionMass {
    private boolean wanted;
    private int kvHeads;
    private int rowCount;
    private int pages;
    /// `(rows, kvHeads, pages)`: one layer.
    private double[] parts = new double[0];
    /// `(rows, pages)`: all layers so far.
    private double[] sums = new double[0];

    void begin(PassRows rows, int kvHeads, boolean wanted) {
        this.wanted = wanted;
        this.kvHeads = kvHeads;
        rowCount = rows.count();
        pages = 0;
        if (wanted) {
            for (int row = 0; row < rowCount; row++) {
                pages = Math.max(pages, rows.branch(row).pages());
            }
            parts = new double[rowCount * kvHeads * pages];
            sums = new double[rowCount * pages];
        }
    }

    void add(int row, int kvHead, float[] shares, int at, KvBranch branch) {
        if (!wanted) {
            return;
        }
        int part = (row * kvHeads + kvHead) * pages;
        for (int position = 0; position < branch.length(); position++) {
            parts[part + position / branch.positionsPerPage()] += shares[at + position];
        }
    }

    void endLayer() {
        if (!wanted) {
            return;
        }
        for (int row = 0; row < rowCount; row++) {
            for (int head = 0; head < kvHeads; head++) {
                for (int page = 0; page < pages; page++) {
                    sums[row * pages + page] += parts[(row * kvHeads + head) * pages + page];
                }
            }
        }
        Arrays.fill(parts, 0);
    }

    /// Of heads times layers, what fell on that page of the row's branch.
    public double of(int row, int page) {
        return sums[row * pages + page];
    }
}
