package nmos.live.cuda.check;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import nmos.live.cuda.driver.Driver;
import nmos.live.cuda.kernel.Add;
import nmos.live.cuda.kernel.Embed;
import nmos.live.cuda.kernel.Kernels;
import nmos.live.cuda.kernel.Product;
import nmos.live.cuda.kernel.RmsNorm;
import nmos.live.cuda.kernel.Rounding;
import nmos.live.cuda.kernel.Rows;
import nmos.live.cuda.kernel.SwiGlu;
import nmos.live.cuda.kernel.Top;
import nmos.live.kernel.Grid;
import nmos.live.kernel.MatMul;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.RowFunctions;
import nmos.live.kernel.Workers;
import nmos.live.quant.Dequantise;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;

/// Kernels by themselves. Those that are not here run in passes.
final class KernelCheck {
    /// Of the sum of magnitudes of all products of a number.
    private static final double PRODUCT_ULPS = 8;
    private static final float EPSILON = 1e-5f;

    private final Driver driver;
    private final Driver.Stream stream;
    private final Kernels kernels;
    private final GpuCheck.Size size;
    private final SplittableRandom random = new SplittableRandom(1);

    KernelCheck(Driver driver, Driver.Stream stream, Kernels kernels, GpuCheck.Size size) {
        this.driver = driver;
        this.stream = stream;
        this.kernels = kernels;
        this.size = size;
    }

    private float[] numbers(int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /// Of all types: how far from the CPU, and whether a row's bits are the same with others beside it, across the families.
    List<Checked> products(TensorType type) {
        int most = size.rows().stream().mapToInt(Integer::intValue).max().orElse(1);
        int cols = Math.ceilDiv(size.cols(), type.blockElements) * type.blockElements;
        int outputs = size.outputs();
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes((long) outputs * cols))]);
        RandomBlocks.fill(type, data, 1 / Math.sqrt(cols), random);
        Matrix w = new Matrix(type, outputs, cols, data);
        float[] x = numbers(most * cols);
        double off = 0;
        int different = 0;
        try (Sheet sheet = new Sheet(driver, stream);
                Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            var packed = new PackedRows();
            packed.pack(Grid.of(type), x, cols, most, cols);
            float[] cpu = new float[most * outputs];
            new MatMul(workers).multiply(w, packed, cpu, outputs);
            double[] magnitudes = magnitudes(w, packed, most);
            Matrix there = sheet.put(w);
            long from = sheet.put(x);
            float[] whole = multiply(sheet, there, from, most);
            for (int i = 0; i < cpu.length; i++) {
                off = Math.max(off, Math.abs(whole[i] - cpu[i]) / (Math.ulp(1f) * magnitudes[i]));
            }
            for (int rows : size.rows()) {
                float[] some = multiply(sheet, there, from, rows);
                different += Arrays.equals(some, Arrays.copyOf(whole, some.length)) ? 0 : 1;
            }
        }
        return List.of(
                new Checked("product " + type + ", " + outputs + " x " + cols, off, PRODUCT_ULPS, "units in the last place of magnitudes"),
                new Checked("product " + type + ", bits with fewer rows", different, 0, "of " + size.rows().size() + " counts differ"));
    }

    private static double[] magnitudes(Matrix w, PackedRows packed, int rows) {
        double[] sums = new double[rows * w.rows()];
        float[][] x = new float[rows][w.cols()];
        for (int r = 0; r < rows; r++) {
            packed.copyRow(r, x[r]);
        }
        for (int o = 0; o < w.rows(); o++) {
            double[] weights = Dequantise.numbers(w.type(), w.data(), o * w.rowBytes(), w.cols());
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < w.cols(); c++) {
                    sums[r * w.rows() + o] += Math.abs(weights[c] * x[r][c]);
                }
            }
        }
        return sums;
    }

    private float[] multiply(Sheet sheet, Matrix w, long x, int rows) {
        long numbers = (long) rows * w.cols();
        var to = new Rows(
                sheet.room(numbers), sheet.room(Rows.scaleBytes(numbers) + 64), sheet.room(Rows.sumBytes(numbers) + 64),
                sheet.room(numbers * Float.BYTES));
        Grid grid = Grid.of(w.type());
        new Rounding(kernels).run(stream, grid, x, to, rows, w.cols());
        long y = sheet.room((long) rows * w.rows() * Float.BYTES);
        new Product(kernels).run(stream, w, grid == Grid.FREE ? to.floats(x) : to, rows, y, w.rows());
        return sheet.floats(y, rows * w.rows());
    }

    Checked embedding(TensorType type) {
        int cols = Math.ceilDiv(size.cols(), type.blockElements) * type.blockElements;
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes(3L * cols))]);
        RandomBlocks.fill(type, data, 1, random);
        Matrix w = new Matrix(type, 3, cols, data);
        float[] cpu = new float[2 * cols];
        w.unpackRow(2, cpu, 0);
        w.unpackRow(0, cpu, cols);
        try (Sheet sheet = new Sheet(driver, stream)) {
            long out = sheet.room(2L * cols * Float.BYTES);
            new Embed(kernels).run(stream, sheet.put(w), sheet.put(new int[] {2, 0}), out, 2);
            return same("embedding " + type, cpu, sheet.floats(out, 2 * cols));
        }
    }

    List<Checked> rows() {
        int cols = size.cols();
        int rows = 9;
        float[] x = numbers(rows * cols);
        float[] y = numbers(rows * cols);
        List<Checked> all = new ArrayList<>();
        try (Sheet sheet = new Sheet(driver, stream)) {
            float[] sums = x.clone();
            RowFunctions.add(sums, 0, y, 0, sums.length);
            long to = sheet.put(x);
            new Add(kernels).run(stream, to, sheet.put(y), sums.length);
            all.add(same("add", sums, sheet.floats(to, sums.length)));

            float[] gated = x.clone();
            RowFunctions.swiGlu(gated, y, 0, gated.length);
            to = sheet.put(x);
            new SwiGlu(kernels).run(stream, to, sheet.put(y), gated.length);
            all.add(same("swiglu", gated, sheet.floats(to, gated.length)));

            float[] weight = numbers(cols);
            float[] normed = new float[rows * cols];
            for (int row = 0; row < rows; row++) {
                RowFunctions.rmsNorm(x, row * cols, cols, weight, EPSILON, normed, row * cols);
            }
            to = sheet.room(4L * normed.length);
            new RmsNorm(kernels).run(stream, sheet.put(x), 0, sheet.put(weight), to, rows, cols, EPSILON);
            all.add(ulps("rms_norm", normed, sheet.floats(to, normed.length)));
            all.addAll(best(sheet));
        }
        return all;
    }

    private List<Checked> best(Sheet sheet) {
        int words = 4096 + size.cols();
        float[] logits = numbers(2 * words);
        long tops = sheet.room(2 * Top.BYTES);
        new Top(kernels).run(stream, sheet.put(logits), sheet.room(2 * Top.partBytes(words)), tops, 2, words, words);
        MemorySegment found = sheet.bytes(tops, 2 * Top.BYTES);
        int wrong = 0;
        double off = 0;
        for (int row = 0; row < 2; row++) {
            int at = row * words;
            // equal ones by token
            int[] best = IntStream.range(0, words).boxed().sorted(Comparator.comparingDouble((Integer word) -> -logits[at + word])).limit(Top.BEST)
                    .mapToInt(Integer::intValue).toArray();
            float greatest = logits[at + best[0]];
            double sum = IntStream.range(0, words).mapToDouble(word -> Math.exp((double) logits[at + word] - greatest)).sum();
            Top.Best told = Top.Best.read(found, row);
            int[] tokens = Arrays.copyOf(told.tokens(), Top.BEST);
            float[] theirs = Arrays.copyOf(told.logits(), Top.BEST);
            for (int i = 0; i < Top.BEST; i++) {
                wrong += tokens[i] == best[i] && theirs[i] == logits[at + best[i]] ? 0 : 1;
            }
            wrong += told.greatest() == greatest ? 0 : 1;
            double apart = Math.abs(told.logSum() - Math.log(sum));
            off = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(off, apart);
        }
        return List.of(
                new Checked("best " + Top.BEST + " tokens of " + words + " and their logits", wrong, 0, "of " + 2 * (Top.BEST + 1) + " wrong"),
                new Checked("logarithm of the sum over " + words + " tokens", off, 1e-5, "of about " + Math.round(Math.log(words))));
    }

    private static Checked same(String what, float[] cpu, float[] gpu) {
        int different = 0;
        for (int i = 0; i < cpu.length; i++) {
            different += cpu[i] == gpu[i] ? 0 : 1;
        }
        return new Checked(what, different, 0, "numbers of " + cpu.length + " differ");
    }

    private static Checked ulps(String what, float[] cpu, float[] gpu) {
        double off = 0;
        for (int i = 0; i < cpu.length; i++) {
            off = Math.max(off, Math.abs(cpu[i] - gpu[i]) / (double) Math.ulp(cpu[i]));
        }
        return new Checked(what, off, 1, "units in the last place");
    }
}
