package nmos.live.calibrate;

import java.util.List;

/// What one thread copies between two places in memory.
///
/// @param latencyNs what a copy takes beside its bytes
/// @param floor bytes per second in a bad quarter of the repeats
public record CopySpeeds(List<Point> points, long latencyNs, long bytesPerSec, long besideComputing, long floor) {
    public record Point(boolean besideComputing, long bytes, Timing each) {}

    public CopySpeeds {
        points = List.copyOf(points);
    }
}
