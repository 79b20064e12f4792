package nmos.scenarios.machine;

import java.util.List;
import java.util.TreeSet;
import nmos.policy.Arithmetic;
import nmos.policy.RowCurve;

/// How long a device computes a shard, by the rows of the pass.
public sealed interface Speed {
    /// The curve for weights of so many bytes that cost `flopsPerRow` for each row.
    RowCurve curve(long bytes, long flopsPerRow);

    /// How fast it reads memory, 0 where the file does not tell that apart from computing.
    long readBytesPerSec();

    /// The slower of reading the weights and doing the sums, from a datasheet; `efficiency` is the share of both that is
    /// expected to be reached. For devices nobody has measured.
    record Roofline(Sourced bandwidthBytesPerSec, Sourced peakOpsPerSec, Sourced efficiencyPpm) implements Speed {
        private static final int LAST_ROWS = 1024;
        /// A knee further out is beyond any pass.
        private static final long FARTHEST_KNEE = 1 << 20;
        private static final long MILLION = 1_000_000;

        @Override
        public RowCurve curve(long bytes, long flopsPerRow) {
            long readNs = Arithmetic.nsFor(bytes, reached(bandwidthBytesPerSec));
            long opsPerSec = reached(peakOpsPerSec);
            var rows = new TreeSet<Integer>();
            for (int r = 1; r <= LAST_ROWS; r *= 2) {
                rows.add(r);
            }
            // The last row count at which reading is the slower half; with it and the next one as points, straight lines
            // between points are exact for every whole number of rows.
            long knee = Math.min(FARTHEST_KNEE, Arithmetic.bytesIn(readNs, opsPerSec) / Math.max(1, flopsPerRow));
            rows.add(Math.toIntExact(Math.max(1, knee)));
            rows.add(Math.toIntExact(knee + 1));
            // A long last segment, so that its slope holds far beyond it.
            rows.add(Math.toIntExact(2 * Math.max(LAST_ROWS, knee + 1)));
            return new RowCurve(
                    rows.stream().mapToInt(r -> r).toArray(),
                    rows.stream()
                            .mapToLong(r -> Math.max(readNs, Arithmetic.mulDivUp(flopsPerRow * r, 1_000_000_000, opsPerSec)))
                            .toArray());
        }

        @Override
        public long readBytesPerSec() {
            return reached(bandwidthBytesPerSec);
        }

        private long reached(Sourced peak) {
            return Math.max(1, Arithmetic.mulDiv(peak.value(), efficiencyPpm.value(), MILLION));
        }
    }

    /// Weights got through per second at some numbers of rows, as measured. Time is linear in rows between the points.
    record Measured(List<Point> points, Sourced.Kind kind, String source) implements Speed {
        /// One measurement.
        public record Point(int rows, long bytesPerSec) {}

        public Measured {
            points = List.copyOf(points);
        }

        @Override
        public long readBytesPerSec() {
            return 0;
        }

        @Override
        public RowCurve curve(long bytes, long flopsPerRow) {
            return new RowCurve(
                    points.stream().mapToInt(Point::rows).toArray(),
                    points.stream().mapToLong(p -> Arithmetic.nsFor(bytes, p.bytesPerSec())).toArray());
        }
    }
}
