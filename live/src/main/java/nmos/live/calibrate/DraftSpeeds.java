package nmos.live.calibrate;

import java.util.List;

/// How long the draft model takes: `levels * levelNs + nodes * nodeNs` for guesses, `rowNs` for each row of a prompt it reads.
public record DraftSpeeds(
        String model, List<Point> points, long levelNs, long nodeNs, Timing row, double typicalOff, double worstOff) {
    /// A tree as it came out.
    public record Point(int levels, int nodes, Timing time) {}

    public DraftSpeeds {
        points = List.copyOf(points);
    }
}
