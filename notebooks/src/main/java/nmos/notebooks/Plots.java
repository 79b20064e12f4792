package nmos.notebooks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.reports.chart.Ink;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import org.dflib.DataFrame;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Plots of data frames, to be changed by whoever reads the notebook: they are plain JFreeChart.
public final class Plots {
    private static final List<Ink> INKS =
            List.of(Ink.SIMULATED, Ink.MEASURED, Ink.LINK, Ink.DRAFT, Ink.DRIVE, Ink.KV, Ink.COMPUTE);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final double DOT = 7;
    private static final double PERCENT = 100;
    /// An axis of errors goes as far as the largest of them and a little further, and no less far than this.
    private static final double LEAST_EDGE = 5;
    private static final double ROOM = 1.1;

    private Plots() {}

    /// `y` over `x`, a line for each value of the column `series`, in the order of the rows.
    public static JFreeChart lines(String title, DataFrame frame, String x, String y, String series) {
        SequencedMap<String, XYSeries> lines = new LinkedHashMap<>();
        for (int row = 0; row < frame.height(); row++) {
            String name = String.valueOf(frame.get(series, row));
            if (frame.get(x, row) instanceof Number across && frame.get(y, row) instanceof Number up) {
                lines.computeIfAbsent(name, key -> new XYSeries(key)).add(across.doubleValue(), up.doubleValue());
            }
        }
        XYSeriesCollection data = new XYSeriesCollection();
        lines.values().forEach(data::addSeries);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int line = 0; line < lines.size(); line++) {
            ink(renderer, line, color(INKS.get(line % INKS.size())));
        }
        NumberAxis across = new NumberAxis(x);
        across.setAutoRangeIncludesZero(false);
        return drawn(title, new XYPlot(data, across, new NumberAxis(y), renderer), lines.size() > 1);
    }

    /// How far each figure of a validation was off, as a share of what was measured, and how far measurements were from each other: where a
    /// dot lies within its bar, noise alone may be what parts the two worlds. Figures that are off without bounds are left out.
    public static JFreeChart errors(Validation validation) {
        List<Figure> figures = drawable(validation.figures());
        XYIntervalSeries noise = new XYIntervalSeries("noise of the measurements");
        XYIntervalSeries error = new XYIntervalSeries("simulated less measured");
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            double off = figure.errorShare() * PERCENT;
            error.add(off, off, off, i, i, i);
            if (figure.measured().size() > 1) {
                double share = figure.noise() / Math.abs(figure.measuredMedian()) * PERCENT;
                noise.add(0, -share, share, i, i, i);
            }
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(error);
        data.addSeries(noise);
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setErrorStroke(new BasicStroke(8, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
        renderer.setCapLength(0);
        ink(renderer, 0, color(Ink.SIMULATED));
        ink(renderer, 1, color(Ink.RESERVED));
        SymbolAxis names = new SymbolAxis(null, figures.stream().map(Figure::name).toArray(String[]::new));
        names.setGridBandsVisible(false);
        names.setInverted(true);
        NumberAxis across = new NumberAxis("% of what was measured");
        double most = figures.stream().mapToDouble(figure -> Math.abs(figure.errorShare()) * PERCENT).max().orElse(0);
        double edge = Math.max(LEAST_EDGE, most * ROOM);
        across.setRange(-edge, edge);
        XYPlot plot = new XYPlot(data, across, names, renderer);
        plot.addDomainMarker(new ValueMarker(0, color(Ink.AXIS), new BasicStroke(1)));
        return drawn("Simulated against measured, " + validation.scenario(), plot, true);
    }

    static List<Figure> drawable(List<Figure> figures) {
        return figures.stream()
                .filter(figure -> figure.measuredMedian() != 0 && Double.isFinite(figure.errorShare()))
                .toList();
    }

    private static void ink(XYLineAndShapeRenderer renderer, int series, Color color) {
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesStroke(series, new BasicStroke(2));
        renderer.setSeriesShape(series, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
    }

    private static JFreeChart drawn(String title, XYPlot plot, boolean legend) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(color(Ink.GRID));
        plot.setRangeGridlinePaint(color(Ink.GRID));
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plain(plot.getDomainAxis());
        plain(plot.getRangeAxis());
        JFreeChart chart = new JFreeChart(null, FONT, plot, legend);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(8, 8, 8, 16));
        TextTitle head = new TextTitle(title, FONT.deriveFont(Font.BOLD, 15f));
        head.setPaint(color(Ink.TEXT));
        head.setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.setTitle(head);
        if (legend) {
            chart.getLegend().setFrame(BlockBorder.NONE);
            chart.getLegend().setItemFont(FONT);
        }
        return chart;
    }

    private static void plain(ValueAxis axis) {
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT);
        axis.setLabelPaint(color(Ink.MUTED));
        axis.setTickLabelPaint(color(Ink.MUTED));
        axis.setAxisLinePaint(color(Ink.AXIS));
    }

    private static Color color(Ink ink) {
        return new Color(ink.light);
    }
}
