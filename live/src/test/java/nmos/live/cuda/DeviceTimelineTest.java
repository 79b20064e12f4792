package nmos.live.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import nmos.journal.DeviceSpan;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.Launches;
import nmos.live.cuda.driver.PlayedDevices;
import nmos.live.device.PacedLink;
import nmos.live.device.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeviceTimelineTest {
    private static final int CHUNK = 256;
    private static final int CHUNKS = 3;
    private static final long SECOND_NS = 1_000_000_000;

    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    /// Kernels that nobody launches.
    private static final Launches.Loaded UNUSED = new Launches.Loaded() {
        @Override
        public boolean has(String kernel) {
            return true;
        }

        @Override
        public void launch(String kernel, Driver.Geometry geometry, MemorySegment arguments, Launches.DeviceMemory memory) {
            throw new IllegalStateException(kernel + " is launched");
        }
    };

    static final Launches NO_KERNELS = _ -> UNUSED;

    /// A transfer in chunks beside work on the stream that computes. `ordered`: which begins once the chunks have landed. Spans on this process's clock.
    private List<DeviceSpan> copiedBesideWork(int seed, boolean ordered) {
        EmulatedDriver driver = devices.make(4 << 20, NO_KERNELS, seed);
        try (Gpu gpu = new Gpu(driver, 2 << 20)) {
            Storage.Held from = gpu.pinned().allocate(CHUNKS * CHUNK, 4096);
            Storage.Held to = gpu.memory().allocate(CHUNKS * CHUNK, 4096);
            Storage.Held elsewhere = gpu.memory().allocate(CHUNK, 4096);
            from.data().fill((byte) 42);
            Driver.Event began = driver.event(true);
            Driver.Event ended = driver.event(true);
            DeviceTimeline.Anchor anchor = gpu.timeline().anchor();
            PacedLink.Copy copy = gpu.copy(PacedLink.WEIGHTS, true, 7, from.data(), to.data());
            if (!ordered) {
                work(driver, gpu, elsewhere, began, ended);
            }
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                copy.copy((long) chunk * CHUNK, CHUNK);
            }
            if (ordered) {
                work(driver, gpu, elsewhere, began, ended);
            }
            driver.synchronise(ended);
            gpu.timeline().add("device compute", "a layer", 0, 0, anchor, began, ended);
            assertThat(landed(driver, gpu, to)).containsOnly((byte) 42);
            driver.destroy(began);
            driver.destroy(ended);
            List.of(from, to, elsewhere).forEach(held -> held.leave().run());
            return gpu.timeline().since(0).spans();
        }
    }

    private static void work(Driver driver, Gpu gpu, Storage.Held at, Driver.Event began, Driver.Event ended) {
        driver.record(began, gpu.compute());
        driver.fill(at.data().address(), (byte) 1, CHUNK, gpu.compute());
        driver.record(ended, gpu.compute());
    }

    private static byte[] landed(Driver driver, Gpu gpu, Storage.Held of) {
        Storage.Held back = gpu.pinned().allocate(CHUNKS * CHUNK, 4096);
        driver.copyToHost(back.data(), of.data().address(), gpu.compute());
        driver.synchronise(gpu.compute());
        byte[] bytes = back.data().toArray(ValueLayout.JAVA_BYTE);
        back.leave().run();
        return bytes;
    }

    private static boolean overlap(List<DeviceSpan> spans) {
        DeviceSpan layer = spans.getLast();
        return spans.stream().limit(CHUNKS).anyMatch(copy -> copy.beganNs() < layer.endedNs() && layer.beganNs() < copy.endedNs());
    }

    @Test
    void copiesGoOnBesideWhatIsComputedWhereNothingOrdersThem() {
        boolean beside = false;
        for (int seed = 0; seed < 20; seed++) {
            beside |= overlap(copiedBesideWork(seed, false));
            assertThat(overlap(copiedBesideWork(seed, true))).isFalse();
        }
        assertThat(beside).isTrue();
    }

    @Test
    void eachChunkIsASpanWithItsBytesAndTheWorkItIsPartOf() {
        List<DeviceSpan> spans = copiedBesideWork(3, true);
        assertThat(spans).hasSize(CHUNKS + 1);
        assertThat(spans.subList(0, CHUNKS)).allSatisfy(span -> {
            assertThat(span).extracting(DeviceSpan::stream, DeviceSpan::what, DeviceSpan::work, DeviceSpan::bytes)
                    .containsExactly("device weights", "copy in", 7L, (long) CHUNK);
            assertThat(span.endedNs()).isGreaterThanOrEqualTo(span.beganNs());
        });
        assertThat(spans).isSortedAccordingTo((one, next) -> one.endedNs() <= next.beganNs() ? -1 : one.equals(next) ? 0 : 1);
    }

    /// Which clock that is, not how well it is kept.
    @Test
    void timesAreThoseOfThisProcess() {
        long beganNs = System.nanoTime();
        List<DeviceSpan> spans = copiedBesideWork(4, false);
        long endedNs = System.nanoTime();
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.beganNs()).isGreaterThan(beganNs - SECOND_NS);
            assertThat(span.endedNs()).isLessThan(endedNs + SECOND_NS);
        });
    }
}
