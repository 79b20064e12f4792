package nmos.live.world;

import java.nio.file.Path;
import nmos.live.disk.IoMethod;
import nmos.live.sampling.SamplingOptions;
import org.jspecify.annotations.Nullable;

/// How a scenario is run here, beside what the scenario says.
///
/// @param oracle the file of the model whose tokens count
/// @param draft that of the model that guesses, where the scenario has one
/// @param threads that compute
/// @param paceDisk whether the drive is held to the speed the machine file gives it, instead of going as fast as it can
/// @param io how files are read
/// @param sampling how the next token is chosen
/// @param spill the folder for KV that finds no room in memory
/// @param device what computes in the machine's top tier
/// @param paceLink whether a real link is held to the speed the machine file gives it; one that is a copy in memory always is
public record LiveOptions(
        Path oracle,
        @Nullable Path draft,
        int threads,
        boolean paceDisk,
        IoMethod io,
        SamplingOptions sampling,
        Path spill,
        ComputedBy device,
        boolean paceLink) {

    /// Whose GPU a scenario's is.
    public enum ComputedBy {
        CPU,
        CUDA
    }

    /// On the CPU.
    public LiveOptions(
            Path oracle,
            @Nullable Path draft,
            int threads,
            boolean paceDisk,
            IoMethod io,
            SamplingOptions sampling,
            Path spill) {
        this(oracle, draft, threads, paceDisk, io, sampling, spill, ComputedBy.CPU, false);
    }

    public LiveOptions on(ComputedBy other, boolean paced) {
        return new LiveOptions(oracle, draft, threads, paceDisk, io, sampling, spill, other, paced);
    }

    /// Greedy, on all processors, files read by the best way there is.
    public static LiveOptions of(Path oracle, @Nullable Path draft) {
        return new LiveOptions(
                oracle,
                draft,
                Runtime.getRuntime().availableProcessors(),
                false,
                IoMethod.AUTO,
                SamplingOptions.GREEDY,
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    public LiveOptions paced() {
        return new LiveOptions(oracle, draft, threads, true, io, sampling, spill, device, paceLink);
    }

    public LiveOptions threads(int other) {
        return new LiveOptions(oracle, draft, other, paceDisk, io, sampling, spill, device, paceLink);
    }

    public LiveOptions unpaced() {
        return new LiveOptions(oracle, draft, threads, false, io, sampling, spill, device, paceLink);
    }

    public LiveOptions sampling(SamplingOptions other) {
        return new LiveOptions(oracle, draft, threads, paceDisk, io, other, spill, device, paceLink);
    }
}
