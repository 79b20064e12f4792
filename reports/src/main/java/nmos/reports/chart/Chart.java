package nmos.reports.chart;

import java.util.List;
import org.jfree.chart.plot.XYPlot;

/// One chart: what is drawn, what is said about it to those who cannot see it, and the numbers it was drawn from. `name` is that
/// of its file and the root of its ids.
public record Chart(String name, String title, String description, int widthPx, int heightPx, XYPlot plot, List<Key> keys, Table data) {
    /// Half a page's width, and the whole of it.
    public static final int HALF_PX = 560;
    public static final int FULL_PX = 1120;

    public Chart {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(name + " cannot be the name of a file and of ids");
        }
        keys = List.copyOf(keys);
    }

    public boolean wide() {
        return widthPx > HALF_PX;
    }
}
