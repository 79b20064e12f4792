package nmos.live.calibrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// As little as can be measured at all: what comes out is a number each, and says nothing about the machine.
final class Tiny {
    static final Effort EFFORT = new Effort(
            List.of(1, 2, 4),
            List.of(1, 2),
            64,
            128,
            List.of(4L << 10, 64L << 10, 256L << 10),
            List.of(1, 4),
            1 << 20,
            256 << 10,
            List.of(8, 16),
            500_000,
            2,
            10_000,
            20_000_000,
            5);

    private static final long CACHE = 1 << 20;

    private Tiny() {}

    static Calibration measure(CalibrateOptions options, Watch watch) throws IOException {
        Path reads = options.readFrom();
        return Calibration.measure(options, watch, Here.look(reads == null ? options.folder() : reads), CACHE);
    }

    static CalibrateOptions options(Path folder, @Nullable Path oracle, @Nullable Path draft) {
        List<TensorType> types = oracle == null ? List.of(TensorType.Q8_0) : List.of();
        return new CalibrateOptions(null, folder, oracle, draft, types, oracle == null ? 1 : 2, CalibrateOptions.LINK, CalibrateOptions.DISK, EFFORT);
    }
}
