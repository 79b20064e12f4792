package nmos.reports.page;

import nmos.reports.chart.Chart;

/// What there was to draw: a chart, or why there is none.
sealed interface Shown {
    record Drawn(Chart chart, String caption) implements Shown {}

    record Missing(String title, String why) implements Shown {}
}
