package nmos.harness.compare;

import java.nio.file.Path;
import java.util.List;
import nmos.live.disk.IoMethod;
import nmos.live.sampling.SamplingOptions;
import nmos.live.world.LiveOptions;
import org.jspecify.annotations.Nullable;

/// What the child that runs nmos is told, as one line of JSON. `folder`: where it leaves its run.
record NmosTask(
        String scenario,
        List<String> settings,
        String oracle,
        @Nullable String draft,
        int threads,
        IoMethod io,
        String folder) {
    LiveOptions live() {
        return new LiveOptions(
                Path.of(oracle),
                draft == null ? null : Path.of(draft),
                threads,
                false,
                io,
                SamplingOptions.GREEDY,
                Path.of(System.getProperty("java.io.tmpdir")));
    }
}
