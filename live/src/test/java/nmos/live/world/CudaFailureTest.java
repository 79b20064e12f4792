package nmos.live.world;

import static nmos.live.world.CudaRun.STREAMED;
import static nmos.live.world.CudaRun.cuda;
import static nmos.live.world.CudaRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nmos.journal.RunReport;
import nmos.live.cuda.NoRoomException;
import nmos.live.cuda.driver.CudaError;
import nmos.live.cuda.driver.CudaException;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.Missing;
import nmos.live.cuda.driver.PlayedDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong on a device is a line, and leaves nothing of it taken.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CudaFailureTest {
    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    @TempDir
    Path folder;

    private EmulatedDriver driver(int seed) {
        return devices.make(CudaRun.MEMORY_BYTES, CudaRun.kernels(), seed);
    }

    private LiveOutcome harmed(Consumer<EmulatedDriver> harm, String... settings) throws IOException {
        EmulatedDriver driver = driver(4);
        harm.accept(driver);
        Rig rig = Rig.small(folder);
        return run(rig, cuda(rig.options()), driver, settings);
    }

    private static void failedInALine(LiveOutcome outcome, String error) {
        assertThat(outcome.faults()).allSatisfy(line -> assertThat(line).contains(error).doesNotContain("nmos.live", "\n")).isNotEmpty();
        assertThat(outcome.run().complete()).isTrue();
        assertThat(outcome.run().turns()).anySatisfy(turn -> assertThat(turn.failed()).isNotEmpty());
    }

    @Test
    void aPassThatCannotBeLaunchedIsSaidInALine() throws IOException {
        CudaError failed = EmulatedDriver.error(CudaError.LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED");
        failedInALine(harmed(driver -> driver.fail("launch", 20, failed), STREAMED), "CUDA_ERROR_LAUNCH_FAILED");
    }

    /// Which thread hears of it first: the loop's (copies within the device), one of a link (to it, events), or the one that computes.
    @ParameterizedTest
    @CsvSource({"launch, 60", "copyOnDevice, 3", "copyToDevice, 12", "record, 40", "synchronise, 20", "copyToHost, 0"})
    void aDeviceThatIsTakenAwayFailsTheTurn(String call, int after) throws IOException {
        LiveOutcome outcome = harmed(driver -> driver.takeAwayAfter(call, after), STREAMED);
        assertThat(outcome.faults()).isNotEmpty().allMatch(line -> line.contains("CUDA_ERROR_DEVICE_UNAVAILABLE"));
        assertThat(outcome.run().turns()).allSatisfy(turn -> assertThat(turn.failed()).isNotEmpty());
    }

    @Test
    void keysAndValuesThatCouldNotBeKeptAreNotComputedWith() throws IOException {
        CudaError failed = EmulatedDriver.error(CudaError.INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE");
        failedInALine(harmed(driver -> driver.fail("copyOnDevice", 5, failed), STREAMED), "CUDA_ERROR_INVALID_VALUE");
    }

    /// Of what is allocated, first come a pass's memory, vectors and tables, then two slots; then a page, on the loop's thread.
    @Test
    void memoryThatIsNotThereFailsTheTurn() throws IOException {
        CudaError full = EmulatedDriver.error(CudaError.OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY");
        LiveOutcome outcome = harmed(driver -> driver.fail("allocate", 5, full), CudaRun.paged());
        assertThat(outcome.faults()).isNotEmpty().allMatch(line -> line.contains("CUDA_ERROR_OUT_OF_MEMORY"));
        assertThat(outcome.run().complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void aSlotThatCannotBeMadeBeforeTheRunIsMadeWhenItIsNeeded(int after) throws IOException {
        CudaError full = EmulatedDriver.error(CudaError.OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY");
        LiveOutcome outcome = harmed(driver -> driver.fail("allocate", after, full), CudaRun.paged());
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.run().complete()).isTrue();
    }

    @Test
    void aDriverThatIsTooOldForTheKernelsIsRefusedBeforeTheRun() {
        CudaError old = EmulatedDriver.error(CudaError.UNSUPPORTED_PTX_VERSION, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION");
        assertThatThrownBy(() -> harmed(driver -> driver.fail("load", 0, old), STREAMED))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("CUDA_ERROR_UNSUPPORTED_PTX_VERSION");
    }

    @Test
    void allThatTheDeviceHoldsIsWithinTheBudgetAndInTheReport() throws IOException {
        Rig rig = Rig.small(folder);
        EmulatedDriver driver = driver(5);
        LiveOptions options = cuda(rig.drafting());
        LiveOutcome outcome = run(rig, options, driver, STREAMED);
        RunReport.Vram vram = Objects.requireNonNull(outcome.carriedOut(options).vram());
        assertThat(vram).isEqualTo(new RunReport.Vram("Emulated", 40_000_000, driver.highWaterBytes(), driver.highWaterBytes()));
        assertThat(vram.highWaterBytes()).isBetween(EmulatedDriver.MODULE_BYTES, vram.budgetBytes());
    }

    @Test
    void aBudgetThatDoesNotHoldWhatIsWantedIsRefusedBeforeTheRun() {
        Rig rig = Rig.small(folder);
        String[] narrow = Rig.with(STREAMED, "machine.tiers.vram.capacity.value=1100 kB");
        assertThatThrownBy(() -> run(rig, cuda(rig.options()), driver(6), narrow)).isInstanceOf(NoRoomException.class).hasMessageContaining("--vram");
    }

    @Test
    void aBudgetThatIsNotFreeIsRefused() {
        Rig rig = Rig.small(folder);
        EmulatedDriver full = devices.make(8 << 20, CudaRun.kernels(), 1);
        assertThatThrownBy(() -> run(rig, cuda(rig.options()), full, STREAMED)).hasMessageContaining("Emulated has 8 MiB free of 8 MiB");
    }

    @Test
    void aMachineWhoseDriveWouldReadIntoTheGpuIsRefused() {
        Rig rig = Rig.small(folder);
        String[] twoTiers = Rig.with(CudaRun.SHORT, "machine=" + TinyMachine.TWO_TIERS.write(folder), "placement.pin={vram: all}");
        assertThatThrownBy(() -> CudaRun.world(rig, cuda(rig.options()), Missing::open, twoTiers))
                .isInstanceOf(NoDeviceException.class)
                .hasMessageContaining("needs memory of the host");
    }

    @Test
    void withoutADriverOneLineSaysWhatIsMissing() {
        Rig rig = Rig.small(folder);
        assertThatThrownBy(() -> CudaRun.world(rig, cuda(rig.options()), Missing::open, STREAMED))
                .isInstanceOf(NoDeviceException.class)
                .hasMessageStartingWith("no CUDA driver: ")
                .hasMessageEndingWith("it comes with NVIDIA's driver, no toolkit is needed");
    }
}
