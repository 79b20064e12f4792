package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.plot.XYPlot;

/// What a whole is made of, for each of many things in a row: a bar for each, from the axis up.
public final class StackChart {
    private static final double GAP = 0.12;
    private static final int MOST_LABELS = 13;
    private static final double HUNDRED = 100;

    private StackChart() {}

    /// One part of every bar, as a share of it.
    public record Part(String label, Ink ink, List<Double> shares) {
        public Part {
            shares = List.copyOf(shares);
        }
    }

    /// `names` of the bars; the first part lies lowest.
    public static Chart of(String name, String title, String across, String up, List<String> names, List<Part> parts) {
        int every = (names.size() + MOST_LABELS - 1) / MOST_LABELS;
        List<Double> marks = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int bar = 0; bar < names.size(); bar += Math.max(1, every)) {
            marks.add((double) bar);
            labels.add(names.get(bar));
        }
        XYPlot plot = Style.plot(Axes.ticks(across, -0.6, names.size() - 0.4, marks, labels), Axes.linear(up, 0, HUNDRED), false, true);
        double[] top = new double[names.size()];
        for (Part part : parts) {
            List<Box> boxes = new ArrayList<>();
            for (int bar = 0; bar < top.length; bar++) {
                double share = part.shares.get(bar) * HUNDRED;
                boxes.add(new Box(bar - 0.5 + GAP / 2, bar + 0.5 - GAP / 2, top[bar], top[bar] + share));
                top[bar] += share;
            }
            plot.addAnnotation(Drawn.boxes(part.ink, boxes));
        }
        return new Chart(name, title, description(title, parts), Chart.HALF_PX, 300, plot,
                parts.stream().map(part -> new Key(part.ink, Key.Mark.BOX, part.label)).toList(), data(title, across, names, parts));
    }

    private static String description(String title, List<Part> parts) {
        StringBuilder text = new StringBuilder(title).append(", from least to most of a bar:");
        for (Part part : parts) {
            double least = part.shares.stream().mapToDouble(Double::doubleValue).min().orElse(0);
            double most = part.shares.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            text.append(' ').append(part.label).append(' ');
            text.append(Numbers.percent(least)).append(" to ").append(Numbers.percent(most)).append(';');
        }
        text.setCharAt(text.length() - 1, '.');
        return text.toString();
    }

    private static Table data(String title, String across, List<String> names, List<Part> parts) {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.number(across)));
        parts.forEach(part -> columns.add(Table.Column.number(part.label)));
        List<List<String>> rows = new ArrayList<>();
        for (int bar = 0; bar < names.size(); bar++) {
            List<String> row = new ArrayList<>(List.of(names.get(bar)));
            for (Part part : parts) {
                row.add(Numbers.percent(part.shares.get(bar)));
            }
            rows.add(row);
        }
        return Table.of(title, columns, rows);
    }
}
