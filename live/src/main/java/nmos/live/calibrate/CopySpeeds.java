package nmos.live.calibrate;

import java.util.List;

/// What one thread copies between two places in memory.
///
/// @param ticks nanoseconds a copy takes whatever its size
public record CopySpeeds(List<Point> points, long latencyNs, long bytesPerSec, long besideComputing, long floor) {
    public record Point(boolean besideComputing, long bytes, Timing each) {}

    public CopySpeeds {
        points = List.copyOf(points);
    }
}
