package nmos.live.disk;

/// Consecutive bytes of a file.
public record Extent(long offset, long bytes) {
    public Extent {
        if (offset < 0 || bytes < 1 || bytes > Long.MAX_VALUE - offset - (1L << 32)) {
            throw new IllegalArgumentException(bytes + " bytes at offset " + offset + ": at least 1 byte at 0 or later is needed");
        }
    }

    public long end() {
        return offset + bytes;
    }

    /// What a read of whole blocks has to fetch for it.
    public Span span(int alignment) {
        return Span.around(this, alignment);
    }
}
