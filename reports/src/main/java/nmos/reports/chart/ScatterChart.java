package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.reports.chart.Drawn.At;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/// Simulated against measured: what lies on the diagonal was predicted.
public final class ScatterChart {
    private static final double BAND = 0.1;
    private static final double WIDE = 10;

    private ScatterChart() {}

    /// One thing, in both worlds.
    public record Pair(String label, double simulated, double measured) {}

    public static Chart of(String name, String title, String unit, List<Pair> pairs) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (Pair pair : pairs) {
            least = Math.min(least, Math.min(pair.simulated, pair.measured));
            most = Math.max(most, Math.max(pair.simulated, pair.measured));
        }
        boolean logarithmic = least > 0 && most / least > WIDE;
        double from = logarithmic ? least / 1.6 : Math.max(0, least - 0.25 * (most - least) - 0.02 * most);
        double to = logarithmic ? most * 1.6 : most + 0.25 * (most - least) + 0.02 * most;
        if (to <= from) {
            to = from + 1;
        }
        XYPlot plot = Style.plot(axis("measured, " + unit, from, to, logarithmic), axis("simulated, " + unit, from, to, logarithmic), true, true);
        plot.addAnnotation(Drawn.area(Ink.BAND, band(from, to)));
        plot.addAnnotation(Drawn.line(Ink.AXIS, Style.DASHES, List.of(new At(from, from), new At(to, to))));
        plot.addAnnotation(Drawn.marks(Ink.SIMULATED, Shapes.dot(), true,
                pairs.stream().map(pair -> new At(pair.measured, pair.simulated)).toList()));
        return new Chart(name, title, description(unit, pairs), Chart.HALF_PX, 430, plot,
                List.of(new Key(Ink.SIMULATED, Key.Mark.DOT, "simulated against measured"),
                        new Key(Ink.AXIS, Key.Mark.DASHES, "equal"),
                        new Key(Ink.BAND, Key.Mark.BOX, "within 10 %")),
                data(title, unit, pairs));
    }

    private static ValueAxis axis(String label, double from, double to, boolean logarithmic) {
        return logarithmic ? Axes.logarithmic(label, from, to, Numbers::of) : Axes.linear(label, from, to);
    }

    /// From measured less a tenth to measured and a tenth; where an axis is logarithmic its edges are straight there too.
    private static List<At> band(double from, double to) {
        return List.of(new At(from, Math.max(from * (1 - BAND), Double.MIN_NORMAL)), new At(to, to * (1 - BAND)), new At(to, to * (1 + BAND)),
                new At(from, Math.max(from * (1 + BAND), Double.MIN_NORMAL)));
    }

    private static String description(String unit, List<Pair> pairs) {
        long within = pairs.stream().filter(pair -> Math.abs(pair.simulated - pair.measured) <= BAND * pair.measured).count();
        return String.format(Locale.ROOT, "%d points, simulated against measured in %s; %d lie within 10 %% of what was measured.",
                pairs.size(), unit, within);
    }

    private static Table data(String title, String unit, List<Pair> pairs) {
        List<List<String>> rows = new ArrayList<>();
        for (Pair pair : pairs) {
            rows.add(List.of(pair.label, Numbers.of(pair.simulated), Numbers.of(pair.measured),
                    pair.measured == 0 ? "" : Numbers.signedPercent(pair.simulated / pair.measured - 1)));
        }
        return Table.of(title, List.of(Table.Column.text("which"), Table.Column.number("simulated, " + unit),
                Table.Column.number("measured, " + unit), Table.Column.number("error")), rows);
    }
}
