package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;

/// Where an axis has its marks: at round numbers, and not too many.
final class Marks {
    private static final int MOST = 8;
    /// Beyond so many decades only powers of ten are marked, below also twice and five times these.
    private static final double MANY_DECADES = 2.5;

    private Marks() {}

    static List<Double> even(double from, double to) {
        double step = step((to - from) / MOST);
        List<Double> marks = new ArrayList<>();
        for (double n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++) {
            marks.add(n * step);
        }
        return marks;
    }

    /// The next larger of 1, 2 and 5 times a power of ten.
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double of = least / power;
        return power * (of <= 1 ? 1 : of <= 2 ? 2 : of <= 5 ? 5 : 10);
    }

    static List<Double> byFactors(double from, double to) {
        double decades = Math.log10(to / from);
        List<Integer> factors = decades > MANY_DECADES ? List.of(1) : List.of(1, 2, 5);
        int every = (int) Math.max(1, Math.ceil(decades / MOST));
        List<Double> marks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
            for (int factor : factors) {
                double mark = factor * Math.pow(10, power);
                if (mark >= from && mark <= to && Math.floorMod(power, every) == 0) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }
}
