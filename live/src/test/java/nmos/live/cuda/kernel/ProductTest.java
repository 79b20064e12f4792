package nmos.live.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import nmos.live.kernel.Grid;
import nmos.live.kernel.MatMul;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.Workers;
import nmos.live.quant.Dequantise;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProductTest {
    /// Of the sum of the magnitudes of all products.
    private static final double TOLERANCE = 8 * Math.ulp(1f);

    private static Matrix random(TensorType type, int rows, int cols, Random random) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes((long) rows * cols))]);
        RandomBlocks.fill(type, data, 0.2, random);
        return new Matrix(type, rows, cols, data);
    }

    static float[] numbers(int count, Random random) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static int cols(TensorType type, int blocks) {
        return type.blockElements * blocks + (type.blockElements == 1 ? 300 : 0);
    }

    private static float[] multiply(Device device, Product product, Matrix w, Rows x, int rows) {
        long y = device.floats(rows * w.rows());
        product.run(device.stream, w, x, rows, y, w.rows());
        return device.floats(y, rows * w.rows());
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void aProductIsThatOfTheCpuButForLastBits(TensorType type) {
        var random = new Random(1);
        try (var device = new Device();
                var workers = new Workers(1)) {
            for (int rows : new int[] {1, 3, 7, 8, 33}) {
                int cols = cols(type, 1 + random.nextInt(10));
                Matrix w = random(type, 1 + random.nextInt(10), cols, random);
                float[] x = numbers(rows * cols, random);
                var packed = new PackedRows();
                packed.pack(Grid.of(type), x, cols, rows, cols);
                float[] expected = new float[rows * w.rows()];
                new MatMul(workers).multiply(w, packed, expected, w.rows());

                float[] y = multiply(device, new Product(device.kernels), device.put(w), device.rounded(Grid.of(type), x, rows, cols), rows);

                float[] row = new float[cols];
                for (int o = 0; o < w.rows(); o++) {
                    double[] weights = Dequantise.numbers(type, w.data(), o * w.rowBytes(), cols);
                    for (int r = 0; r < rows; r++) {
                        packed.copyRow(r, row);
                        double size = 0;
                        for (int c = 0; c < cols; c++) {
                            size += Math.abs(weights[c] * row[c]);
                        }
                        assertThat(y[r * w.rows() + o])
                                .as("output %d of row %d of %d, %d columns", o, r, rows, cols)
                                .isCloseTo(expected[r * w.rows() + o], within((float) (size * TOLERANCE)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void aRowsBitsDependNeitherOnOtherRowsNorOnTheFamily(TensorType type) {
        var random = new Random(2);
        try (var device = new Device()) {
            // one block past a round of the splits, one output and one row past a tile
            int cols = cols(type, 9);
            int outputs = 9;
            int most = 33;
            Matrix w = device.put(random(type, outputs, cols, random));
            float[] x = numbers(most * cols, random);
            var vectors = new Product(device.kernels, Integer.MAX_VALUE);
            var tiles = new Product(device.kernels, 1);
            float[] all = multiply(device, tiles, w, device.rounded(Grid.of(type), x, most, cols), most);
            for (int r : new int[] {0, 7, 8, 32}) {
                float[] row = Arrays.copyOfRange(x, r * cols, (r + 1) * cols);
                Rows rounded = device.rounded(Grid.of(type), row, 1, cols);
                float[] expected = Arrays.copyOfRange(all, r * outputs, (r + 1) * outputs);
                assertThat(multiply(device, vectors, w, rounded, 1)).as("row %d alone", r).isEqualTo(expected);
            }
            for (int rows : new int[] {2, 7, 8, 31}) {
                Rows rounded = device.rounded(Grid.of(type), x, rows, cols);
                float[] expected = Arrays.copyOf(all, rows * outputs);
                assertThat(multiply(device, vectors, w, rounded, rows)).as("%d rows by vectors", rows).isEqualTo(expected);
                assertThat(multiply(device, tiles, w, rounded, rows)).as("%d rows by tiles", rows).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void expertsMeetTheRowsThatChoseThemAndNoOthers(TensorType type) {
        var random = new Random(3);
        int outputs = 9;
        int rows = 10;
        int[] list = {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18};
        int[] bounds = {0, 10, 10, 20};
        try (var device = new Device()) {
            int cols = cols(type, 3);
            Matrix all = random(type, 3 * outputs, cols, random);
            Matrix onDevice = device.put(all);
            float[] x = numbers(rows * cols, random);
            Rows rounded = device.rounded(Grid.of(type), x, rows, cols);
            var routed = new Product.Routed(device.put(list), device.put(bounds), 2, 3, outputs * all.rowBytes());
            float[][] each = new float[3][];
            for (int e = 0; e < 3; e++) {
                each[e] = multiply(device, new Product(device.kernels), onDevice.slice(e * outputs, outputs), rounded, rows);
            }
            for (int from : new int[] {1, Integer.MAX_VALUE}) {
                long y = device.floats(20 * outputs);
                new Product(device.kernels, from).run(device.stream, onDevice.slice(0, outputs), rounded, rows, y, outputs, routed);
                float[] out = device.floats(y, 20 * outputs);
                for (int slot = 0; slot < 20; slot++) {
                    int expert = slot % 2 == 1 ? 0 : 2;
                    int row = slot / 2;
                    assertThat(Arrays.copyOfRange(out, slot * outputs, (slot + 1) * outputs))
                            .isEqualTo(Arrays.copyOfRange(each[expert], row * outputs, (row + 1) * outputs));
                }
            }
        }
    }

    @Test
    void weightsWhereTheKernelsCannotReadThemAreRefused() {
        try (var device = new Device()) {
            Matrix w = Device.named(random(TensorType.Q4_K, 1, 256, new Random(1)), device.room(1000) + 2);
            var product = new Product(device.kernels);
            Rows rows = device.rows(1, 256);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> product.run(device.stream, w, rows, 1, rows.floats(), 1))
                    .hasMessageContaining("they begin at a multiple of 4");
        }
    }
}
