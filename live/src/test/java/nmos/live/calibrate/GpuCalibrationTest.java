package nmos.live.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import nmos.live.cuda.driver.CudaError;
import nmos.live.cuda.driver.CudaException;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.PtxLaunches;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.ptx.Limits;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.YamlWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A calibration of a GPU that a program plays: that it goes through to its end and what comes of it. Its figures are nobody's.
class GpuCalibrationTest {
    private static final long MEMORY_BYTES = 256 << 20;
    private static final Effort EFFORT = new Effort(
            List.of(1, 8), List.of(1, 2), 64, 64, List.of(4L << 10, 64L << 10, 256L << 10), List.of(1, 4), 1 << 20, 256 << 10,
            List.of(8, 16, 300), 500_000, 2, 1_000, 1_000_000, 3);

    @TempDir
    Path folder;

    private static Path model(Path file, TensorType type) {
        var plan = new ModelPlan(Family.LLAMA3, "t", 1, 64, 2, 1, 32, 64, 320, false, Experts.NONE);
        SyntheticModel.random(plan, type, 1).write(file, IfPresent.REFUSE, _ -> {});
        return file;
    }

    private CalibrateOptions options(boolean draft) {
        Path oracle = model(folder.resolve("oracle.gguf"), TensorType.Q8_0);
        return new CalibrateOptions(
                null, folder, oracle, draft ? model(folder.resolve("guesser.gguf"), TensorType.F16) : null, List.of(), 1,
                new Rate.Measured(), new Rate.Measured(), EFFORT);
    }

    private static EmulatedDriver driver() {
        return new EmulatedDriver(MEMORY_BYTES, new PtxLaunches(Limits.QUICK), 1);
    }

    @Test
    void everythingIsMeasuredAndTheDeviceIsLeftAsItWas() throws IOException {
        EmulatedDriver driver = driver();
        Calibration measured = GpuCalibration.measure(driver, options(true), Watch.NOBODY);
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);

        GpuSpeeds gpu = Objects.requireNonNull(measured.gpu());
        assertThat(gpu.copies()).hasSize(3 * 3 * 2).allSatisfy(c -> assertThat(c.each().medianNs()).isPositive());
        assertThat(gpu.kernels()).extracting(GpuSpeeds.Kernel::rows).contains(1, 8).doesNotContain(64);
        assertThat(gpu.withinBytesPerSec()).isPositive();
        assertThat(measured.products().of(TensorType.Q8_0).points()).extracting(ProductSpeeds.Point::rows).containsExactly(1, 8);
        assertThat(measured.layers().points()).hasSize(4);
        assertThat(measured.attention().points()).hasSize(6);
        assertThat(measured.draft()).isNotNull();
        assertThat(CalibrationJson.line(measured)).startsWith("{\"kind\":\"played\"").contains("\"played\":true", "\"way\":\"both\"");
        machinesFollow(measured);
    }

    private static void machinesFollow(Calibration measured) {
        Machine machine = measured.machine(new MachineChoice(
                "emulated", OptionalLong.of(8_000_000_000L), OptionalLong.empty(), false, new Rate.Measured(), new Rate.Measured()));
        YamlWriter out = new YamlWriter();
        MachineFile.write(out, machine);
        assertThat(MachineFile.read(Document.of("emulated.yaml", out.toString()).section())).isEqualTo(machine);
        assertThat(out.toString()).doesNotContain("kind: measured");
        assertThat(machine.about()).contains("with Emulated, a program that plays a GPU");
        Machine.Tier vram = machine.tiers().getLast();
        assertThat(vram.budgetBytes()).isBetween(MEMORY_BYTES / 2, MEMORY_BYTES);
        assertThat(machine.tiers().get(1).device()).isNull();
        Machine.Device device = Objects.requireNonNull(vram.device());
        assertThat(device.kind()).isEqualTo(Machine.Device.Kind.GPU);
        assertThat(device.name()).isEqualTo("Emulated, a program that plays a GPU");
        assertThat(device.speed()).isInstanceOfSatisfying(Speed.Measured.class, speed -> {
            assertThat(speed.kind()).isEqualTo(Sourced.Kind.ASSUMED);
            assertThat(speed.source()).startsWith("a program that plays a GPU, no measurement of one: ");
            assertThat(speed.curves()).extracting(Speed.Measured.Curve::type).containsExactly(TensorType.Q8_0);
        });
        assertThat(machine.hops().getLast().bytesPerSecUp().source()).startsWith("a program that plays a GPU");
        assertThat(machine.drafting("guesser")).isPresent();
    }

    @Test
    void aDeviceThatFailsInBetweenIsSaidAndGivenBack() {
        EmulatedDriver driver = driver();
        driver.fail("launch", 20, EmulatedDriver.error(CudaError.LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED"));
        assertThatThrownBy(() -> GpuCalibration.measure(driver, options(false), Watch.NOBODY))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
    }

    @Test
    void whoStopsItLeavesNothingOnTheDevice() {
        EmulatedDriver driver = driver();
        Watch impatient = new Watch() {
            private int left = 60;

            @Override
            public void at(String what, double share) {}

            @Override
            public boolean stopped() {
                return --left <= 0;
            }
        };
        assertThatThrownBy(() -> GpuCalibration.measure(driver, options(false), impatient)).isInstanceOf(CalibrationStopped.class);
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
    }
}
