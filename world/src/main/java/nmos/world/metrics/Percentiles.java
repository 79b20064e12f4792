package nmos.world.metrics;

import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/// Percentiles by HdrHistogram at three significant digits.
public final class Percentiles {
    private final Histogram histogram = new Histogram(3);

    public void add(long value) {
        histogram.recordValue(value);
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /// Empty when nothing was recorded.
    public OptionalLong at(double percentile) {
        return count() == 0 ? OptionalLong.empty() : OptionalLong.of(histogram.getValueAtPercentile(percentile));
    }
}
