package nmos.live.kv;

import java.util.Arrays;

/// How much of a row's attention fell on each page of its branch, summed over heads and layers. Workers add to places of their
/// own, which are then summed in one order. What fell on rows of the pass itself belongs to no page.
public final class AttentionMass {
    private static final double MILLION = 1e6;

    private final PassPasts pasts;
    private final int heads;
    private final int kvHeads;
    private boolean wanted;
    private int rowCount;
    private int pages;
    private int places;
    /// `(rows, kvHeads, pages)`: one layer.
    private double[] parts = new double[0];
    /// `(rows, places, pages)`: all layers so far.
    private double[] sums = new double[0];
    /// by place: layers so far
    private int[] layers = new int[0];

    AttentionMass(PassPasts pasts, int heads, int kvHeads) {
        this.pasts = pasts;
        this.heads = heads;
        this.kvHeads = kvHeads;
    }

    /// Hears what a page received: parts per million of the whole attention of its text's rows.
    @FunctionalInterface
    public interface EachPage {
        void page(int page, long massPpm);
    }

    void begin(PassRows rows, boolean wanted) {
        this.wanted = wanted;
        rowCount = rows.count();
        pages = pasts.mostPages();
        places = pasts.places();
        if (wanted) {
            parts = cleared(parts, rowCount * kvHeads * pages);
            sums = cleared(sums, rowCount * places * pages);
            layers = new int[places];
        }
    }

    private static double[] cleared(double[] numbers, int count) {
        if (numbers.length < count) {
            return new double[count];
        }
        Arrays.fill(numbers, 0, count, 0);
        return numbers;
    }

    /// `shares`: one head's of a row, of all positions that are left of its text.
    void add(int row, int kvHead, float[] shares, int at, int place, int length) {
        if (!wanted) {
            return;
        }
        int part = (row * kvHeads + kvHead) * pages;
        int text = pasts.textOf(row);
        int from = at;
        for (int page = 0; page < pasts.pages(text, place); page++) {
            int to = from + pasts.page(text, place, page).kept(length);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += shares[i];
            }
            parts[part + page] += sum;
            from = to;
        }
    }

    void endLayer(int layer) {
        if (!wanted) {
            return;
        }
        for (int row = 0; row < rowCount; row++) {
            int to = (row * places + pasts.place(row, layer)) * pages;
            for (int head = 0; head < kvHeads; head++) {
                for (int page = 0; page < pages; page++) {
                    sums[to + page] += parts[(row * kvHeads + head) * pages + page];
                }
            }
        }
        if (rowCount > 0) {
            layers[pasts.place(0, layer)]++;
        }
        Arrays.fill(parts, 0, rowCount * kvHeads * pages, 0);
    }

    /// What a device has summed itself: of so many layers computed in a place, `masses (rows, pages)`.
    void take(int place, int computed, double[] masses) {
        for (int row = 0; wanted && row < rowCount; row++) {
            System.arraycopy(masses, row * pages, sums, (row * places + place) * pages, pages);
        }
        if (wanted) {
            layers[place] = computed;
        }
    }

    /// Of heads times layers, what fell on that page of the row's branch.
    public double of(int row, int page) {
        return of(row, 0, page);
    }

    /// Of heads times layers computed in a place.
    public double of(int row, int place, int page) {
        return sums[(row * places + place) * pages + page];
    }

    /// Tells what each page that a text holds in a place received from all the text's rows in the pass, of what these rows had to
    /// give in the layers computed there. All texts of the pass must agree on which layer is computed where.
    public void each(Past past, int place, EachPage each) {
        int text = pasts.text(past);
        if (!wanted || text < 0 || layers[place] == 0) {
            return;
        }
        double whole = (double) pasts.rows(text) * heads * layers[place];
        for (int page = 0; page < pasts.pages(text, place); page++) {
            double mass = 0;
            for (int row = 0; row < rowCount; row++) {
                mass += pasts.textOf(row) == text ? of(row, place, page) : 0;
            }
            each.page(pasts.page(text, place, page).id(), Math.round(mass / whole * MILLION));
        }
    }
}
