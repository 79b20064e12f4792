package nmos.live.calibrate;

import java.util.List;
import nmos.scenarios.shape.TensorType;

/// What cannot be, or hardly: said in a line that names it.
final class Plausible {
    private static final double FALLING = 0.95;
    private static final double SLOWEST_OF_MEMORY = 1.0 / 50;
    private static final double OFF = 0.25;
    private static final double OFF_LAYER = 0.1;
    private static final double OTHERS = 0.1;
    private static final double STOLEN = 0.02;

    private Plausible() {}

    /// More rows never take less time.
    static void rising(Session session, TensorType type, List<ProductSpeeds.Point> points) {
        for (int i = 1; i < points.size(); i++) {
            ProductSpeeds.Point before = points.get(i - 1);
            ProductSpeeds.Point point = points.get(i);
            if (point.time().medianNs() < FALLING * before.time().medianNs()) {
                session.warn("%s: %d rows took %.2f ms, less than the %.2f ms of %d rows; measure again", type, point.rows(),
                        point.time().medianNs() / 1e6, before.time().medianNs() / 1e6, before.rows());
            }
        }
    }

    /// A kernel far below memory's speed with a lone row was not compiled, or the machine did something else.
    static void compiled(Session session, ProductSpeeds products, CopySpeeds copies) {
        for (ProductSpeeds.OfType type : products.types()) {
            long rate = type.points().getFirst().time().perSec(type.bytes());
            if (rate < copies.bytesPerSec() * SLOWEST_OF_MEMORY) {
                session.warn("%s with 1 row goes through %.1f MB/s of weights where memory copies %.1f GB/s: its kernel was not compiled in"
                        + " time; measure again", type.type(), rate / 1e6, copies.bytesPerSec() / 1e9);
            }
        }
    }

    static void drive(Session session, DriveSpeeds drive, CopySpeeds copies) {
        for (DriveSpeeds.Fit fit : drive.fits()) {
            String what = (fit.write() ? "writes, " : "reads, ") + fit.depth() + " in flight";
            if (fit.bytesPerSec() > Rate.FASTEST) {
                session.warn("%s: %.1f GB/s are more than any bus carries: something caches %s", what, fit.bytesPerSec() / 1e9,
                        drive.path());
            } else if (!fit.write() && fit.bytesPerSec() > copies.bytesPerSec()) {
                session.warn("%s: %.1f GB/s are more than memory copies (%.1f GB/s): something caches %s", what,
                        fit.bytesPerSec() / 1e9, copies.bytesPerSec() / 1e9, drive.path());
            }
            if (fit.typicalOff() > OFF) {
                session.warn("%s: half of the times are more than %.0f %% off latency + bytes / bandwidth; the drive is no simple"
                        + " one, or others use it", what, OFF * 100);
            }
        }
        if (drive.again() > copies.bytesPerSec()) {
            session.warn("reads through the page cache: %.1f GB/s are more than memory copies (%.1f GB/s): one of both is wrong;"
                    + " measure again", drive.again() / 1e9, copies.bytesPerSec() / 1e9);
        }
    }

    static void layers(Session session, LayerSpeeds layers) {
        if (layers.elementsPerSec() == LayerBench.MOST_RATE) {
            session.warn("layers: what a row costs beside products drowned in their noise and is taken for nothing; leave the machine"
                    + " alone and measure again");
        }
        if (layers.typicalOff() > OFF_LAYER) {
            session.warn("layers: half of them took more than %.0f %% more or less than their products, %.1f us and %.2f G elements/s say",
                    OFF_LAYER * 100, layers.fixedNs() / 1e3, layers.elementsPerSec() / 1e9);
        }
    }

    static void quiet(Session session, Busy.Shares shares) {
        if (shares.others() > OTHERS) {
            session.warn("other programs had %.0f %% of the processors meanwhile: times are too long; stop them and measure again",
                    shares.others() * 100);
        }
        if (shares.stolen() > STOLEN) {
            session.warn("the host of this virtual machine kept %.0f %% of the processors' time for itself: times are too long",
                    shares.stolen() * 100);
        }
    }
}
