package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import nmos.reports.chart.Drawn.At;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.plot.XYPlot;

/// Where time went: a bar each, made of parts that add up to it.
public final class BreakdownChart {
    private static final double HALF_BAR = 0.32;
    private static final int BAR_PX = 44;
    private static final int FRAME_PX = 70;

    private BreakdownChart() {}

    public record Part(String label, Ink ink, double ms) {}

    public record Bar(String label, List<Part> parts) {
        double totalMs() {
            return parts.stream().mapToDouble(Part::ms).sum();
        }
    }

    /// Bars of the same parts in the same order.
    public static Chart of(String name, String title, List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::totalMs).max().orElse(1);
        boolean seconds = most >= 2000;
        double unit = seconds ? 1000 : 1;
        XYPlot plot = Style.plot(Axes.linear(seconds ? "s" : "ms", 0, most > 0 ? most / unit * 1.12 : 1),
                Axes.names(bars.stream().map(Bar::label).toList()), true, false);
        for (int i = 0; i < bars.size(); i++) {
            double from = 0;
            for (Part part : bars.get(i).parts) {
                double to = from + part.ms / unit;
                if (part.ms > 0) {
                    plot.addAnnotation(Drawn.boxes(part.ink, List.of(new Box(from, to, i - HALF_BAR, i + HALF_BAR))));
                }
                from = to;
            }
            plot.addAnnotation(Drawn.words(Ink.TEXT, Numbers.briefTime(bars.get(i).totalMs() * 1e6), new At(from, i), Anchor.START, 6, 0));
        }
        List<Key> keys = bars.stream().flatMap(bar -> bar.parts.stream()).filter(part -> part.ms > 0)
                .map(part -> new Key(part.ink, Key.Mark.BOX, part.label)).distinct().toList();
        return new Chart(name, title, description(bars), Chart.FULL_PX, FRAME_PX + BAR_PX * bars.size(), plot, keys, data(title, bars));
    }

    private static String description(List<Bar> bars) {
        StringBuilder text = new StringBuilder();
        for (Bar bar : bars) {
            text.append(text.isEmpty() ? "" : " ").append(bar.label).append(':');
            for (Part part : bar.parts) {
                if (part.ms > 0) {
                    text.append(' ').append(part.label).append(' ').append(Numbers.brief(part.ms)).append(" ms,");
                }
            }
            text.setCharAt(text.length() - 1, '.');
        }
        return text.toString();
    }

    private static Table data(String title, List<Bar> bars) {
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("part")));
        bars.forEach(bar -> {
            columns.add(Table.Column.number(bar.label + ", ms"));
            columns.add(Table.Column.number("share"));
        });
        List<List<String>> rows = new ArrayList<>();
        int parts = bars.isEmpty() ? 0 : bars.getFirst().parts.size();
        for (int p = 0; p < parts; p++) {
            List<String> row = new ArrayList<>(List.of(bars.getFirst().parts.get(p).label));
            for (Bar bar : bars) {
                row.add(Numbers.of(bar.parts.get(p).ms));
                row.add(bar.totalMs() > 0 ? Numbers.percent(bar.parts.get(p).ms / bar.totalMs()) : "");
            }
            rows.add(row);
        }
        return Table.of(title, columns, rows);
    }
}
