package nmos.live.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import nmos.live.quant.Dequantise;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatMulTest {
    /// Error of a float sum of n products is at most about n/lanes + lanes roundings of the sum of their sizes; observed: a tenth.
    private static double tolerance(int cols) {
        return (cols / (double) Lanes.COUNT + Lanes.COUNT) * Math.ulp(1f);
    }

    private static Matrix random(TensorType type, int rows, int cols, Random random) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes((long) rows * cols))]);
        RandomBlocks.fill(type, data, 0.2, random);
        return new Matrix(type, rows, cols, data);
    }

    private static float[] rows(int rows, int cols, Random random) {
        float[] x = new float[rows * cols];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static float[] multiply(MatMul matMul, Matrix w, Grid grid, float[] x, int rows) {
        var packed = new PackedRows();
        packed.pack(grid, x, w.cols(), rows, w.cols());
        float[] y = new float[rows * w.rows()];
        matMul.multiply(w, packed, y, w.rows());
        return y;
    }

    private static void assertClose(float[] y, Matrix w, float[] x, int rows) {
        for (int o = 0; o < w.rows(); o++) {
            double[] weights = Dequantise.numbers(w.type(), w.data(), o * w.rowBytes(), w.cols());
            for (int r = 0; r < rows; r++) {
                double sum = 0;
                double size = 0;
                for (int c = 0; c < w.cols(); c++) {
                    double product = weights[c] * x[r * w.cols() + c];
                    sum += product;
                    size += Math.abs(product);
                }
                assertThat((double) y[r * w.rows() + o])
                        .as("%s output %d of row %d of %d, %d columns", w.type(), o, r, rows, w.cols())
                        .isCloseTo(sum, within(size * tolerance(w.cols()) + 1e-30));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void exactRowsGiveTheProductInDoublePrecision(TensorType type) {
        var random = new Random(1);
        try (var workers = new Workers(2)) {
            var matMul = new MatMul(workers);
            for (int rows : new int[] {1, 2, 3, 4, 5, 7, 8, 33}) {
                for (int blocks : new int[] {1, 2, 3, 7, 17, 37}) {
                    int cols = type.blockElements == 256 ? 256 * Math.min(blocks, 5) : type.blockElements * blocks;
                    int outputs = 1 + random.nextInt(37);
                    Matrix w = random(type, outputs, cols, random);
                    float[] x = rows(rows, cols, random);

                    assertClose(multiply(matMul, w, Grid.FREE, x, rows), w, x, rows);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void roundedRowsGiveTheProductOfTheRoundedNumbers(TensorType type) {
        var random = new Random(2);
        int cols = 768;
        int rows = 6;
        Matrix w = random(type, 19, cols, random);
        float[] x = rows(rows, cols, random);
        float[] rounded = new float[x.length];
        for (int r = 0; r < rows; r++) {
            Grid.of(type).round(x, r * cols, cols, rounded, r * cols);
        }
        try (var workers = new Workers(1)) {
            assertClose(multiply(new MatMul(workers), w, Grid.of(type), x, rows), w, rounded, rows);
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void aRowsBitsDependOnNeitherItsNeighboursNorTheThreads(TensorType type) {
        var random = new Random(3);
        int cols = type.blockElements == 1 ? 1_037 : 1_280;
        int most = 64;
        Matrix w = random(type, 203, cols, random);
        float[] x = rows(most, cols, random);
        try (var alone = new Workers(1);
                var two = new Workers(2);
                var three = new Workers(3)) {
            var one = new MatMul(alone);
            float[][] expected = new float[most][];
            for (int r = 0; r < most; r++) {
                float[] row = Arrays.copyOfRange(x, r * cols, (r + 1) * cols);
                expected[r] = multiply(one, w, Grid.of(type), row, 1);
            }
            for (MatMul matMul : new MatMul[] {one, new MatMul(two), new MatMul(three)}) {
                for (int rows : new int[] {2, 3, 4, 5, 8, 11, 16, 31, 64}) {
                    int first = random.nextInt(most - rows + 1);
                    float[] some = Arrays.copyOfRange(x, first * cols, (first + rows) * cols);
                    float[] y = multiply(matMul, w, Grid.of(type), some, rows);
                    for (int r = 0; r < rows; r++) {
                        assertThat(Arrays.copyOfRange(y, r * w.rows(), (r + 1) * w.rows()))
                                .as("%s row %d of %d", type, r, rows)
                                .isEqualTo(expected[first + r]);
                    }
                }
            }
        }
    }

    /// Wider than what the kernels of a lone row take at once, and with whatever bits in the blocks.
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void aLoneRowsBitsAreThoseItHasAmongOthersWhateverTheWeights(TensorType type) {
        for (int seed = 0; seed < 4; seed++) {
            var random = new Random(seed);
            int cols = type.blockElements == 1 ? 4_501 : 4_096 + 256 * (1 + random.nextInt(9));
            Matrix w = random(type, 8 + 8 * random.nextInt(3), cols, random);
            if (seed % 2 == 1) {
                byte[] any = new byte[(int) w.data().byteSize()];
                random.nextBytes(any);
                w = new Matrix(type, w.rows(), cols, MemorySegment.ofArray(any));
            }
            float[] x = rows(2, cols, random);
            try (var workers = new Workers(2)) {
                var matMul = new MatMul(workers);
                float[] both = multiply(matMul, w, Grid.of(type), x, 2);
                float[] alone = multiply(matMul, w, Grid.of(type), Arrays.copyOf(x, cols), 1);
                for (int o = 0; o < w.rows(); o++) {
                    if (Float.isFinite(both[o])) {
                        assertThat(alone[o]).as("%s output %d, seed %d", type, o, seed).isEqualTo(both[o]);
                    }
                }
            }
        }
    }

    @Test
    void manyRowsAreTakenInTurns() {
        var random = new Random(4);
        Matrix w = random(TensorType.Q8_0, 9, 64, random);
        float[] x = rows(1_100, 64, random);
        try (var workers = new Workers(2)) {
            assertClose(multiply(new MatMul(workers), w, Grid.FREE, x, 1_100), w, x, 1_100);
        }
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        var packed = new PackedRows();
        packed.pack(Grid.FREE, new float[9], 9, 1, 9);
        try (var workers = new Workers(1)) {
            Matrix w = random(TensorType.F32, 4, 8, new Random(5));
            assertThatThrownBy(() -> new MatMul(workers).multiply(w, packed, new float[4], 4))
                    .hasMessage("rows of 9 meet weights of 8 columns");
        }
    }
}
