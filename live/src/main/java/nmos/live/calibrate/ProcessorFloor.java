package nmos.live.calibrate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nmos.live.gguf.Gguf;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.Workers;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.scenarios.shape.TensorType;

/// What the processor does of a model's products with nothing else to do, as a calibration would find it: tells a processor that
/// others use too, or that has changed since, from a machine file that is wrong. Half a second is looked at, after warming up for
/// as long as that takes and 2.5 s at the most; making the weights comes before.
///
/// @param type of the weights: what most of the model's layers are stored as
/// @param bytesPerSec of weights, with [#ROWS] rows
/// @param warnings what makes that doubtful, a line each
public record ProcessorFloor(TensorType type, double bytesPerSec, List<String> warnings) {
    /// As a guess and its alternatives have, between a token's one and a prompt's many.
    public static final int ROWS = 8;

    private static final long LOOK_NS = 500_000_000;
    /// A machine file does not say how thorough its calibration was: it is taken to be one without `--quick`.
    private static final Effort EFFORT = Effort.QUICK.withUnitsOf(Effort.FULL);

    public ProcessorFloor {
        warnings = List.copyOf(warnings);
    }

    /// Measures with weights of the model's shapes, whatever they hold.
    ///
    /// @throws CalibrationStopped where the watch had enough, or the thread was interrupted
    public static ProcessorFloor measure(Path model, int threads, Watch watch) throws IOException {
        TensorType type = mostOf(model);
        CalibrateOptions plain = CalibrateOptions.of(EFFORT);
        CalibrateOptions options = new CalibrateOptions(
                null, plain.folder(), model, null, List.of(type), threads, plain.link(), plain.disk(), plain.effort());
        Session session = new Session(options, watch);
        try (Arena arena = Arena.ofShared();
                Workers workers = new Workers(threads)) {
            List<List<Matrix>> units = Objects.requireNonNull(
                    Weights.of(options, Here.look(options.folder()).lastCacheBytes(), arena).get(type));
            Products products = new Products(units, workers, ROWS);
            products.rows(ROWS);
            session.warm(type + " with " + ROWS + " rows", products.bytes(), products::multiply);
            List<Long> times = new ArrayList<>();
            long beganNs = System.nanoTime();
            do {
                watch.goOn();
                times.add(products.freshNs());
            } while (System.nanoTime() - beganNs < LOOK_NS);
            long[] ns = times.stream().mapToLong(Long::longValue).toArray();
            return new ProcessorFloor(type, Timing.of(ns).perSec(products.bytes()), session.warnings());
        }
    }

    private static TensorType mostOf(Path model) throws IOException {
        Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
        try (Gguf gguf = Gguf.open(model)) {
            for (LayerWeights layer : ModelWeights.of(gguf, ModelConfig.of(gguf)).layers()) {
                for (Matrix matrix : Weights.matrices(layer)) {
                    bytes.merge(matrix.type(), matrix.rowBytes() * matrix.rows(), Long::sum);
                }
            }
        }
        return bytes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
