package nmos.traces.stats;

import java.util.Arrays;
import java.util.Comparator;

/// Values with weights, kept whole: percentiles are exact.
final class Sample {
    /// A value of its own counts so much; others share it.
    static final long WHOLE = 1 << 20;

    private long[] values = new long[64];
    private long[] weights = new long[64];
    private int size;
    private long weight;

    void add(long value) {
        add(value, WHOLE);
    }

    void add(long value, long weighing) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            weights = Arrays.copyOf(weights, 2 * size);
        }
        values[size] = value;
        weights[size++] = weighing;
        weight += weighing;
    }

    /// All of `other` together weigh one [#WHOLE].
    void addAsOne(Sample other) {
        for (int i = 0; i < other.size; i++) {
            add(other.values[i], Math.max(1, WHOLE / other.size));
        }
    }

    int size() {
        return size;
    }

    long sum() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum;
    }

    /// The share of values for which `value > limit`, in parts per million.
    long above(long limit) {
        long above = 0;
        for (int i = 0; i < size; i++) {
            if (values[i] > limit) {
                above++;
            }
        }
        return size == 0 ? 0 : above * 1_000_000 / size;
    }

    Spread spread() {
        if (size == 0) {
            return Spread.NONE;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> values[i]));
        long[] at = new long[Spread.PERCENTS.length];
        long below = 0;
        int next = 0;
        for (int i = 0; next < at.length; i++) {
            below += weights[order[i]];
            while (next < at.length && below * 100 >= weight * Spread.PERCENTS[next]) {
                at[next++] = values[order[i]];
            }
        }
        return new Spread(size, at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]);
    }
}
