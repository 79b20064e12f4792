package nmos.reports.timeline;

/// A stretch of time in which a device was busy with one piece of work, and that stretch's share of the bytes.
public record Span(long beginNs, long endNs, long bytes, Work work) {
    public long ns() {
        return endNs - beginNs;
    }
}
