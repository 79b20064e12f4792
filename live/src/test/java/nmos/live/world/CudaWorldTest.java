package nmos.live.world;

import static nmos.live.world.CudaRun.STREAMED;
import static nmos.live.world.CudaRun.cuda;
import static nmos.live.world.CudaRun.run;
import static nmos.live.world.CudaRun.SHORT;
import static nmos.live.world.CudaRun.paged;
import static nmos.live.world.CudaRun.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.PlayedDevices;
import nmos.world.run.RunOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What is said on a device is what the CPU says.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CudaWorldTest {
    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    @TempDir
    Path folder;

    private EmulatedDriver driver(int seed) {
        return devices.make(CudaRun.MEMORY_BYTES, CudaRun.kernels(), seed);
    }

    private LiveOutcome saysWhatTheCpuSays(Rig rig, LiveOptions options, int seed, String... settings) throws IOException {
        LiveOutcome there = run(rig, cuda(options), driver(seed), settings);
        assertThat(said(there)).usingRecursiveComparison().isEqualTo(said(onTheCpu(rig, options, settings)));
        return there;
    }

    private static LiveOutcome onTheCpu(Rig rig, LiveOptions options, String... settings) throws IOException {
        try (var world = rig.world(options, settings)) {
            return Rig.run(world);
        }
    }

    private LiveOutcome saysWhatTheCpuSays(int seed, String... settings) throws IOException {
        Rig rig = Rig.small(folder);
        return saysWhatTheCpuSays(rig, rig.options(), seed, settings);
    }

    @Test
    void aStreamedModelSaysTheSame() throws IOException {
        saysWhatTheCpuSays(1, STREAMED);
    }

    @Test
    void withADraftOnTheDeviceTheSameIsSaid() throws IOException {
        Rig rig = new Rig(folder);
        saysWhatTheCpuSays(rig, rig.drafting(), 2, Rig.with(SHORT, "speculation.kind=chain", "speculation.k=2"));
    }

    @Test
    void pagesOfKeysAndValuesGoOutAndComeBack() throws IOException {
        LiveOutcome outcome = saysWhatTheCpuSays(7, paged());
        assertThat(outcome.run().ledger().pages().use().downBytes(1)).isPositive();
        assertThat(outcome.run().ledger().pages().use().upBytes(1)).isPositive();
    }

    @Test
    void whatIsFoldedIsWhatTheCpuFolds() throws IOException {
        LiveOutcome outcome = saysWhatTheCpuSays(
                8, paged("kv.policy=h2o", "kv.heavyTokens=16", "kv.recentTokens=16", "workload.sessions=1", "workload.promptTokens=52",
                        "kv.tokensPerSession=128", "kv.residentTokens=128"));
        assertThat(outcome.run().ledger().pages().use().foldedTokens()).isPositive();
    }

    @Test
    void layersThatTheCpuComputesBesideTheDeviceSayTheSame() throws IOException {
        computedInBoth(saysWhatTheCpuSays(9, hybrid(SHORT)));
    }

    @Test
    void pagesOfLayersOfBothAreEachWhereTheyAreComputed() throws IOException {
        computedInBoth(saysWhatTheCpuSays(10, hybrid(paged())));
    }

    private static void computedInBoth(LiveOutcome outcome) {
        assertThat(outcome.run().devices())
                .filteredOn(device -> device.name().endsWith(" compute"))
                .allMatch(device -> device.busyNs() > 0)
                .extracting(RunOutcome.Device::name)
                .containsExactly("ram compute", "vram compute");
    }

    private static String[] hybrid(String... settings) {
        return Rig.with(settings, "placement.kind=hybrid", "placement.pin.ram=all", "placement.pin.vram=20 kB",
                "machine.tiers.ram.device={name: cpu, kind: cpu, bandwidth: {value: 20 GB/s, kind: assumed, source: \"test\"},"
                        + " peak: {value: 50 Gop/s, kind: assumed, source: \"test\"}, efficiency: {value: 80 %, kind: assumed, source: \"test\"}}");
    }
}
