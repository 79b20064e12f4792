package nmos.reports.chart;

/// What an ink stands for in a chart.
public record Key(Ink ink, Mark mark, String label) {
    /// How it is drawn.
    public enum Mark {
        BOX,
        DOT,
        LINE,
        DASHES
    }
}
