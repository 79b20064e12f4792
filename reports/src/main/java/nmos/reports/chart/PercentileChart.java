package nmos.reports.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.reports.chart.Drawn.At;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/// Times from the quickest to the slowest, the slow end drawn out: each step to the right leaves a tenth as many slower ones.
public final class PercentileChart {
    private static final List<Double> SHARES = List.of(0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999);

    private PercentileChart() {}

    /// Times of one run. There is at least one.
    public record Times(String label, Ink ink, List<Double> ms) {
        double at(double share) {
            double[] sorted = sorted();
            return sorted[(int) Math.clamp(Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
        }

        double[] sorted() {
            double[] sorted = ms.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return sorted;
        }
    }

    public static Chart of(String name, String title, List<Times> runs) {
        int longest = runs.stream().mapToInt(run -> run.ms.size()).max().orElse(1);
        double right = x(1 - 1.0 / (longest + 1)) + 0.05;
        double least = runs.stream().mapToDouble(run -> run.sorted()[0]).min().orElse(0);
        double most = runs.stream().mapToDouble(run -> run.sorted()[run.ms.size() - 1]).max().orElse(1);
        List<Double> marked = SHARES.stream().filter(share -> x(share) <= right).toList();
        ValueAxis shares = Axes.ticks("share that took no longer", 0, right, marked.stream().map(PercentileChart::x).toList(),
                marked.stream().map(share -> Numbers.of(share * 100) + " %").toList());
        XYPlot plot = Style.plot(shares, Axes.fitting("ms", least, most), true, true);
        for (Times run : runs) {
            plot.addAnnotation(Drawn.line(run.ink, Style.LINE, steps(run)));
        }
        return new Chart(name, title, title + " by percentile, in ms.", Chart.HALF_PX, 340, plot,
                runs.stream().map(run -> new Key(run.ink, Key.Mark.LINE, run.label + " (" + run.ms.size() + ")")).toList(), data(title, runs));
    }

    /// The share `p` lies where -log10(1 - p) does.
    private static double x(double share) {
        return -Math.log10(1 - share);
    }

    private static List<At> steps(Times run) {
        double[] sorted = run.sorted();
        List<At> points = new ArrayList<>();
        double before = 0;
        for (int i = 0; i < sorted.length; i++) {
            double after = x(i + 1 < sorted.length ? (i + 1.0) / sorted.length : 1 - 1.0 / (sorted.length + 1));
            if (!points.isEmpty() && points.getLast().y() == sorted[i]) {
                points.removeLast();
            } else if (points.size() > 1 && after - points.getLast().x() < 0.002 && i + 1 < sorted.length) {
                continue;
            } else {
                points.add(new At(before, sorted[i]));
            }
            points.add(new At(after, sorted[i]));
            before = after;
        }
        return points;
    }

    private static Table data(String title, List<Times> runs) {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.number("percentile")));
        runs.forEach(run -> columns.add(Table.Column.number(run.label + ", ms")));
        List<List<String>> rows = new ArrayList<>();
        int longest = runs.stream().mapToInt(run -> run.ms.size()).max().orElse(1);
        for (double share : SHARES) {
            if (share <= 0.95 || (1 - share) * longest >= 1) {
                List<String> row = new ArrayList<>(List.of(share == 0 ? "least" : "p" + Numbers.of(share * 100)));
                runs.forEach(run -> row.add(Numbers.of(run.at(share))));
                rows.add(row);
            }
        }
        List<String> last = new ArrayList<>(List.of("most"));
        runs.forEach(run -> last.add(Numbers.of(run.at(1))));
        rows.add(last);
        return Table.of(title, columns, rows);
    }
}
