package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.reports.chart.Drawn.At;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/// A figure along one knob, with what chance leaves open, its best point and its knee.
public final class KnobChart {
    private static final int FRAME_PX = 110;
    private static final int CHARACTER_PX = 8;
    /// Knobs that go over so many powers of two are drawn by factors.
    private static final double WIDE = 12;
    /// More are a line without dots.
    private static final int MOST_DOTS = 80;

    private KnobChart() {}

    /// The point at a value of the knob; `halfWidth` is NaN where nobody knows. `measured` is NaN where nobody measured.
    public record Along(String value, double mean, double halfWidth, double measured) {}

    /// Where along a knob its values lie: by their size where they are numbers of one unit, side by side where they are words.
    public record Places(List<Double> at, boolean byFactors, boolean words) {
        public static Places of(List<String> values) {
            List<Double> numbers = new ArrayList<>();
            for (String value : values) {
                double number = number(value, values.getFirst());
                if (Double.isNaN(number) || (!numbers.isEmpty() && number <= numbers.getLast())) {
                    return new Places(IntStream.range(0, values.size()).mapToObj(i -> (double) i).toList(), false, true);
                }
                numbers.add(number);
            }
            boolean far = numbers.getFirst() > 0 && numbers.getLast() / numbers.getFirst() > WIDE && numbers.size() <= 16;
            return new Places(far ? numbers.stream().map(Math::log).toList() : numbers, far, false);
        }

        private static double number(String value, String first) {
            String unit = first.replaceFirst("^[-+.\\d]+", "").strip();
            String own = value.replaceFirst("^[-+.\\d]+", "").strip();
            try {
                return own.equals(unit) ? Double.parseDouble(value.substring(0, value.length() - own.length()).strip()) : Double.NaN;
            } catch (NumberFormatException word) {
                return Double.NaN;
            }
        }
    }

    /// `best` and `knee` are indices; there may be no knee.
    public static Chart of(String name, String title, String knob, String metric, List<Along> points, int best, @Nullable Integer knee, String told) {
        Places places = Places.of(points.stream().map(Along::value).toList());
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Along point : points) {
            double half = Double.isNaN(point.halfWidth) ? 0 : point.halfWidth;
            least = Math.min(least, Double.isNaN(point.measured) ? point.mean - half : Math.min(point.measured, point.mean - half));
            most = Math.max(most, Double.isNaN(point.measured) ? point.mean + half : Math.max(point.measured, point.mean + half));
        }
        XYPlot plot = Style.plot(along(knob, points, places), Axes.fromZero(metric, most), false, true);
        if (least < 0) {
            plot.setRangeAxis(Axes.linear(metric, least * 1.06, Math.max(most * 1.06, 0)));
        }
        List<At> line = new ArrayList<>();
        List<At> measured = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Along point = points.get(i);
            double x = places.at.get(i);
            line.add(new At(x, point.mean));
            if (point.halfWidth > 0) {
                plot.addAnnotation(Drawn.line(Ink.SIMULATED, Style.THIN, List.of(new At(x, point.mean - point.halfWidth), new At(x, point.mean + point.halfWidth))));
            }
            if (!Double.isNaN(point.measured)) {
                measured.add(new At(x, point.measured));
            }
        }
        if (knee != null) {
            double x = places.at.get(knee);
            plot.addAnnotation(Drawn.line(Ink.MUTED, Style.DASHES, List.of(new At(x, Math.min(0, least)), new At(x, points.get(knee).mean))));
            plot.addAnnotation(Drawn.words(Ink.TEXT, "knee at " + points.get(knee).value, new At(x, Math.min(0, least)), Anchor.START, 6, -10));
        }
        if (!places.words) {
            plot.addAnnotation(Drawn.line(Ink.SIMULATED, Style.LINE, line));
        }
        if (places.words || points.size() <= MOST_DOTS) {
            plot.addAnnotation(Drawn.marks(Ink.SIMULATED, Shapes.dot(), true, line));
        }
        plot.addAnnotation(Drawn.marks(Ink.GOAL, Shapes.dot(), true, List.of(line.get(best))));
        if (!measured.isEmpty()) {
            plot.addAnnotation(Drawn.marks(Ink.MEASURED, Shapes.diamond(), true, measured));
        }
        return new Chart(name, title, metric + " by " + knob + ": " + told, Chart.HALF_PX, 340, plot, keys(knee != null, !measured.isEmpty()),
                data(title, knob, metric, points, best, knee));
    }

    private static ValueAxis along(String knob, List<Along> points, Places places) {
        double from = places.at.getFirst();
        double to = places.at.getLast();
        double margin = to > from ? (to - from) * 0.04 : 0.5;
        if (!places.words && !places.byFactors) {
            return Axes.linear(knob, from - margin, to + margin);
        }
        int longest = points.stream().mapToInt(point -> point.value.length()).max().orElse(1);
        int room = Math.max(1, (Chart.HALF_PX - FRAME_PX) / ((Math.min(longest, 18) + 2) * CHARACTER_PX));
        int every = Math.ceilDiv(points.size(), room);
        int[] picked = IntStream.range(0, points.size()).filter(i -> i % every == 0).toArray();
        return Axes.ticks(knob, from - margin, to + margin, IntStream.of(picked).mapToObj(i -> places.at.get(i)).toList(),
                IntStream.of(picked).mapToObj(i -> Numbers.shortened(points.get(i).value, 18)).toList());
    }

    private static List<Key> keys(boolean knee, boolean measured) {
        List<Key> keys = new ArrayList<>(List.of(new Key(Ink.SIMULATED, Key.Mark.DOT, "simulated, with its 95 % interval"), new Key(Ink.GOAL, Key.Mark.DOT, "best")));
        if (knee) {
            keys.add(new Key(Ink.MUTED, Key.Mark.DASHES, "knee"));
        }
        if (measured) {
            keys.add(new Key(Ink.MEASURED, Key.Mark.DOT, "measured"));
        }
        return keys;
    }

    private static Table data(String title, String knob, String metric, List<Along> points, int best, @Nullable Integer knee) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Along point = points.get(i);
            rows.add(List.of(point.value, Numbers.of(point.mean), Double.isNaN(point.halfWidth) ? "" : Numbers.of(point.halfWidth),
                    Double.isNaN(point.measured) ? "" : Numbers.of(point.measured),
                    i == best ? "best" : knee != null && i == knee ? "knee" : ""));
        }
        return Table.of(title, List.of(Table.Column.text(knob), Table.Column.number(metric), Table.Column.number("\u00b1 95 %"),
                Table.Column.number("measured"), Table.Column.text("")), rows);
    }
}
