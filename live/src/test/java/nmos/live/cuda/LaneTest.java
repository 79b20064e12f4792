package nmos.live.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.PlayedDevices;
import nmos.live.device.Opened;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LaneTest {
    private static final int BYTES = 256;
    private static final int SEEDS = 10;
    /// More than a device that is played does by chance meanwhile.
    private static final int QUEUED = 200;

    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    private Gpu gpu(EmulatedDriver driver) {
        return new Gpu(driver, 2 << 20);
    }

    private static MemorySegment room(Opened open, Storage storage, long bytes) {
        Storage.Held held = storage.allocate(bytes, 4096);
        open.add(() -> held.leave().run());
        return held.data();
    }

    private EmulatedDriver driver(int seed) {
        return devices.make(4 << 20, DeviceTimelineTest.NO_KERNELS, seed);
    }

    /// Whether what was computed before a copy within the device had happened when a transfer of this stream was over.
    private boolean awaitsWhatIsComputed(int stream, int seed) {
        EmulatedDriver driver = driver(seed);
        try (Gpu gpu = gpu(driver);
                    Opened open = new Opened()) {
            MemorySegment from = room(open, gpu.pinned(), BYTES);
            MemorySegment to = room(open, gpu.memory(), BYTES);
            MemorySegment page = room(open, gpu.memory(), 2 * BYTES);
            Driver.Event computed = driver.event(false);
            open.add(() -> driver.destroy(computed));
            for (int i = 0; i < QUEUED; i++) {
                driver.fill(page.address(), (byte) i, BYTES, gpu.compute());
            }
            driver.record(computed, gpu.compute());
            gpu.memory().copy(page, 0, page, BYTES, BYTES);
            gpu.copy(stream, true, 1, from, to).copy(0, BYTES);
            return driver.happened(computed);
        }
    }

    @Test
    void weightsDoNotWaitForWhatIsComputed() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(awaitsWhatIsComputed(PacedLink.WEIGHTS, seed)).isFalse();
        }
    }

    @Test
    void keysAndValuesWaitForCopiesOfThem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(awaitsWhatIsComputed(PacedLink.KV, seed)).isTrue();
        }
    }

    @Test
    void whatATransferBeganWithIsNotGivenBackBeforeItIsOver() {
        boolean refused = false;
        for (int seed = 0; seed < SEEDS; seed++) {
            EmulatedDriver driver = driver(seed);
            try (Gpu gpu = gpu(driver);
                    Opened open = new Opened()) {
                Storage.Held from = gpu.pinned().allocate(2 * BYTES, 4096);
                MemorySegment to = room(open, gpu.memory(), 2 * BYTES);
                gpu.copy(PacedLink.WEIGHTS, true, 1, from.data(), to).copy(0, BYTES);
                try {
                    driver.unregister(from.data());
                    driver.register(from.data());
                } catch (IllegalStateException underWay) {
                    refused = true;
                }
                gpu.drain();
                from.leave().run();
            }
        }
        assertThat(refused).isTrue();
    }

    @Test
    void aTransferToADeviceThatWasGivenUpLeavesNothingUnderWay() {
        for (int seed = 0; seed < SEEDS; seed++) {
            EmulatedDriver driver = driver(seed);
            try (Gpu gpu = gpu(driver);
                    Opened open = new Opened()) {
                Storage.Held from = gpu.pinned().allocate(2 * BYTES, 4096);
                MemorySegment to = room(open, gpu.memory(), 2 * BYTES);
                PacedLink.Copy copy = gpu.copy(PacedLink.WEIGHTS, true, 1, from.data(), to);
                copy.copy(0, BYTES);
                gpu.givenUp().because(new IllegalStateException("there is no room for a page"));
                assertThatThrownBy(() -> copy.copy(BYTES, BYTES)).hasMessage("there is no room for a page");
                from.leave().run();
            }
        }
    }
}
