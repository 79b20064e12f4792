package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.plot.XYPlot;

/// Shares by a small whole number, such as accepted guesses by depth: bars side by side.
public final class ShareChart {
    private static final double WIDTH = 0.56;
    /// More bars than this are one, for all that come after.
    private static final int MOST = 24;

    private ShareChart() {}

    /// `shares` of the numbers from `first` on.
    public record Shares(String label, Ink ink, int first, List<Double> shares) {
        double of(int number) {
            int at = number - first;
            return at >= 0 && at < shares.size() ? shares.get(at) : 0;
        }
    }

    public static Chart of(String name, String title, String across, String up, List<Shares> runs) {
        int from = runs.stream().mapToInt(Shares::first).min().orElse(0);
        int to = Math.min(from + MOST, runs.stream().mapToInt(run -> run.first + run.shares.size()).max().orElse(1));
        double most = 0;
        for (Shares run : runs) {
            most = Math.max(most, run.shares.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        }
        List<Double> numbers = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int n = from; n < to; n++) {
            numbers.add((double) n);
            labels.add(Integer.toString(n));
        }
        XYPlot plot = Style.plot(Axes.ticks(across, from - 0.6, to - 0.4, numbers, labels), Axes.fromZero(up, most * 100), false, true);
        double each = WIDTH / runs.size();
        for (int r = 0; r < runs.size(); r++) {
            List<Box> bars = new ArrayList<>();
            for (int n = from; n < to; n++) {
                double left = n - WIDTH / 2 + r * each;
                bars.add(new Box(left, left + each * (runs.size() > 1 ? 0.92 : 1), 0, runs.get(r).of(n) * 100));
            }
            plot.addAnnotation(Drawn.boxes(runs.get(r).ink, bars));
        }
        return new Chart(name, title, description(title, runs), Chart.HALF_PX, 300, plot,
                runs.stream().map(run -> new Key(run.ink, Key.Mark.BOX, run.label)).toList(), data(title, across, runs, from, to));
    }

    private static String description(String title, List<Shares> runs) {
        StringBuilder text = new StringBuilder(title).append('.');
        for (Shares run : runs) {
            text.append(' ').append(run.label).append(':');
            for (int i = 0; i < Math.min(MOST, run.shares.size()); i++) {
                text.append(' ').append(run.first + i).append(' ').append(Numbers.percent(run.shares.get(i))).append(',');
            }
            text.setCharAt(text.length() - 1, '.');
        }
        return text.toString();
    }

    private static Table data(String title, String across, List<Shares> runs, int from, int to) {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.number(across)));
        runs.forEach(run -> columns.add(Table.Column.number(run.label)));
        List<List<String>> rows = new ArrayList<>();
        for (int n = from; n < to; n++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(n)));
            for (Shares run : runs) {
                row.add(Numbers.percent(run.of(n)));
            }
            rows.add(row);
        }
        return Table.of(title, columns, rows);
    }
}
