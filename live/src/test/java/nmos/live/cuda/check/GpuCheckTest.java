package nmos.live.cuda.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.driver.CudaError;
import nmos.live.cuda.driver.CudaException;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.driver.EmulatedDriver;
import nmos.live.cuda.driver.Launches;
import nmos.live.cuda.driver.PtxLaunches;
import nmos.live.ptx.Limits;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;

/// What is run on a machine with a GPU, on one that is played: that it finds nothing there, and does where a kernel does not do its work.
class GpuCheckTest {
    private static final GpuCheck.Size SMALL = new GpuCheck.Size(
            List.of(TensorType.F16, TensorType.Q8_0, TensorType.F32), List.of(1, 3, 9), 9, 128, 64, 21, 2);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean check(Driver driver) {
        return GpuCheck.run(driver, 32 << 20, SMALL, new PrintStream(out, true, UTF_8), "absent.gguf");
    }

    private boolean holds(Launches launches) {
        var driver = new EmulatedDriver(64 << 20, launches, 1);
        boolean holds = check(driver);
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
        return holds;
    }

    @Test
    void theKernelsDoWhatTheCpuDoes() {
        boolean holds = holds(new PtxLaunches(Limits.QUICK));
        assertThat(holds).as(out.toString(UTF_8)).isTrue();
        assertThat(out.toString(UTF_8)).contains("A PROGRAM THAT PLAYS A GPU", "loading the kernels took", "loading the kernels again took", "greedy tokens, llama of Q8_0", "absent.gguf is not there", ", 0 wrong");
    }

    @Test
    void aKernelThatDoesNothingIsSeen() {
        assertThat(holds(instead((kernel, launch) -> {
                    if (!kernel.equals("few_q8_0") && !kernel.equals("attend_join") && !kernel.equals("mass_f32") && !kernel.equals("top_join")) {
                        launch.run();
                    }
                })))
                .isFalse();
        assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("WRONG")))
                .anyMatch(line -> line.contains("product Q8_0"))
                .anyMatch(line -> line.contains("attention by page") && line.contains("F32 KV"))
                .anyMatch(line -> line.contains("best 16 tokens"))
                .anyMatch(line -> line.contains("logits, "));
    }

    @Test
    void whatTheDeviceDoesNotGiveBackIsSeen() {
        List<EmulatedDriver> it = new ArrayList<>();
        var driver = new EmulatedDriver(64 << 20, instead((kernel, launch) -> {
            if (kernel.equals("mass_f32")) {
                it.getFirst().allocate(256 << 10);
            }
            launch.run();
        }), 1);
        it.add(driver);
        assertThat(check(driver)).isFalse();
        assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("WRONG"))).singleElement().asString().contains("by the driver");
    }

    @Test
    void whatFailsIsWrongAndTheNextIsTried() {
        var driver = new EmulatedDriver(64 << 20, new PtxLaunches(Limits.QUICK), 1);
        driver.fail("launch", 300, EmulatedDriver.error(CudaError.LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED"));
        assertThat(check(driver)).isFalse();
        assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("WRONG"))).singleElement().asString().contains("LAUNCH_FAILED");
        assertThat(out.toString(UTF_8)).contains("attention by page, ", ", 1 wrong");
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
    }

    @Test
    void aDeviceThatGoesAwayIsClosedAtOnce() {
        var driver = new EmulatedDriver(64 << 20, new PtxLaunches(Limits.QUICK), 1);
        driver.takeAwayAfter("memory", 1);
        assertThatThrownBy(() -> check(driver)).isInstanceOf(CudaException.class);
        assertThat(driver.leftAtClose()).isNotEqualTo("it was not closed");
    }

    private interface Instead {
        void launch(String kernel, Runnable launch);
    }

    private static Launches instead(Instead instead) {
        var launches = new PtxLaunches(Limits.QUICK);
        return new Launches() {
            @Override
            public void allocated(long address, MemorySegment data) {
                launches.allocated(address, data);
            }

            @Override
            public void freed(long address) {
                launches.freed(address);
            }

            @Override
            public Loaded load(String ptx) {
                Loaded all = launches.load(ptx);
                return new Loaded() {
                    @Override
                    public boolean has(String kernel) {
                        return all.has(kernel);
                    }

                    @Override
                    public void launch(String kernel, Driver.Geometry geometry, MemorySegment arguments, DeviceMemory memory) {
                        instead.launch(kernel, () -> all.launch(kernel, geometry, arguments, memory));
                    }
                };
            }
        };
    }
}
