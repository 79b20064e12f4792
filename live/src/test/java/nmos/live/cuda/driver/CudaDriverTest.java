package nmos.live.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls that are made of the driver's library, on one that stands in for it. That a GPU does what it is told is not tested here.
class CudaDriverTest {
    private static final String PTX = ".version 9.0\n.target sm_75\n.entry copy(\n)\n";

    private static StandIn standIn;

    @BeforeAll
    static void make(@TempDir Path folder) throws IOException, InterruptedException {
        standIn = new StandIn(folder);
    }

    @AfterEach
    void nothingIsLeft() {
        standIn.refuse("", 0);
        standIn.devices(1);
        assertThat(standIn.live()).isZero();
        assertThat(standIn.allocatedBytes()).isZero();
    }

    @Test
    void aDriverThatIsNotThereIsSaidToBeMissing() {
        assertThatThrownBy(() -> Devices.find("libnowhere-to-be-found.so.1"))
                .isInstanceOf(NoDriver.class)
                .hasMessage("no CUDA driver: libnowhere-to-be-found.so.1 is not there; it comes with NVIDIA's driver, no toolkit is needed");
    }

    @Test
    void aDriverIsFoundByItsNameAndNothingIsLeftInTheTemporaryFolder(@TempDir Path temporary) throws IOException, InterruptedException {
        assertThat(standIn.found(temporary)).isEqualTo("Stand-in 40, 6442450944");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whereNothingCanBeUnpackedThatIsSaid(@TempDir Path temporary) throws IOException, InterruptedException {
        Path absent = temporary.resolve("absent");
        assertThat(standIn.found(absent)).contains("no CUDA: nothing can be unpacked to the temporary folder " + absent);
    }

    /// JCuda's library would end this process.
    @Test
    void aDriverWithoutACallThatJCudaMakesIsTooOld(@TempDir Path folder) throws IOException, InterruptedException {
        assertThatThrownBy(() -> Devices.find(StandIn.without("cuDevicePrimaryCtxRelease_v2", folder).toString()))
                .isInstanceOf(NoDriver.class)
                .hasMessageContaining("has no cuDevicePrimaryCtxRelease_v2; install one for CUDA 11.0 or later");
    }

    @Test
    void aDriverWithoutADeviceIsNoDriver() {
        standIn.devices(0);
        assertThatThrownBy(standIn::devices)
                .isInstanceOf(NoDriver.class)
                .hasMessage("no CUDA device: the driver is there and finds none");
    }

    @Test
    void aDriverThatDoesNotStartSaysWhy() {
        standIn.refuse("cuInit", 999);
        assertThatThrownBy(standIn::devices)
                .isInstanceOf(NoDriver.class)
                .hasMessageContaining("CUDA_ERROR_UNKNOWN (999)")
                .hasMessageContaining("nvidia-smi");
    }

    @Test
    void aDeviceIsDescribed() throws NoDriver {
        assertThat(standIn.devices().facts())
                .containsExactly(new DeviceFacts("Stand-in 40", 13000, 8, 6, 6L << 30, 16, 101376, 38, 40, "0000:40:00.0"));
    }

    @Test
    void bytesGoToTheDeviceAndBack() throws NoDriver {
        try (Driver driver = standIn.devices().open(0);
                Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(4096, 4096);
            host.setAtIndex(JAVA_INT, 17, 42);
            driver.register(host);
            long at = driver.allocate(8192);
            Driver.Stream stream = driver.stream();
            driver.copyToDevice(at, host, stream);
            driver.copyOnDevice(at + 4096, at, 4096, stream);
            driver.fill(at + 4096, (byte) 7, 4, stream);
            MemorySegment back = arena.allocate(4096);
            driver.copyToHost(back, at + 4096, stream);
            driver.synchronise(stream);
            assertThat(back.getAtIndex(JAVA_INT, 17)).isEqualTo(42);
            assertThat(back.get(JAVA_BYTE, 3)).isEqualTo((byte) 7);
            assertThat(driver.memory()).isEqualTo(new Driver.Memory((6L << 30) - 8192, 6L << 30));
            driver.unregister(host);
            driver.free(at);
            driver.destroy(stream);
        }
    }

    @Test
    void eventsTellTheTimeBetweenThem() throws NoDriver {
        try (Driver driver = standIn.devices().open(0)) {
            Driver.Stream stream = driver.stream();
            Driver.Event from = driver.event(true);
            Driver.Event to = driver.event(true);
            driver.record(from, stream);
            driver.record(to, stream);
            driver.await(stream, to);
            driver.synchronise(to);
            assertThat(driver.happened(to)).isTrue();
            assertThat(driver.nsBetween(from, to)).isEqualTo(500_000);
            standIn.refuse("cuEventQuery", 600);
            assertThat(driver.happened(to)).isFalse();
            driver.destroy(from);
        }
    }

    @Test
    void aLaunchHandsItsArgumentsOnAsTheyLie() throws NoDriver {
        try (Driver driver = standIn.devices().open(0);
                Arena arena = Arena.ofConfined()) {
            Driver.Module module = driver.load(PTX);
            Driver.Kernel kernel = driver.kernel(module, "copy", 64 << 10);
            long at = driver.allocate(256);
            MemorySegment arguments = arena.allocate(24, 8);
            arguments.set(JAVA_INT, 0, 11);
            arguments.set(JAVA_LONG, 8, 12);
            arguments.set(JAVA_LONG, 16, at);
            Driver.Stream stream = driver.stream();
            driver.launch(kernel, new Driver.Geometry(1, 2, 3, 4, 5, 6, 60 << 10), stream, arguments);
            MemorySegment back = arena.allocate(56, 4);
            driver.copyToHost(back.asSlice(0, 52), at, stream);
            assertThat(back.asSlice(0, 28).toArray(JAVA_INT)).containsExactly(1, 2, 3, 4, 5, 6, 60 << 10);
            assertThat(back.get(JAVA_INT, 28)).isEqualTo(11);
            driver.unload(module);
        }
    }

    @Test
    void anyThreadMayCall() throws NoDriver, InterruptedException {
        try (Driver driver = standIn.devices().open(0)) {
            Thread other = Thread.ofPlatform().start(() -> driver.allocate(4096));
            other.join();
            assertThat(driver.memory().freeBytes()).isEqualTo((6L << 30) - 4096);
        }
    }

    @Test
    void whatIsRefusedSaysWhatWasTriedAndWhy() throws NoDriver {
        try (Driver driver = standIn.devices().open(0)) {
            assertThatThrownBy(() -> driver.allocate(7L << 30))
                    .isInstanceOf(CudaException.class)
                    .hasMessage("allocate 7516192768 bytes on Stand-in 40: CUDA_ERROR_OUT_OF_MEMORY (2), out of memory");
            Driver.Module module = driver.load(PTX);
            assertThatThrownBy(() -> driver.kernel(module, "absent", 0)).hasMessageStartingWith("find kernel absent: CUDA_ERROR_NOT_FOUND");
            assertThatThrownBy(() -> driver.kernel(module, "copy", 100 << 10))
                    .hasMessage("kernel copy wants 103424 bytes of shared memory, Stand-in 40 has 101376");
        }
    }

    @Test
    void aDriverTooOldForTheKernelsIsNamedSo() throws NoDriver {
        try (Driver driver = standIn.devices().open(0)) {
            standIn.refuse("cuModuleLoadDataEx", 222);
            assertThatThrownBy(() -> driver.load(PTX))
                    .hasMessageStartingWith("the CUDA driver is too old: it knows CUDA 13.0, and the kernels are PTX 9.0, which needs one for CUDA 13.0 or later");
            standIn.refuse("cuModuleLoadDataEx", 218);
            assertThatThrownBy(() -> driver.load(PTX)).hasMessageStartingWith("load kernels on Stand-in 40 (ptxas error: line 1): ");
            assertThatThrownBy(() -> driver.load(".version 9.0\n.target sm_90\n"))
                    .hasMessageStartingWith("Stand-in 40 is too old: its code is sm_86, the kernels need sm_90 or later");
        }
    }

    @Test
    void closingGivesBackWhatWasNot() throws NoDriver {
        try (Arena arena = Arena.ofConfined()) {
            Driver driver = standIn.devices().open(0);
            driver.allocate(1 << 20);
            driver.register(arena.allocate(4096, 4096));
            driver.stream();
            driver.event(false);
            driver.load(PTX);
            assertThat(standIn.live()).isEqualTo(6);
            driver.close();
        }
    }
}
