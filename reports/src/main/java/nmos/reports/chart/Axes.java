package nmos.reports.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/// Axes, whose numbers stay at them in any font.
final class Axes {
    /// From here on values are drawn on a logarithmic axis.
    private static final double WIDE = 20;

    private Axes() {}

    /// From `from` to `to`.
    static ValueAxis linear(String label, double from, double to) {
        double end = to > from ? to : from + 1;
        List<Double> marks = Marks.even(from, end);
        return ticks(label, from, end, marks, marks.stream().map(Numbers::of).toList());
    }

    /// From zero to a little over `to`.
    static ValueAxis fromZero(String label, double to) {
        return linear(label, 0, to > 0 ? to * 1.06 : 1);
    }

    /// By factors, numbers being labelled by `words`.
    static ValueAxis logarithmic(String label, double from, double to, DoubleFunction<String> words) {
        List<Double> marks = Marks.byFactors(from, to);
        List<String> labels = marks.stream().map(words::apply).toList();
        LogAxis axis = new LogAxis(label) {
            private static final long serialVersionUID = 1L;

            @Override
            public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
                return marked(marks, labels, edge);
            }

            @Override
            protected AxisState drawTickMarksAndLabels(
                    Graphics2D graphics, double cursor, Rectangle2D plot, Rectangle2D data, RectangleEdge edge) {
                return anchored(graphics, edge, () -> super.drawTickMarksAndLabels(graphics, cursor, plot, data, edge));
            }
        };
        axis.setSmallestValue(Double.MIN_NORMAL);
        axis.setMinorTickMarksVisible(false);
        axis.setRange(from, to);
        return plain(axis);
    }

    /// Straight, or logarithmic where values lie far apart.
    static ValueAxis fitting(String label, double least, double most) {
        if (least > 0 && most / least > WIDE) {
            return logarithmic(label, least / 1.5, most * 1.5, Numbers::of);
        }
        return fromZero(label, most);
    }

    /// Names from top to bottom: the first at 0.
    static ValueAxis names(List<String> names) {
        SymbolAxis axis = new SymbolAxis(null, names.toArray(String[]::new)) {
            private static final long serialVersionUID = 1L;

            @Override
            protected AxisState drawTickMarksAndLabels(
                    Graphics2D graphics, double cursor, Rectangle2D plot, Rectangle2D data, RectangleEdge edge) {
                return anchored(graphics, edge, () -> super.drawTickMarksAndLabels(graphics, cursor, plot, data, edge));
            }
        };
        axis.setGridBandsVisible(false);
        axis.setInverted(true);
        axis.setRange(-0.6, names.size() - 0.4);
        plain(axis);
        axis.setAxisLineVisible(false);
        axis.setTickLabelPaint(Ink.TEXT.color);
        return axis;
    }

    /// With marks at `values` alone, labelled by `labels`.
    static ValueAxis ticks(String label, double from, double to, List<Double> values, List<String> labels) {
        NumberAxis axis = new NumberAxis(label) {
            private static final long serialVersionUID = 1L;

            @Override
            public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
                return marked(values, labels, edge);
            }

            @Override
            protected AxisState drawTickMarksAndLabels(
                    Graphics2D graphics, double cursor, Rectangle2D plot, Rectangle2D data, RectangleEdge edge) {
                return anchored(graphics, edge, () -> super.drawTickMarksAndLabels(graphics, cursor, plot, data, edge));
            }
        };
        axis.setRange(from, to);
        return plain(axis);
    }

    private static ValueAxis plain(ValueAxis axis) {
        axis.setLabelFont(Style.FONT);
        axis.setLabelPaint(Ink.MUTED.color);
        axis.setTickLabelFont(Style.FONT);
        axis.setTickLabelPaint(Ink.MUTED.color);
        axis.setAxisLinePaint(Ink.AXIS.color);
        axis.setAxisLineStroke(Style.THIN);
        axis.setTickMarksVisible(false);
        axis.setTickLabelInsets(new RectangleInsets(4, 4, 2, 4));
        return axis;
    }

    private interface Drawing {
        AxisState draw();
    }

    private static AxisState anchored(Graphics2D graphics, RectangleEdge edge, Drawing drawing) {
        AxisState[] drawn = {new AxisState()};
        (RectangleEdge.LEFT.equals(edge) ? Anchor.END : Anchor.MIDDLE).during(graphics, () -> drawn[0] = drawing.draw());
        return drawn[0];
    }

    private static List<NumberTick> marked(List<Double> values, List<String> labels, RectangleEdge edge) {
        TextAnchor side = RectangleEdge.LEFT.equals(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
        List<NumberTick> ticks = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ticks.add(new NumberTick(values.get(i), labels.get(i), side, TextAnchor.CENTER, 0));
        }
        return ticks;
    }
}
