package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.Launches;
import nmos.live.cuda.driver.PtxLaunches;
import nmos.live.disk.Drive;
import nmos.live.ptx.Limits;
import nmos.world.run.RunWatch;

/// Whole runs with `--device cuda`, on a device that is played: its streams keep no order but that of events, its kernels are the PTX that users
/// get, run by an interpreter. Nothing here says what a GPU does.
final class CudaRun {
    static final long MEMORY_BYTES = 64 << 20;
    static final String[] SHORT = {
        "workload.turns=1", "workload.replyTokens=3", "workload.promptTokens=9", "workload.typingPerToken=0 ms", "batching.maxRows=16"
    };
    /// Of the small models nothing rests on the device.
    static final String[] STREAMED = Rig.with(SHORT, "placement.pin.ram=all", "placement.pin.vram=0 B");

    private CudaRun() {}

    /// Two sessions take turns, and there is room on the device for the pages of one.
    static String[] paged(String... more) {
        return Rig.with(
                Rig.with(STREAMED, "workload.sessions=2", "workload.turns=2", "workload.promptTokens=24", "kv.tokensPerSession=64",
                        "kv.policy=lru", "kv.pageBytes=64KiB", "kv.residentTokens=64", "kv.spill.ram=512KiB", "workload.freshContext=false"),
                more);
    }

    static Launches kernels() {
        return new PtxLaunches(Limits.QUICK);
    }

    static LiveOptions cuda(LiveOptions options) {
        return options.on(LiveOptions.ComputedBy.CUDA, false);
    }

    static LiveWorld world(Rig rig, LiveOptions options, LiveDevices.Gpus gpus, String... settings) {
        var scenario = LiveWorld.scenario(rig.scenario().toString(), List.of(settings), options);
        return new LiveWorld(scenario, options, how -> Drive.start("ssd", how), gpus);
    }

    static LiveOutcome run(Rig rig, LiveOptions options, EmulatedDriver driver, String... settings) throws IOException {
        try (var world = world(rig, options, () -> driver, settings)) {
            return world.run(world.policy(), RunWatch.NONE);
        }
    }

    static List<int[]> said(LiveOutcome outcome) {
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.run().complete()).isTrue();
        return outcome.replies().stream().map(LiveOutcome.Reply::tokens).toList();
    }
}
