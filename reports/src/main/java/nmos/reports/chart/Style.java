package nmos.reports.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Stroke;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeriesCollection;

/// How every chart looks. Charts are drawn where no screen is.
final class Style {
    static final int FONT_PX = 12;
    static final Stroke THIN = new BasicStroke(1);
    static final Stroke LINE = new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    static final Stroke DASHES = new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);
    static final Font FONT;
    static final Font BOLD;
    private static final Font TITLE;

    static {
        System.setProperty("java.awt.headless", "true");
        TextUtils.setUseDrawRotatedStringWorkaround(false);
        FONT = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_PX);
        BOLD = FONT.deriveFont(Font.BOLD);
        TITLE = FONT.deriveFont(Font.BOLD, FONT_PX + 3f);
    }

    private Style() {}

    /// A plot of nothing yet, with faint lines behind it where `lines` are wanted.
    static XYPlot plot(ValueAxis x, ValueAxis y, boolean verticalLines, boolean horizontalLines) {
        XYPlot plot = new XYPlot(new XYSeriesCollection(), x, y, new XYLineAndShapeRenderer());
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(verticalLines);
        plot.setRangeGridlinesVisible(horizontalLines);
        plot.setDomainGridlinePaint(Ink.GRID.color);
        plot.setRangeGridlinePaint(Ink.GRID.color);
        plot.setDomainGridlineStroke(THIN);
        plot.setRangeGridlineStroke(THIN);
        plot.setDomainZeroBaselineVisible(false);
        plot.setRangeZeroBaselineVisible(false);
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        plot.setInsets(new RectangleInsets(4, 4, 4, 4));
        return plot;
    }

    /// Without title and legend, which a page gives in its own words.
    static JFreeChart bare(Chart chart) {
        JFreeChart drawn = new JFreeChart(null, FONT, chart.plot(), false);
        drawn.setBackgroundPaint(null);
        drawn.setPadding(new RectangleInsets(4, 4, 4, 12));
        return drawn;
    }

    /// To stand alone.
    static JFreeChart titled(Chart chart) {
        JFreeChart drawn = bare(chart);
        drawn.setBackgroundPaint(Ink.GROUND);
        TextTitle title = new TextTitle(chart.title(), TITLE);
        title.setPaint(Ink.TEXT.color);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setMargin(4, 8, 4, 4);
        drawn.setTitle(title);
        if (!chart.keys().isEmpty()) {
            LegendItemCollection items = new LegendItemCollection();
            chart.keys().forEach(key -> items.add(item(key)));
            LegendTitle legend = new LegendTitle(() -> items);
            legend.setItemFont(FONT);
            legend.setItemPaint(Ink.TEXT.color);
            legend.setPosition(RectangleEdge.TOP);
            legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
            legend.setMargin(0, 4, 4, 4);
            drawn.addSubtitle(legend);
        }
        return drawn;
    }

    private static LegendItem item(Key key) {
        LegendItem item = switch (key.mark()) {
            case BOX -> new LegendItem(key.label(), null, null, null, Shapes.box(), key.ink().color);
            case DOT -> new LegendItem(key.label(), null, null, null, Shapes.dot(), key.ink().color);
            case LINE -> new LegendItem(key.label(), null, null, null, Shapes.line(), LINE, key.ink().color);
            case DASHES -> new LegendItem(key.label(), null, null, null, Shapes.line(), DASHES, key.ink().color);
        };
        item.setLinePaint(key.ink().color);
        return item;
    }

    static List<Key> worlds(boolean simulated, boolean measured, Key.Mark mark) {
        Key first = new Key(Ink.SIMULATED, mark, "simulated");
        Key second = new Key(Ink.MEASURED, mark, "measured");
        return simulated && measured ? List.of(first, second) : simulated ? List.of(first) : measured ? List.of(second) : List.of();
    }
}
