package nmos.live.calibrate;

import java.util.List;

/// What computing loses to copies and reads beside it.
///
/// @param linkBytesPerSec the pace of the copies
/// @param diskBytesPerSec that of the reads; 0: as fast as they go
/// @param ppm the speed that is left, of its speed alone
public record BesideSpeeds(List<Point> points, long linkBytesPerSec, long diskBytesPerSec, long ppm) {
    public record Point(int rows, Timing alone, Timing beside) {
        double left() {
            return (double) alone.medianNs() / beside.medianNs();
        }
    }

    public BesideSpeeds {
        points = List.copyOf(points);
    }
}
