package nmos.live.calibrate;

import java.util.List;

/// What computing loses to what is moved beside it: copies of a link at one pace, reads of the drive at another.
///
/// @param copies while a link copies
/// @param reads while the drive reads
public record BesideSpeeds(Beside copies, Beside reads) {
    /// Beside one of them.
    ///
    /// @param bytesPerSec the pace, or how fast they went where they were not held to one
    /// @param ppm the speed that is left, of its speed alone
    public record Beside(List<Point> points, long bytesPerSec, long ppm) {
        public Beside {
            points = List.copyOf(points);
        }
    }

    public record Point(int rows, Timing alone, Timing beside) {
        double left() {
            return (double) alone.medianNs() / beside.medianNs();
        }
    }
}
