package nmos.live.calibrate;

import java.util.List;
import nmos.scenarios.shape.TensorType;

/// How fast products go through weights, by type of tensor and number of rows.
public record ProductSpeeds(List<OfType> types) {
    /// Weights stored in one way.
    ///
    /// @param bytes of weights in the products that were timed together
    /// @param matrices their shapes, in words
    public record OfType(TensorType type, long bytes, String matrices, List<Point> points) {
        public OfType {
            points = List.copyOf(points);
        }

        /// Straight between points, and on beyond them, in time.
        double ns(long weightBytes, int rows) {
            int upper = 0;
            while (upper < points.size() - 1 && points.get(upper).rows() < rows) {
                upper++;
            }
            Point to = points.get(upper);
            Point from = points.get(Math.max(0, upper - 1));
            double share = to.rows() == from.rows() ? 1 : (double) (rows - from.rows()) / (to.rows() - from.rows());
            double ns = from.time().medianNs() + share * (to.time().medianNs() - from.time().medianNs());
            return ns * weightBytes / bytes;
        }
    }

    public record Point(int rows, Timing time) {}

    public ProductSpeeds {
        types = List.copyOf(types);
    }

    OfType of(TensorType type) {
        return types.stream()
                .filter(t -> t.type() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " was not measured"));
    }
}
