package nmos.reports.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import nmos.reports.chart.Drawn.At;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/// How true predictions are over many settings: each error by itself, from the worst, and how many are within how much.
public final class EnvelopeChart {
    private static final int ROW_PX = 22;
    private static final int FRAME_PX = 70;
    /// Settings that are drawn; the table names more.
    private static final int MOST = 40;
    private static final List<Double> GOALS = List.of(0.05, 0.10, 0.20);

    private EnvelopeChart() {}

    /// How far a setting's simulated figure lies from its measured one, and how far measurements lie from each other, as shares.
    /// `fitted`: something of the measured run was given to the simulator.
    public record Deviation(String setting, double share, double noise, boolean fitted) {
        public double size() {
            return Math.abs(share);
        }
    }

    /// Each setting's error, the largest first.
    public static Chart errors(String name, String title, List<Deviation> errors) {
        List<Deviation> sorted = errors.stream().sorted(Comparator.comparingDouble(Deviation::size).reversed().thenComparing(Deviation::setting)).toList();
        List<Deviation> shown = sorted.subList(0, Math.min(MOST, sorted.size()));
        double reach = 12;
        for (Deviation error : shown) {
            reach = Math.max(reach, (error.size() + error.noise) * 110);
        }
        XYPlot plot = Style.plot(Axes.linear("simulated less measured, % of measured", -reach, reach), Axes.names(shown.stream().map(Deviation::setting).toList()), true, false);
        plot.addAnnotation(Drawn.area(Ink.BAND, List.of(new At(-10, -0.6), new At(10, -0.6), new At(10, shown.size() - 0.4), new At(-10, shown.size() - 0.4))));
        plot.addAnnotation(Drawn.line(Ink.AXIS, Style.THIN, List.of(new At(0, -0.6), new At(0, shown.size() - 0.4))));
        List<At> predicted = new ArrayList<>();
        List<At> fitted = new ArrayList<>();
        List<Box> noise = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Deviation error = shown.get(i);
            double at = error.share * 100;
            noise.add(new Box(at - error.noise * 100, at + error.noise * 100, i - 0.12, i + 0.12));
            plot.addAnnotation(Drawn.line(Ink.SIMULATED, Style.THIN, List.of(new At(0, i), new At(at, i))));
            (error.fitted ? fitted : predicted).add(new At(at, i));
        }
        plot.addAnnotation(Drawn.boxes(Ink.MEASURED, noise));
        plot.addAnnotation(Drawn.marks(Ink.SIMULATED, Shapes.dot(), true, predicted));
        plot.addAnnotation(Drawn.marks(Ink.SIMULATED, Shapes.dot(), false, fitted));
        List<Key> keys = new ArrayList<>(List.of(new Key(Ink.SIMULATED, Key.Mark.DOT, fitted.isEmpty() ? "error" : "error (hollow: fitted)"),
                new Key(Ink.MEASURED, Key.Mark.BOX, "run-to-run noise of the measurement"), new Key(Ink.BAND, Key.Mark.BOX, "within 10 %")));
        Table data = Table.of(title, List.of(Table.Column.text("setting"), Table.Column.number("error"), Table.Column.number("noise, ±"), Table.Column.text("origin")),
                sorted.stream().map(error -> List.of(error.setting, Numbers.signedPercent(error.share), Numbers.percent(error.noise), error.fitted ? "fitted" : "predicted")).toList());
        String more = sorted.size() > shown.size() ? " The " + shown.size() + " largest of " + sorted.size() + " are drawn." : "";
        return new Chart(name, title, summary(errors) + more, Chart.FULL_PX, FRAME_PX + ROW_PX * shown.size(), plot, keys, data);
    }

    /// The share of settings whose error is at most so much. Figures may be several, each with its ink.
    public static Chart within(String name, String title, List<Curve> curves) {
        double most = 0.25;
        for (Curve curve : curves) {
            most = Math.max(most, curve.errors.stream().mapToDouble(Deviation::size).max().orElse(0) * 1.05);
        }
        ValueAxis y = Axes.linear("% of settings", 0, 104);
        XYPlot plot = Style.plot(Axes.linear("error is at most, % of measured", 0, most * 100), y, false, true);
        for (double goal : GOALS) {
            plot.addAnnotation(Drawn.line(Ink.GOAL, Style.DASHES, List.of(new At(goal * 100, 0), new At(goal * 100, 104))));
            plot.addAnnotation(Drawn.words(Ink.GOAL, Numbers.of(goal * 100) + " %", new At(goal * 100, 4), Anchor.START, 4, 0));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Curve curve : curves) {
            double[] sizes = curve.errors.stream().mapToDouble(Deviation::size).sorted().toArray();
            List<At> steps = new ArrayList<>(List.of(new At(0, 0)));
            for (int i = 0; i < sizes.length; i++) {
                steps.add(new At(sizes[i] * 100, 100.0 * i / sizes.length));
                steps.add(new At(sizes[i] * 100, 100.0 * (i + 1) / sizes.length));
            }
            steps.add(new At(most * 100, 100));
            plot.addAnnotation(Drawn.line(curve.ink, curve.dashed ? Style.DASHES : Style.LINE, steps));
            List<String> row = new ArrayList<>(List.of(curve.label, Integer.toString(sizes.length)));
            GOALS.forEach(goal -> row.add(Numbers.percent(share(curve.errors, goal))));
            rows.add(row);
        }
        List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("figure"), Table.Column.number("settings")));
        GOALS.forEach(goal -> columns.add(Table.Column.number("within " + Numbers.of(goal * 100) + " %")));
        return new Chart(name, title, curves.stream().map(curve -> curve.label + ": " + summary(curve.errors)).reduce((a, b) -> a + " " + b).orElse(""),
                Chart.HALF_PX, 340, plot,
                curves.stream().map(curve -> new Key(curve.ink, curve.dashed ? Key.Mark.DASHES : Key.Mark.LINE, curve.label)).toList(),
                Table.of(title, columns, rows));
    }

    /// The errors of one figure over all settings.
    public record Curve(String label, Ink ink, boolean dashed, List<Deviation> errors) {}

    public static double share(List<Deviation> errors, double goal) {
        return errors.isEmpty() ? 0 : (double) errors.stream().filter(error -> error.size() <= goal).count() / errors.size();
    }

    private static String summary(List<Deviation> errors) {
        return String.format(Locale.ROOT, "%d settings, %s of them within 10 %%.", errors.size(), Numbers.percent(share(errors, 0.1)));
    }
}
