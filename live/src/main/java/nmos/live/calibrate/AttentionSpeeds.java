package nmos.live.calibrate;

import java.util.List;

/// How fast attention goes through keys and values of earlier tokens.
///
/// @param bytesPerSec of them, counted again for each row; `loneRow`, `severalRows`: the same from passes of one row and of several alone
public record AttentionSpeeds(
        List<Point> points, long bytesPerSec, long loneRow, long severalRows, double typicalOff, double worstOff) {
    /// `kvBytes`: those of one layer for so many earlier tokens, looked at by so many rows.
    public record Point(int rows, int tokens, long kvBytes, Timing time) {
        /// Each row sees those before it in the pass, too.
        double seenBytes() {
            return seenBytes(rows, tokens, (double) kvBytes / tokens);
        }

        static double seenBytes(int rows, int tokens, double bytesPerToken) {
            return ((double) rows * tokens + rows * (rows + 1) / 2.0) * bytesPerToken;
        }
    }

    public AttentionSpeeds {
        points = List.copyOf(points);
    }
}
