package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.PtxLaunches;
import nmos.live.disk.Drive;
import nmos.live.ptx.Limits;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs with `--device cuda`, on a device that is played: its streams keep no order but that of events, its kernels are the PTX that users
/// get, run by an interpreter. What is said is what the CPU says.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CudaWorldTest {
    private static final String[] SHORT = {
        "workload.turns=1", "workload.replyTokens=4", "workload.promptTokens=9", "workload.typingPerToken=0 ms", "batching.maxRows=16"
    };

    @TempDir
    Path folder;

    private EmulatedDriver driver = new EmulatedDriver(1, new PtxLaunches(Limits.QUICK), 1);

    private List<int[]> said(Rig rig, LiveOptions options, int seed, String... settings) throws IOException {
        driver = new EmulatedDriver(64 << 20, new PtxLaunches(Limits.QUICK), seed);
        LiveOutcome outcome;
        var scenario = rig.world(options.on(LiveOptions.ComputedBy.CPU, false), settings).scenario();
        try (var world = new LiveWorld(scenario, options, how -> Drive.start("ssd", how), () -> driver)) {
            outcome = world.run(world.policy(), RunWatch.NONE);
        }
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.run().complete()).isTrue();
        assertThat(driver.left()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
        return outcome.replies().stream().map(LiveOutcome.Reply::tokens).toList();
    }

    private void saysWhatTheCpuSays(boolean draft, int seed, String... settings) throws IOException {
        Rig rig = new Rig(folder);
        LiveOptions options = draft ? rig.drafting() : rig.options();
        List<int[]> there = said(rig, options.on(LiveOptions.ComputedBy.CUDA, false), seed, settings);
        List<int[]> here = said(rig, options, seed, settings);
        assertThat(there).usingRecursiveComparison().isEqualTo(here);
    }

    @Test
    void aStreamedModelSaysTheSame() throws IOException {
        saysWhatTheCpuSays(false, 1, SHORT);
    }
}
