package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import nmos.reports.chart.Drawn.At;
import org.jfree.chart.plot.XYPlot;

/// What a memory holds over time, layer upon layer, against what it may hold.
public final class OccupancyChart {
    /// More steps than this cannot be told apart in a chart: of each stretch the highest is kept.
    private static final int STRETCHES = 420;
    private static final double SECOND_NS = 1e9;

    private OccupancyChart() {}

    /// From `atNs` on, until the next.
    public record Level(long atNs, long weightsBytes, long kvBytes, long reservedBytes) {
        long total() {
            return weightsBytes + kvBytes + reservedBytes;
        }
    }

    public static Chart of(String name, String title, List<Level> levels, long budgetBytes, long untilNs) {
        List<Level> shown = thinned(levels, untilNs);
        double most = Math.max(budgetBytes, shown.stream().mapToLong(Level::total).max().orElse(0));
        double unit = most >= 1e9 ? 1e9 : most >= 1e6 ? 1e6 : 1e3;
        String unitName = most >= 1e9 ? "GB" : most >= 1e6 ? "MB" : "kB";
        double until = untilNs / SECOND_NS;
        XYPlot plot = Style.plot(Axes.linear("s", 0, until), Axes.fromZero(unitName, most / unit), false, true);
        plot.addAnnotation(Drawn.area(Ink.KV, steps(shown, until, unit, 3)));
        plot.addAnnotation(Drawn.area(Ink.WEIGHTS, steps(shown, until, unit, 2)));
        plot.addAnnotation(Drawn.area(Ink.RESERVED, steps(shown, until, unit, 1)));
        plot.addAnnotation(Drawn.line(Ink.TEXT, Style.DASHES, List.of(new At(0, budgetBytes / unit), new At(until, budgetBytes / unit))));
        List<Key> keys = new ArrayList<>();
        if (shown.stream().anyMatch(level -> level.kvBytes > 0)) {
            keys.add(new Key(Ink.KV, Key.Mark.BOX, "KV"));
        }
        keys.add(new Key(Ink.WEIGHTS, Key.Mark.BOX, "weights"));
        if (shown.stream().anyMatch(level -> level.reservedBytes > 0)) {
            keys.add(new Key(Ink.RESERVED, Key.Mark.BOX, "reserved"));
        }
        keys.add(new Key(Ink.TEXT, Key.Mark.DASHES, "budget, " + Numbers.bytes(budgetBytes)));
        long high = levels.stream().mapToLong(Level::total).max().orElse(0);
        return new Chart(name, title, "Highest " + Numbers.bytes(high) + " of a budget of " + Numbers.bytes(budgetBytes) + ".",
                Chart.FULL_PX, 260, plot, keys, data(title, shown));
    }

    private static List<At> steps(List<Level> levels, double until, double unit, int layers) {
        List<At> outline = new ArrayList<>();
        double from = levels.isEmpty() ? 0 : levels.getFirst().atNs / SECOND_NS;
        outline.add(new At(from, 0));
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            double bytes = level.reservedBytes + (layers > 1 ? level.weightsBytes : 0) + (layers > 2 ? level.kvBytes : 0);
            double next = i + 1 < levels.size() ? levels.get(i + 1).atNs / SECOND_NS : until;
            outline.add(new At(level.atNs / SECOND_NS, bytes / unit));
            outline.add(new At(next, bytes / unit));
        }
        outline.add(new At(until, 0));
        return outline;
    }

    /// The highest of each stretch, where there are many.
    private static List<Level> thinned(List<Level> levels, long untilNs) {
        if (levels.size() <= STRETCHES) {
            return levels;
        }
        List<Level> kept = new ArrayList<>();
        long stretch = -1;
        for (Level level : levels) {
            long now = Math.clamp(Math.floorDiv(level.atNs, Math.max(1, untilNs / STRETCHES)), 0, STRETCHES);
            if (now != stretch) {
                kept.add(level);
                stretch = now;
            } else if (level.total() > kept.getLast().total()) {
                kept.set(kept.size() - 1, new Level(kept.getLast().atNs, level.weightsBytes, level.kvBytes, level.reservedBytes));
            }
        }
        return kept;
    }

    private static Table data(String title, List<Level> levels) {
        return Table.of(title, List.of(Table.Column.number("from, s"), Table.Column.number("weights"), Table.Column.number("KV"),
                        Table.Column.number("reserved")),
                levels.stream().map(level -> List.of(Numbers.of(level.atNs / SECOND_NS), Numbers.bytes(level.weightsBytes), Numbers.bytes(level.kvBytes),
                        Numbers.bytes(level.reservedBytes))).toList());
    }
}
