package nmos.reports.chart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nmos.reports.chart.Drawn.At;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/// Two figures of many points against each other, and those of them that give way to none.
public final class FrontChart {
    /// Points that would lie on top of each other are drawn once, on a raster of so many by so many.
    private static final int RASTER = 28;
    private static final double WIDE = 20;

    private FrontChart() {}

    /// A point, and what its settings are.
    public record Spot(String settings, double x, double y) {}

    /// `front` from one end to the other.
    public static Chart of(String name, String title, String xLabel, String yLabel, List<Spot> all, List<Spot> front, List<Spot> measured) {
        Reach x = Reach.of(all, measured, true);
        Reach y = Reach.of(all, measured, false);
        XYPlot plot = Style.plot(x.axis(xLabel), y.axis(yLabel), true, true);
        List<At> specks = new ArrayList<>();
        Set<Long> taken = new HashSet<>();
        for (Spot spot : all) {
            if (taken.add(x.raster(spot.x) * 1000L + y.raster(spot.y))) {
                specks.add(new At(spot.x, spot.y));
            }
        }
        plot.addAnnotation(Drawn.marks(Ink.BASELINE, Shapes.speck(), true, specks));
        List<At> line = front.stream().map(spot -> new At(spot.x, spot.y)).toList();
        plot.addAnnotation(Drawn.line(Ink.SIMULATED, Style.LINE, line));
        plot.addAnnotation(Drawn.marks(Ink.SIMULATED, Shapes.dot(), true, line.size() <= 60 ? line : List.of(line.getFirst(), line.getLast())));
        List<Key> keys = new ArrayList<>(List.of(new Key(Ink.SIMULATED, Key.Mark.LINE, "front"), new Key(Ink.BASELINE, Key.Mark.BOX, "all other points")));
        if (!measured.isEmpty()) {
            plot.addAnnotation(Drawn.marks(Ink.MEASURED, Shapes.diamond(), true, measured.stream().map(spot -> new At(spot.x, spot.y)).toList()));
            keys.add(new Key(Ink.MEASURED, Key.Mark.DOT, "measured"));
        }
        List<List<String>> rows = new ArrayList<>();
        front.forEach(spot -> rows.add(List.of(spot.settings, Numbers.of(spot.x), Numbers.of(spot.y), "front")));
        measured.forEach(spot -> rows.add(List.of(spot.settings, Numbers.of(spot.x), Numbers.of(spot.y), "measured")));
        return new Chart(name, title, front.size() + " of " + all.size() + " points give way to no other in " + xLabel + " and " + yLabel + ".",
                Chart.HALF_PX, 400, plot, keys,
                Table.of(title, List.of(Table.Column.text("settings"), Table.Column.number(xLabel), Table.Column.number(yLabel), Table.Column.text("")), rows));
    }

    private record Reach(double least, double most) {
        static Reach of(List<Spot> all, List<Spot> measured, boolean across) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (List<Spot> spots : List.of(all, measured)) {
                for (Spot spot : spots) {
                    least = Math.min(least, across ? spot.x : spot.y);
                    most = Math.max(most, across ? spot.x : spot.y);
                }
            }
            return new Reach(least, most);
        }

        private boolean byFactors() {
            return least > 0 && most / least > WIDE;
        }

        ValueAxis axis(String label) {
            if (byFactors()) {
                return Axes.logarithmic(label, least / 1.3, most * 1.3, Numbers::of);
            }
            double margin = most > least ? (most - least) * 0.08 : Math.max(Math.abs(most) * 0.1, 1e-6);
            return Axes.linear(label, least - margin, most + margin);
        }

        long raster(double value) {
            double share = most == least ? 0 : byFactors() ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
            return Math.round(share * RASTER);
        }
    }
}
