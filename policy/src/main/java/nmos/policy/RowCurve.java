package nmos.policy;

/// Time for a number of rows: linear between measured points, and beyond the last one at the slope of the last segment.
///
/// `rows` rises strictly; before the first point the time of the first point holds (a smaller batch is not faster than the
/// smallest measured). One point alone means time in proportion to rows beyond it.
public record RowCurve(int[] rows, long[] ns) {
    public RowCurve {
        if (rows.length == 0 || rows.length != ns.length) {
            throw new IllegalArgumentException("a curve needs as many rows as times, and at least one");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] <= (i == 0 ? 0 : rows[i - 1]) || ns[i] < 0) {
                throw new IllegalArgumentException("point " + i + ": rows " + rows[i] + ", " + ns[i] + " ns");
            }
        }
    }

    public long ns(int n) {
        int last = rows.length - 1;
        if (n <= rows[0]) {
            return ns[0];
        }
        if (last == 0) {
            return ns[0] * n / rows[0];
        }
        int i = 1;
        while (i < last && rows[i] < n) {
            i++;
        }
        return Math.max(0, ns[i - 1] + (ns[i] - ns[i - 1]) * (n - rows[i - 1]) / (rows[i] - rows[i - 1]));
    }
}
