package nmos.live.cuda.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.driver.CudaException;
import nmos.live.cuda.driver.DeviceFacts;
import nmos.live.cuda.driver.Devices;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.driver.NoDriver;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.scenarios.shape.TensorType;

/// All kernels and whole passes on this machine's GPU beside the CPU's, a line each. Exit 1 where one is wrong or there is no GPU.
public final class GpuCheck {
    /// How much is checked.
    ///
    /// @param rows of a product, as the kernels' families change with them
    /// @param prompt tokens that are read before the reply, more than a chunk of attention holds
    public record Size(List<TensorType> types, List<Integer> rows, int outputs, int cols, int width, int prompt, int reply) {
        static final Size FULL = new Size(List.of(TensorType.values()), List.of(1, 3, 7, 8, 31, 33, 64), 768, 4096, 512, 300, 40);

        public Size {
            types = List.copyOf(types);
            rows = List.copyOf(rows);
        }
    }

    private static final long BUDGET_BYTES = 1L << 30;

    private GpuCheck() {}

    /// `models`: GGUF files to be checked as well.
    public static void main(String... models) throws IOException {
        System.exit(check(models) ? 0 : 1);
    }

    private static boolean check(String... models) throws IOException {
        try {
            Driver driver = Devices.find().open(0);
            long budget = Math.min(BUDGET_BYTES, driver.memory().freeBytes() / 2);
            return run(driver, budget, Size.FULL, System.out, models);
        } catch (NoDriver | CudaException missing) {
            System.err.println("gpu-check: " + missing.getMessage());
            return false;
        }
    }

    /// Whether everything holds. `driver` is closed.
    static boolean run(Driver driver, long budgetBytes, Size size, PrintStream out, String... models) throws IOException {
        DeviceFacts facts = driver.facts();
        out.println(facts.name() + (facts.played() ? ", A PROGRAM THAT PLAYS A GPU" : "") + ", " + facts.architecture() + ", driver for CUDA "
                + facts.version());
        List<Checked> all = new ArrayList<>();
        Driver.Memory before = driver.memory();
        try (Gpu gpu = new Gpu(driver, budgetBytes)) {
            long usedBytes = gpu.memory().usedBytes();
            kernels(driver, size, all, out);
            var passes = new PassCheck(gpu, size);
            int number = 0;
            for (TensorType type : size.types()) {
                tell(passes.madeUp(plan(size.width(), number++), type), all, out);
            }
            for (String model : models) {
                Path file = Path.of(model);
                if (Files.isRegularFile(file)) {
                    tell(passes.check(String.valueOf(file.getFileName()), file, 0.25, 0.05), all, out);
                } else {
                    out.println("       " + model + " is not there");
                }
            }
            long left = gpu.memory().usedBytes() - usedBytes;
            tell(List.of(new Checked("device memory not given back", left, 0, "bytes")), all, out);
        }
        long wrong = all.stream().filter(one -> !one.holds()).count();
        out.println(all.size() + " checks, " + wrong + " wrong; " + before.freeBytes() + " bytes were free before");
        return wrong == 0;
    }

    private static void kernels(Driver driver, Size size, List<Checked> all, PrintStream out) {
        Driver.Stream stream = driver.stream();
        try (Kernels kernels = new Kernels(driver)) {
            var check = new KernelCheck(driver, stream, kernels, size);
            tell(check.rows(), all, out);
            for (TensorType type : size.types()) {
                tell(check.products(type), all, out);
                tell(List.of(check.embedding(type)), all, out);
            }
        } finally {
            Driver.giveBack(() -> driver.destroy(stream));
        }
    }

    private static void tell(List<Checked> some, List<Checked> all, PrintStream out) {
        some.forEach(out::println);
        out.flush();
        all.addAll(some);
    }

    /// Each family with experts and without.
    private static ModelPlan plan(int width, int number) {
        Family family = Family.values()[number % Family.values().length];
        Experts experts = number % 3 == 2 ? new Experts(4, 2, width, family == Family.QWEN2 ? width : 0) : Experts.NONE;
        return new ModelPlan(family, "check", 2, width, 4, 2, width / 4, width, 360, false, experts);
    }
}
