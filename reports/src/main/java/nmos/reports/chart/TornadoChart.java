package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import nmos.reports.chart.Drawn.At;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.plot.XYPlot;

/// How far a figure moves with each knob by itself, the widest on top.
public final class TornadoChart {
    private static final int BAR_PX = 40;
    private static final int FRAME_PX = 76;
    private static final double HALF_BAR = 0.3;
    /// Room for what is written beside bars, as a share of all.
    private static final double BESIDE = 0.16;

    private TornadoChart() {}

    /// A knob: the figure at its worst value and at its best, which is that of the best point; `without` of its values have none. `chance`:
    /// it is no wider than chance explains.
    public record Bar(String knob, String worstValue, double worst, String bestValue, double best, int without, boolean chance) {}

    /// Widest first.
    public static Chart of(String name, String title, String metric, List<Bar> bars) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Bar bar : bars) {
            least = Math.min(least, Math.min(bar.worst, bar.best));
            most = Math.max(most, Math.max(bar.worst, bar.best));
        }
        double room = most > least ? (most - least) * BESIDE : Math.max(Math.abs(most) * BESIDE, 1e-6);
        XYPlot plot = Style.plot(Axes.linear(metric, least - room, most + room), Axes.names(bars.stream().map(Bar::knob).toList()), true, false);
        List<Box> boxes = new ArrayList<>();
        List<Box> pale = new ArrayList<>();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            (bar.chance ? pale : boxes).add(new Box(Math.min(bar.worst, bar.best), Math.max(bar.worst, bar.best), i - HALF_BAR, i + HALF_BAR));
            boolean worstIsLeft = bar.worst < bar.best;
            plot.addAnnotation(Drawn.words(Ink.TEXT, Numbers.shortened(bar.worst == bar.best ? "no difference" : bar.worstValue, 18), new At(bar.worst, i),
                    worstIsLeft ? Anchor.END : Anchor.START, worstIsLeft ? -6 : 6, 0));
            if (bar.worst != bar.best) {
                plot.addAnnotation(Drawn.words(Ink.GOAL, Numbers.shortened(bar.bestValue, 18), new At(bar.best, i),
                        worstIsLeft ? Anchor.START : Anchor.END, worstIsLeft ? 6 : -6, 0));
            }
        }
        plot.addAnnotation(Drawn.boxes(Ink.REST, pale));
        plot.addAnnotation(Drawn.boxes(Ink.SIMULATED, boxes));
        if (!bars.isEmpty()) {
            double best = bars.getFirst().best;
            plot.addAnnotation(Drawn.line(Ink.GOAL, Style.DASHES, List.of(new At(best, -0.6), new At(best, bars.size() - 0.4))));
        }
        List<List<String>> rows = bars.stream().map(bar -> List.of(bar.knob, bar.bestValue, Numbers.of(bar.best), bar.worstValue, Numbers.of(bar.worst),
                bar.best == 0 ? "" : Numbers.signedPercent(bar.worst / bar.best - 1), bar.without == 0 ? "" : Integer.toString(bar.without), bar.chance ? "yes" : "no")).toList();
        String told = bars.stream().filter(bar -> !bar.chance && bar.worst != bar.best).findFirst().map(bar -> bar.knob + " moves it most")
                .orElse("no knob moves it for sure");
        List<Key> keys = new ArrayList<>(List.of(new Key(Ink.SIMULATED, Key.Mark.BOX, "from the knob's worst value to its best"),
                new Key(Ink.GOAL, Key.Mark.DASHES, "the best point")));
        if (!pale.isEmpty()) {
            keys.add(1, new Key(Ink.REST, Key.Mark.BOX, "the same, no wider than chance explains"));
        }
        return new Chart(name, title, metric + " from the worst to the best value of each knob, all others as at the best point: " + told + ".",
                Chart.FULL_PX, FRAME_PX + BAR_PX * bars.size(), plot,
                keys,
                Table.of(title, List.of(Table.Column.text("knob"), Table.Column.text("at best"), Table.Column.number(metric), Table.Column.text("at worst"),
                        Table.Column.number(metric), Table.Column.number("worst less best"), Table.Column.number("values that do not count"), Table.Column.number("explained by chance")), rows));
    }
}
