package nmos.live.calibrate;

import java.util.List;

/// What whole layers take beside their products.
///
/// @param fixedNs a layer
/// @param elementsPerSec numbers of a row that are normed, turned, gated, rounded and added, see [Point#elements]
/// @param worstOff how far a layer's time is at most from what products, attention and these two say, as a share of it
public record LayerSpeeds(List<Point> points, long fixedNs, long elementsPerSec, double typicalOff, double worstOff) {
    /// A layer of `elements` such numbers a row, with so many rows of one text. `products`: its products alone, run in turns with
    /// it; `attentionNs`: what the rows' looking at each other takes.
    public record Point(String layer, int elements, int rows, Timing time, Timing products, long attentionNs) {
        long besideNs() {
            return time.medianNs() - products.medianNs() - attentionNs;
        }
    }

    public LayerSpeeds {
        points = List.copyOf(points);
    }
}
