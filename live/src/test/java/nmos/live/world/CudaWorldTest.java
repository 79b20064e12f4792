package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nmos.live.cuda.driver.CudaError;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.Missing;
import nmos.live.cuda.driver.PtxLaunches;
import nmos.live.disk.Drive;
import nmos.live.ptx.Limits;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs with `--device cuda`, on a device that is played: its streams keep no order but that of events, its kernels are the PTX that users
/// get, run by an interpreter. Nothing here says what a GPU does.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CudaWorldTest {
    private static final long MEMORY_BYTES = 64 << 20;
    private static final String[] SHORT = {
        "workload.turns=1", "workload.replyTokens=3", "workload.promptTokens=9", "workload.typingPerToken=0 ms", "batching.maxRows=16"
    };

    @TempDir
    Path folder;

    private static LiveOutcome run(Rig rig, LiveOptions options, EmulatedDriver driver, String... settings) throws IOException {
        var scenario = LiveWorld.scenario(rig.scenario().toString(), List.of(settings), options);
        try (var world = new LiveWorld(scenario, options, how -> Drive.start("ssd", how), () -> driver)) {
            return world.run(world.policy(), RunWatch.NONE);
        }
    }

    private static List<int[]> said(LiveOutcome outcome) {
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.run().complete()).isTrue();
        return outcome.replies().stream().map(LiveOutcome.Reply::tokens).toList();
    }

    private static EmulatedDriver driver(int seed) {
        return new EmulatedDriver(MEMORY_BYTES, new PtxLaunches(Limits.QUICK), seed);
    }

    private static LiveOptions cuda(LiveOptions options) {
        return options.on(LiveOptions.ComputedBy.CUDA, false);
    }

    private void saysWhatTheCpuSays(boolean draft, int seed, String... settings) throws IOException {
        Rig rig = new Rig(folder);
        LiveOptions options = draft ? rig.drafting() : rig.options();
        EmulatedDriver driver = driver(seed);
        List<int[]> there = said(run(rig, cuda(options), driver, settings));
        assertThat(there).usingRecursiveComparison().isEqualTo(said(run(rig, options, driver, settings)));
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
    }

    @Test
    void aStreamedModelSaysTheSame() throws IOException {
        saysWhatTheCpuSays(false, 1, SHORT);
    }

    @Test
    void withADraftOnTheDeviceTheSameIsSaid() throws IOException {
        saysWhatTheCpuSays(true, 2, Rig.with(SHORT, "speculation.kind=chain", "speculation.k=2"));
    }

    private LiveOutcome harmed(Consumer<EmulatedDriver> harm) throws IOException {
        Rig rig = new Rig(folder);
        EmulatedDriver driver = driver(4);
        harm.accept(driver);
        LiveOutcome outcome = run(rig, cuda(rig.options()), driver, SHORT);
        assertThat(driver.left()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
        return outcome;
    }

    @Test
    void aPassThatCannotBeLaunchedIsSaidInALine() throws IOException {
        CudaError failed = EmulatedDriver.error(CudaError.LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED");
        LiveOutcome outcome = harmed(driver -> driver.fail("launch", 20, failed));
        assertThat(outcome.faults()).anyMatch(line -> line.contains("CUDA_ERROR_LAUNCH_FAILED"));
    }

    @Test
    void aDeviceThatIsTakenAwayFailsTheTurnAndLeavesNothing() throws IOException {
        LiveOutcome outcome = harmed(driver -> driver.takeAwayAfter("launch", 30));
        assertThat(outcome.faults()).anyMatch(line -> line.contains("CUDA_ERROR_DEVICE_UNAVAILABLE"));
        assertThat(outcome.run().turns()).allSatisfy(turn -> assertThat(turn.failed()).isNotEmpty());
    }

    @Test
    void aBudgetThatIsNotFreeIsRefused() {
        Rig rig = new Rig(folder);
        assertThatThrownBy(() -> run(rig, cuda(rig.options()), new EmulatedDriver(8 << 20, new PtxLaunches(Limits.QUICK), 1), SHORT))
                .hasMessageContaining("Emulated has 8 MiB free of 8 MiB");
    }

    @Test
    void withoutADriverOneLineSaysWhatIsMissing() {
        Rig rig = new Rig(folder);
        var scenario = LiveWorld.scenario(rig.scenario().toString(), List.of(SHORT), rig.options());
        assertThatThrownBy(() -> new LiveWorld(scenario, cuda(rig.options()), how -> Drive.start("ssd", how), Missing::open))
                .isInstanceOf(NoDeviceException.class)
                .hasMessageStartingWith("no CUDA driver: ")
                .hasMessageEndingWith("it comes with NVIDIA's driver, no toolkit is needed");
    }
}
