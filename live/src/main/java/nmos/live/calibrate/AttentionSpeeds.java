package nmos.live.calibrate;

import java.util.List;

/// How fast attention goes through keys and values of earlier tokens.
///
/// @param bytesPerSec for one row, as in decoding
public record AttentionSpeeds(List<Point> points, long bytesPerSec, double typicalOff, double worstOff) {
    /// `kvBytes`: those of one layer for so many earlier tokens, looked at by so many rows.
    public record Point(int rows, int tokens, long kvBytes, Timing time) {}

    public AttentionSpeeds {
        points = List.copyOf(points);
    }
}
