package nmos.live.cuda.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.NoRoomException;
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

    /// By so much do drivers set memory aside.
    private static final long STEP_BYTES = 2 << 20;

    private final Size size;
    private final PrintStream out;
    private final List<Checked> all = new ArrayList<>();

    private GpuCheck(Size size, PrintStream out) {
        this.size = size;
        this.out = out;
    }

    /// `models`: GGUF files to be checked as well.
    public static void main(String... models) {
        System.exit(check(models) ? 0 : 1);
    }

    private static boolean check(String... models) {
        try {
            return run(Devices.find().open(0), BUDGET_BYTES, Size.FULL, System.out, models);
        } catch (NoDriver | CudaException | NoRoomException missing) {
            System.err.println("gpu-check: " + missing.getMessage());
            return false;
        }
    }

    /// Whether everything holds. `driver` is closed.
    ///
    /// @param mostBytes of the device, which may have less
    static boolean run(Driver driver, long mostBytes, Size size, PrintStream out, String... models) {
        return new GpuCheck(size, out).run(driver, mostBytes, models);
    }

    private boolean run(Driver driver, long mostBytes, String... models) {
        long budgetBytes;
        long beganNs;
        boolean ready = false;
        try {
            DeviceFacts facts = driver.facts();
            out.println(facts.name() + (facts.played() ? ", A PROGRAM THAT PLAYS A GPU" : "") + ", " + facts.architecture()
                    + ", driver for CUDA " + facts.version() + ", " + driver.memory().freeBytes() + " bytes free");
            tried("kernels", () -> kernels(driver));
            budgetBytes = Math.min(mostBytes, driver.memory().freeBytes() / 2);
            beganNs = System.nanoTime();
            ready = true;
        } finally {
            if (!ready) {
                driver.close();
            }
        }
        try (Gpu gpu = new Gpu(driver, budgetBytes)) {
            took("loading the kernels again", beganNs);
            passes(gpu, models);
        }
        long wrong = all.stream().filter(one -> !one.holds()).count();
        out.println(all.size() + " checks, " + wrong + " wrong");
        return wrong == 0;
    }

    private void took(String what, long beganNs) {
        out.printf(Locale.ROOT, "%s took %.1f s%n", what, (System.nanoTime() - beganNs) / 1e9);
    }

    private void kernels(Driver driver) {
        Driver.Stream stream = driver.stream();
        long beganNs = System.nanoTime();
        try (Kernels kernels = new Kernels(driver)) {
            took("loading the kernels", beganNs);
            var check = new KernelCheck(driver, stream, kernels, size);
            tell(check.rows());
            for (TensorType type : size.types()) {
                tell(check.products(type));
                tell(List.of(check.embedding(type)));
            }
        } finally {
            Driver.giveBack(() -> driver.destroy(stream));
        }
    }

    private void passes(Gpu gpu, String... models) {
        long usedBytes = gpu.memory().usedBytes();
        var passes = new PassCheck(gpu, size);
        int number = 0;
        for (TensorType type : size.types()) {
            madeUp(passes, number++, type, PassCheck.How.USUAL);
        }
        others(passes);
        tried("device memory", () -> {
            // by now each kernel was there once; what a driver sets aside for kernels when they are first used is no loss
            long freeBytes = gpu.driver().memory().freeBytes();
            for (int again = 0; again < 3; again++) {
                others(passes);
            }
            for (String model : models) {
                file(passes, model);
            }
            long gone = freeBytes - gpu.driver().memory().freeBytes();
            tell(List.of(
                    new Checked("device memory not given back, by our books", gpu.memory().usedBytes() - usedBytes, 0, "bytes"),
                    new Checked("the same by the driver, in steps of 2 MiB", gone, 2 * STEP_BYTES, "bytes")));
        });
    }

    /// What runs seldom have, where nothing is rounded.
    private void others(PassCheck passes) {
        madeUp(passes, 0, TensorType.F16, new PassCheck.How(TensorType.F16, true));
        madeUp(passes, 1, TensorType.F16, new PassCheck.How(TensorType.F32, true));
    }

    private void madeUp(PassCheck passes, int number, TensorType type, PassCheck.How how) {
        ModelPlan plan = plan(size.width(), number);
        tried(how.name(plan.architecture() + " of " + type), () -> tell(passes.madeUp(plan, type, how)));
    }

    private void file(PassCheck passes, String model) {
        Path file = Path.of(model);
        if (Files.isRegularFile(file)) {
            tried(model, () -> tell(passes.check(String.valueOf(file.getFileName()), file, PassCheck.How.USUAL, 0.25, 0.05)));
        } else {
            out.println("       " + model + " is not there");
        }
    }

    private interface Attempt {
        void make() throws IOException;
    }

    /// What cannot be checked is wrong, and the next is tried: a device that has gone says so of each.
    private void tried(String what, Attempt attempt) {
        try {
            attempt.make();
        } catch (IOException | RuntimeException failed) {
            tell(List.of(new Checked(what, Double.POSITIVE_INFINITY, 0, "it failed: " + failed)));
        }
    }

    private void tell(List<Checked> some) {
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
