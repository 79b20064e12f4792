package nmos.scenarios.machine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import nmos.policy.Arithmetic;
import nmos.policy.RowCurve;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.shape.Work;
import org.jspecify.annotations.Nullable;

/// How long a device computes a shard, by the rows of the pass.
public sealed interface Speed {
    RowCurve curve(Work work);

    /// How fast it reads the KV of earlier tokens, 0 where nobody measured that.
    long attentionBytesPerSec();

    /// Whether it reads that again for each row of a pass, not once for all of them.
    boolean attendsRowByRow();

    /// A way of storing weights whose speed here nobody knows, if the work has such.
    Optional<TensorType> unknown(Work work);

    /// The slower of reading the weights and doing the sums, from a datasheet; `efficiency` is the share of both that is
    /// expected to be reached. For devices nobody has measured.
    ///
    /// `unpackBits`: null where products read weights as they are stored. Else weights of fewer than 16 bits are written out in 16 before
    /// every product, which reads them in that form; so many bits move for each of them in the device's memory, beside reading it once.
    record Roofline(
            Sourced bandwidthBytesPerSec, Sourced peakOpsPerSec, Sourced efficiencyPpm, @Nullable Sourced unpackBits) implements Speed {
        private static final int PLAIN_BITS = 16;
        private static final int LAST_ROWS = 1024;
        /// A knee further out is beyond any pass.
        private static final long FARTHEST_KNEE = 1 << 20;
        private static final long MILLION = 1_000_000;

        /// Of products that read weights as they are stored.
        public Roofline(Sourced bandwidthBytesPerSec, Sourced peakOpsPerSec, Sourced efficiencyPpm) {
            this(bandwidthBytesPerSec, peakOpsPerSec, efficiencyPpm, null);
        }

        @Override
        public RowCurve curve(Work work) {
            if (unpackBits == null) {
                return curve(work.bytes(), work.flopsPerRow());
            }
            long packedBytes = 0;
            long weights = 0;
            for (Map.Entry<TensorType, Long> matrices : work.matrixBytes().entrySet()) {
                TensorType type = matrices.getKey();
                if (type.blockBytes * Byte.SIZE < PLAIN_BITS * type.blockElements) {
                    packedBytes += matrices.getValue();
                    weights += matrices.getValue() / type.blockBytes * type.blockElements;
                }
            }
            RowCurve products = curve(work.bytes() - packedBytes + weights * PLAIN_BITS / Byte.SIZE, work.flopsPerRow());
            long movedBytes = packedBytes + Arithmetic.mulDivUp(weights, unpackBits.value(), Byte.SIZE);
            long unpackNs = movedBytes == 0 ? 0 : Arithmetic.nsFor(movedBytes, reached(bandwidthBytesPerSec));
            return new RowCurve(products.rows(), Arrays.stream(products.ns()).map(ns -> ns + unpackNs).toArray());
        }

        private RowCurve curve(long bytes, long flopsPerRow) {
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
        public long attentionBytesPerSec() {
            return reached(bandwidthBytesPerSec);
        }

        @Override
        public boolean attendsRowByRow() {
            return false;
        }

        @Override
        public Optional<TensorType> unknown(Work work) {
            return Optional.empty();
        }

        private long reached(Sourced peak) {
            return Math.max(1, Arithmetic.mulDiv(peak.value(), efficiencyPpm.value(), MILLION));
        }
    }

    /// Time as it was measured: products by how the weights are stored, then what layers do beside them. Any other type than
    /// those of `curves` goes by `others`; where that is empty nobody knows.
    ///
    /// `layerNs`: what a layer costs however few rows; `elementsPerSec`: numbers of rows it works through beside products;
    /// `attentionBytesPerSec`: KV it reads, once for each row; `besideReads` and `besideCopies`: what it loses while the drive reads
    /// and while a link copies.
    record Measured(
            List<Curve> curves,
            List<Point> others,
            long layerNs,
            long elementsPerSec,
            long attentionBytesPerSec,
            Beside besideReads,
            Beside besideCopies,
            Sourced.Kind kind,
            String source)
            implements Speed {
        /// Its speed, of its speed alone, while bytes are moved at a pace. It loses less beside slower ones, and more beside
        /// faster, in proportion: what it loses is the time that moving a byte takes the cores.
        public record Beside(int speedPpm, long bytesPerSec) {
            private static final int MILLION = 1_000_000;
            /// As if nothing were moved.
            public static final Beside UNDISTURBED = new Beside(MILLION, 1);

            /// However fast bytes come, some computing goes on.
            private static final int MOST_LOST_PPM = 900_000;

            /// The share of its speed that is lost beside so many bytes a second.
            public int lostPpm(long atBytesPerSec) {
                double lost = (double) (MILLION - speedPpm) * atBytesPerSec / bytesPerSec;
                return (int) Math.min(MOST_LOST_PPM, Math.round(lost));
            }
        }

        /// Weights got through per second at some numbers of rows. Time is linear in rows between the points.
        public record Point(int rows, long bytesPerSec) {}

        /// That of weights stored in one way.
        public record Curve(TensorType type, List<Point> points) {
            public Curve {
                points = List.copyOf(points);
            }
        }

        /// Of products alone, however the weights are stored.
        public Measured(List<Point> points, Sourced.Kind kind, String source) {
            this(List.of(), points, 0, 0, 0, Beside.UNDISTURBED, Beside.UNDISTURBED, kind, source);
        }

        public Measured {
            curves = List.copyOf(curves);
            others = List.copyOf(others);
        }

        @Override
        public long attentionBytesPerSec() {
            return attentionBytesPerSec;
        }

        @Override
        public boolean attendsRowByRow() {
            return true;
        }

        @Override
        public Optional<TensorType> unknown(Work work) {
            return work.matrixBytes().keySet().stream().filter(type -> points(type).isEmpty()).findFirst();
        }

        /// Bytes of such weights a second, in products with so many rows.
        public OptionalLong bytesPerSec(TensorType type, int rows) {
            List<Point> known = points(type);
            long bytes = 1 << 30;
            return known.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.round(bytes * 1e9 / product(known, bytes).ns(rows)));
        }

        private List<Point> points(TensorType type) {
            return curves.stream()
                    .filter(curve -> curve.type() == type)
                    .findFirst()
                    .map(Curve::points)
                    .orElse(others);
        }

        @Override
        public RowCurve curve(Work work) {
            int[] rows = work.matrixBytes().keySet().stream()
                    .flatMapToInt(type -> points(type).stream().mapToInt(Point::rows))
                    .sorted()
                    .distinct()
                    .toArray();
            if (rows.length == 0) {
                rows = new int[] {1, 2};
            }
            return new RowCurve(rows, Arrays.stream(rows).mapToLong(n -> ns(work, n)).toArray());
        }

        private long ns(Work work, int rows) {
            long ns = work.layers() * layerNs;
            if (elementsPerSec > 0) {
                ns += Arithmetic.nsFor(work.elementsPerRow() * rows, elementsPerSec);
            }
            for (Map.Entry<TensorType, Long> matrices : work.matrixBytes().entrySet()) {
                ns += product(points(matrices.getKey()), matrices.getValue()).ns(rows);
            }
            return ns;
        }

        private static RowCurve product(List<Point> points, long bytes) {
            return new RowCurve(
                    points.stream().mapToInt(Point::rows).toArray(),
                    points.stream().mapToLong(p -> Arithmetic.nsFor(bytes, p.bytesPerSec())).toArray());
        }
    }
}
