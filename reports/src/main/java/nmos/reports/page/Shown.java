package nmos.reports.page;

import nmos.reports.chart.Chart;
import nmos.reports.chart.Table;

/// What there was to draw: a chart, or why there is none.
sealed interface Shown {
    record Drawn(Chart chart, String caption) implements Shown {}

    /// Numbers beside charts.
    record Listed(Table table) implements Shown {}

    record Missing(String title, String why) implements Shown {}
}
