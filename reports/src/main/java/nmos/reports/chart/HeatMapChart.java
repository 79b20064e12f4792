package nmos.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.reports.chart.Drawn.At;
import nmos.reports.chart.Drawn.Box;
import org.jfree.chart.plot.XYPlot;

/// A figure over two knobs, told by shades: the better the stronger. Cells are numbered where there is room.
public final class HeatMapChart {
    private static final int ROW_PX = 26;
    private static final int LOW_ROW_PX = 14;
    private static final int FRAME_PX = 90;
    private static final int NAMES_PX = 110;
    /// What a figure in a cell takes, and a character below it.
    private static final int CELL_PX = 50;
    private static final int CHARACTER_PX = 8;
    private static final int MOST_COLUMNS = 40;
    private static final int MOST_ROWS = 24;

    private HeatMapChart() {}

    /// One of the two knobs.
    public record Knob(String path, List<String> values) {}

    /// A cell by the indices of its knobs.
    public record Cell(int row, int column) {}

    /// `values[row][column]` is NaN where there is none. `measured` are cells that were measured too.
    public static Chart of(
            String name, String title, String metric, boolean moreIsBetter, Knob down, Knob across, double[][] values, List<Cell> measured) {
        List<Integer> rows = picked(down.values.size(), MOST_ROWS);
        List<Integer> columns = picked(across.values.size(), MOST_COLUMNS);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] row : values) {
            for (double value : row) {
                least = Double.isNaN(value) ? least : Math.min(least, value);
                most = Double.isNaN(value) ? most : Math.max(most, value);
            }
        }
        boolean wide = columns.size() > 8;
        int width = wide ? Chart.FULL_PX : Chart.HALF_PX;
        boolean told = (width - NAMES_PX) / columns.size() >= CELL_PX && rows.size() <= MOST_ROWS;
        int rowPx = told || rows.size() <= 20 ? ROW_PX : LOW_ROW_PX;
        XYPlot plot = Style.plot(
                Axes.ticks(across.path, -0.5, columns.size() - 0.5, labelled(across, columns, width), labels(across, columns, width)),
                Axes.names(rows.stream().map(row -> down.values.get(row)).toList()), false, false);
        plot.getRangeAxis().setRange(-0.5, rows.size() - 0.5);
        Scale scale = new Scale(least, most, moreIsBetter);
        List<List<Box>> shades = new ArrayList<>();
        Ink.LEVELS.forEach(_ -> shades.add(new ArrayList<>()));
        List<At> without = new ArrayList<>();
        Cell best = null;
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < columns.size(); c++) {
                double value = values[rows.get(r)][columns.get(c)];
                if (Double.isNaN(value)) {
                    without.add(new At(c, r));
                    continue;
                }
                shades.get(scale.level(value)).add(new Box(c - 0.5, c + 0.5, r - 0.5, r + 0.5));
                if (value == (moreIsBetter ? most : least) && best == null) {
                    best = new Cell(r, c);
                }
            }
        }
        for (int level = 0; level < shades.size(); level++) {
            if (!shades.get(level).isEmpty()) {
                plot.addAnnotation(Drawn.boxes(Ink.LEVELS.get(level), shades.get(level)));
            }
        }
        for (int r = 0; told && r < rows.size(); r++) {
            for (int c = 0; c < columns.size(); c++) {
                double value = values[rows.get(r)][columns.get(c)];
                if (!Double.isNaN(value)) {
                    Ink on = Ink.LEVELS.get(scale.level(value));
                    plot.addAnnotation(Drawn.words(isFaint(on) ? Ink.TEXT.color : Ink.GROUND, Numbers.brief(value), new At(c, r), Anchor.MIDDLE, 0, 0));
                }
            }
        }
        plot.addAnnotation(Drawn.marks(Ink.AXIS, Shapes.speck(), true, without));
        if (best != null) {
            plot.addAnnotation(Drawn.line(Ink.GOAL, Style.LINE, frame(best.row, best.column)));
        }
        List<At> dots = measured.stream().filter(cell -> rows.contains(cell.row) && columns.contains(cell.column))
                .map(cell -> new At(columns.indexOf(cell.column) + 0.36, rows.indexOf(cell.row))).toList();
        if (!dots.isEmpty()) {
            plot.addAnnotation(Drawn.marks(Ink.MEASURED, Shapes.diamond(), true, dots));
        }
        String cut = rows.size() < down.values.size() || columns.size() < across.values.size()
                ? " Of " + down.values.size() + " by " + across.values.size() + " values " + rows.size() + " by " + columns.size() + " are drawn, evenly picked."
                : "";
        return new Chart(name, title, description(metric, scale, without.size(), down, across) + cut, width, FRAME_PX + rowPx * rows.size(), plot,
                keys(scale, !without.isEmpty(), best != null, !dots.isEmpty()), data(title, down, across, values, rows, columns));
    }

    /// Whether text can be read on it; else what has the ground's colour can.
    static boolean isFaint(Ink level) {
        return Ink.LEVELS.indexOf(level) < 4;
    }

    /// Equal steps from the worst to the best.
    private record Scale(double least, double most, boolean moreIsBetter) {
        int level(double value) {
            int levels = Ink.LEVELS.size();
            if (most == least) {
                return levels / 2;
            }
            double share = (moreIsBetter ? value - least : most - value) / (most - least);
            return Math.clamp((int) (share * levels), 0, levels - 1);
        }

        double from(int level) {
            double step = (most - least) / Ink.LEVELS.size();
            return moreIsBetter ? least + level * step : most - level * step;
        }
    }

    /// Evenly, first and last among them.
    private static List<Integer> picked(int count, int most) {
        return count <= most
                ? IntStream.range(0, count).boxed().toList()
                : IntStream.range(0, most).mapToObj(i -> (int) Math.round((double) i * (count - 1) / (most - 1))).toList();
    }

    private static int every(Knob knob, List<Integer> picked, int width) {
        int longest = picked.stream().mapToInt(i -> knob.values.get(i).length()).max().orElse(1);
        int room = Math.max(1, (width - NAMES_PX) / ((Math.min(longest, 18) + 2) * CHARACTER_PX));
        return Math.ceilDiv(picked.size(), room);
    }

    private static List<Double> labelled(Knob knob, List<Integer> picked, int width) {
        int every = every(knob, picked, width);
        return IntStream.range(0, picked.size()).filter(i -> i % every == 0).mapToObj(i -> (double) i).toList();
    }

    private static List<String> labels(Knob knob, List<Integer> picked, int width) {
        int every = every(knob, picked, width);
        return IntStream.range(0, picked.size()).filter(i -> i % every == 0).mapToObj(i -> Numbers.shortened(knob.values.get(picked.get(i)), 18)).toList();
    }

    private static List<At> frame(int row, int column) {
        return List.of(new At(column - 0.5, row - 0.5), new At(column + 0.5, row - 0.5), new At(column + 0.5, row + 0.5),
                new At(column - 0.5, row + 0.5), new At(column - 0.5, row - 0.5));
    }

    private static List<Key> keys(Scale scale, boolean holes, boolean best, boolean measured) {
        List<Key> keys = new ArrayList<>();
        if (scale.most > scale.least) {
            for (int level = 0; level < Ink.LEVELS.size(); level++) {
                keys.add(new Key(Ink.LEVELS.get(level), Key.Mark.BOX, Numbers.brief(scale.from(level)) + " to " + Numbers.brief(scale.from(level + 1))));
            }
        }
        if (best) {
            keys.add(new Key(Ink.GOAL, Key.Mark.LINE, "best"));
        }
        if (holes) {
            keys.add(new Key(Ink.AXIS, Key.Mark.BOX, "no point that counts"));
        }
        if (measured) {
            keys.add(new Key(Ink.MEASURED, Key.Mark.DOT, "measured too"));
        }
        return keys;
    }

    private static String description(String metric, Scale scale, int without, Knob down, Knob across) {
        return metric + " from " + Numbers.of(scale.least) + " to " + Numbers.of(scale.most) + ", by " + down.path + " from top to bottom and "
                + across.path + " from left to right; the stronger a shade the better." + (without == 0 ? "" : " " + without + " cells have no point that counts.");
    }

    private static Table data(String title, Knob down, Knob across, double[][] values, List<Integer> rows, List<Integer> columns) {
        List<Table.Column> heads = new ArrayList<>(List.of(Table.Column.text(down.path + " \\ " + across.path)));
        columns.forEach(column -> heads.add(Table.Column.number(across.values.get(column))));
        List<List<String>> cells = new ArrayList<>();
        for (int row : rows) {
            List<String> line = new ArrayList<>(List.of(down.values.get(row)));
            for (int column : columns) {
                line.add(Double.isNaN(values[row][column]) ? "" : Numbers.of(values[row][column]));
            }
            cells.add(line);
        }
        return Table.of(title, heads, cells);
    }
}
