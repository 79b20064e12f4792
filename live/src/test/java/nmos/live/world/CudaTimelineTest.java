package nmos.live.world;

import static nmos.live.world.CudaRun.STREAMED;
import static nmos.live.world.CudaRun.cuda;
import static nmos.live.world.CudaRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import nmos.journal.DeviceSpan;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.PlayedDevices;
import nmos.world.run.RunOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// When the streams of a device did what, and by which way bytes came to it.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CudaTimelineTest {
    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    @TempDir
    Path folder;

    private EmulatedDriver driver(int seed) {
        return devices.make(CudaRun.MEMORY_BYTES, CudaRun.kernels(), seed);
    }

    private static final String WEIGHTS = "device weights";
    private static final String COMPUTE = "device compute";
    private static final String KV_IN = "device KV in";
    private static final String KV_OUT = "device KV out";

    private static Map<String, List<DeviceSpan>> byStream(LiveOutcome outcome) {
        assertThat(outcome.faults()).isEmpty();
        return outcome.device().spans().stream().collect(Collectors.groupingBy(DeviceSpan::stream));
    }

    private static long bytes(List<DeviceSpan> spans) {
        return spans.stream().mapToLong(DeviceSpan::bytes).sum();
    }

    private static long carried(LiveOutcome outcome, String link) {
        return outcome.run().devices().stream().filter(device -> device.name().equals(link)).mapToLong(RunOutcome.Device::bytes).sum();
    }

    @Test
    void everyCopyAndEveryLayerIsASpanOfItsStream() throws IOException {
        Rig rig = Rig.small(folder);
        LiveOutcome outcome = run(rig, cuda(rig.options()), driver(1), CudaRun.paged());
        Map<String, List<DeviceSpan>> streams = byStream(outcome);
        assertThat(streams).containsOnlyKeys(WEIGHTS, COMPUTE, KV_IN, KV_OUT);
        assertThat(bytes(streams.getOrDefault(WEIGHTS, List.of())) + bytes(streams.getOrDefault(KV_IN, List.of()))).isEqualTo(carried(outcome, "ram -> vram"));
        assertThat(bytes(streams.getOrDefault(KV_OUT, List.of()))).isEqualTo(carried(outcome, "vram -> ram"));
        int passes = outcome.run().passes().size();
        for (int layer = 0; layer < 4; layer++) {
            String name = "layer " + layer;
            assertThat(streams.get(COMPUTE)).filteredOn(span -> span.what().equals(name)).hasSize(passes);
        }
        streams.values().forEach(CudaTimelineTest::oneAfterTheOther);
        assertThat(outcome.device().leftOut()).isZero();
    }

    private static void oneAfterTheOther(List<DeviceSpan> spans) {
        long freeNs = Long.MIN_VALUE;
        for (DeviceSpan span : spans) {
            assertThat(span.beganNs()).isGreaterThanOrEqualTo(freeNs);
            assertThat(span.endedNs()).isGreaterThanOrEqualTo(span.beganNs());
            freeNs = span.endedNs();
        }
    }

    /// Apart from norms and biases, which are copied once from memory that nobody pins for that.
    @Test
    void whatTheDriveReadsIsCopiedToTheDeviceFromWhereItWasReadTo() throws IOException {
        Rig rig = Rig.small(folder);
        EmulatedDriver driver = driver(3);
        run(rig, cuda(rig.options()), driver, Rig.with(STREAMED, "placement.pin.ram=0 B"));
        assertThat(driver.pageableCopies()).isEqualTo(1);
    }
}
