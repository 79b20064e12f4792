package nmos.live.calibrate;

import java.util.Comparator;
import java.util.List;

/// What the drive did, at each depth and size of request.
///
/// @param path what was read
/// @param scratch whether that file was written for it
/// @param how by which method, and why by that
/// @param again bytes per second of reading through the page cache what it may hold; 0 where that was not tried
public record DriveSpeeds(String path, boolean scratch, String how, List<Point> points, List<Fit> fits, long again) {
    /// Time for each of many requests of a size that wait at once, up to `depth` pieces in flight.
    public record Point(boolean write, int depth, long bytes, Timing each) {}

    /// `latencyNs + bytes / bytesPerSec`; `floor`: the rate of the largest requests in a bad quarter of the repeats; `typicalOff`,
    /// `worstOff`: how far points are from it, as a share.
    public record Fit(
            boolean write, int depth, long latencyNs, long bytesPerSec, long floor, double typicalOff, double worstOff) {}

    public DriveSpeeds {
        points = List.copyOf(points);
        fits = List.copyOf(fits);
    }

    /// At the depth that is nearest to the one asked for.
    public Fit reads(int depth) {
        return fits.stream()
                .filter(fit -> !fit.write())
                .min(Comparator.comparingInt(fit -> Math.abs(fit.depth() - depth)))
                .orElseThrow();
    }

    public Fit writes() {
        return fits.stream().filter(Fit::write).findFirst().orElseThrow();
    }
}
