package nmos.live.calibrate;

import java.nio.file.Path;
import java.util.List;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// What is measured, and with what.
///
/// @param file read from the drive; without it the oracle's, else a scratch file in `folder`, removed again
/// @param folder where scratch goes
/// @param oracle the model whose shapes and types are measured; without it made-up ones
/// @param draft the model whose guesses are timed
/// @param types of tensors, or none for the oracle's or the usual ones
/// @param threads that compute
/// @param link how fast copies between memories go while computing beside them is measured
/// @param disk the same of the drive
public record CalibrateOptions(
        @Nullable Path file,
        Path folder,
        @Nullable Path oracle,
        @Nullable Path draft,
        List<TensorType> types,
        int threads,
        Rate link,
        Rate disk,
        Effort effort) {

    /// What models are made of mostly.
    public static final List<TensorType> USUAL =
            List.of(TensorType.Q8_0, TensorType.Q4_K, TensorType.Q6_K, TensorType.Q4_0, TensorType.F16);

    public static final Rate LINK = new Rate.Share(600_000);
    public static final Rate DISK = new Rate.Measured();

    public CalibrateOptions {
        types = List.copyOf(types);
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads: at least 1 is needed");
        }
    }

    public static CalibrateOptions of(Effort effort) {
        return new CalibrateOptions(
                null,
                Path.of(System.getProperty("java.io.tmpdir")),
                null,
                null,
                List.of(),
                Runtime.getRuntime().availableProcessors(),
                LINK,
                DISK,
                effort);
    }

    public CalibrateOptions models(@Nullable Path oracle, @Nullable Path draft) {
        return new CalibrateOptions(file, folder, oracle, draft, types, threads, link, disk, effort);
    }

    public CalibrateOptions threads(int other) {
        return new CalibrateOptions(file, folder, oracle, draft, types, other, link, disk, effort);
    }

    /// With copies and reads that fast beside computing.
    public CalibrateOptions paced(Rate copies, Rate reads) {
        return new CalibrateOptions(file, folder, oracle, draft, types, threads, copies, reads, effort);
    }

    /// What is read from the drive; null: scratch.
    @Nullable Path readFrom() {
        return file != null ? file : oracle;
    }
}
