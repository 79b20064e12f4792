package nmos.live.cuda.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.util.List;
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

    private boolean holds(Launches launches) throws IOException {
        var driver = new EmulatedDriver(64 << 20, launches, 1);
        boolean holds = GpuCheck.run(driver, 32 << 20, SMALL, new PrintStream(out, true, UTF_8), "absent.gguf");
        assertThat(driver.leftAtClose()).isEqualTo(EmulatedDriver.NOTHING_LEFT);
        return holds;
    }

    @Test
    void theKernelsDoWhatTheCpuDoes() throws IOException {
        boolean holds = holds(new PtxLaunches(Limits.QUICK));
        assertThat(holds).as(out.toString(UTF_8)).isTrue();
        assertThat(out.toString(UTF_8)).contains("A PROGRAM THAT PLAYS A GPU", "greedy tokens, llama of Q8_0", "absent.gguf is not there", ", 0 wrong");
    }

    @Test
    void aKernelThatDoesNothingIsSeen() throws IOException {
        var launches = new PtxLaunches(Limits.QUICK);
        assertThat(holds(new Launches() {
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
                                if (!kernel.equals("few_q8_0") && !kernel.equals("attend_join")) {
                                    all.launch(kernel, geometry, arguments, memory);
                                }
                            }
                        };
                    }
                }))
                .isFalse();
        assertThat(out.toString(UTF_8).lines().filter(line -> line.startsWith("WRONG")))
                .anyMatch(line -> line.contains("product Q8_0"))
                .anyMatch(line -> line.contains("logits"));
    }
}
