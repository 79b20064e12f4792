package nmos.live.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import nmos.live.kernel.Grid;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.PackedRows;
import nmos.live.kernel.RowFunctions;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowKernelsTest {
    private final Device device = new Device();
    private final Random random = new Random(1);

    @AfterEach
    void close() {
        device.close();
    }

    private float[] numbers(int count) {
        return ProductTest.numbers(count, random);
    }

    /// Where a quant lies, by the README's words.
    private static int place(int column) {
        return (column & ~31) | (column >> 2 & 3) << 3 | (column >> 4 & 1) << 2 | (column & 3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Grid.class,
            names = {"BYTES_32", "BYTES_256"})
    void rowsAreRoundedToTheCpusBits(Grid grid) {
        int cols = 512;
        int block = grid == Grid.BYTES_32 ? 32 : 256;
        float[] x = numbers(3 * cols);
        Arrays.fill(x, 256, 512, 0);
        x[600] = 1e7f;
        x[1000] = Float.POSITIVE_INFINITY;
        x[1500] = Float.NaN;
        var packed = new PackedRows();
        packed.pack(grid, x, cols, 3, cols);

        Rows rows = device.rounded(grid, x, 3, cols);

        byte[] quants = device.bytes(rows.quants(), 3L * cols);
        float[] scales = device.floats(rows.scales(), 3 * cols / block);
        float[] expected = new float[cols];
        for (int row = 0; row < 3; row++) {
            packed.copyRow(row, expected);
            for (int c = 0; c < cols; c++) {
                float scale = scales[(row * cols + c) / block];
                Float value = quants[row * cols + place(c)] * scale;
                assertThat(value).as("column %d of row %d", c, row).isEqualTo(Float.valueOf(expected[c]));
            }
        }
    }

    @Test
    void rowsForBfloatsAreRoundedToTheCpusBits() {
        float[] x = numbers(2 * 301);
        var packed = new PackedRows();
        packed.pack(Grid.BFLOAT, x, 301, 2, 301);
        float[] expected = new float[301];
        float[] found = device.floats(device.rounded(Grid.BFLOAT, x, 2, 301).floats(), 2 * 301);
        for (int row = 0; row < 2; row++) {
            packed.copyRow(row, expected);
            assertThat(Arrays.copyOfRange(found, row * 301, (row + 1) * 301)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void embeddedRowsHaveTheCpusBits(TensorType type) {
        int cols = type.blockElements == 256 ? 512 : 160;
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes(cols * 5L))]);
        RandomBlocks.fill(type, data, 0.3, random);
        Matrix w = new Matrix(type, 5, cols, data);
        long out = device.floats(3 * cols);

        new Embed(device.kernels).run(device.stream, device.put(w), device.put(new int[] {4, 0, 2}), out, 3);

        float[] expected = new float[3 * cols];
        w.unpackRow(4, expected, 0);
        w.unpackRow(0, expected, cols);
        w.unpackRow(2, expected, 2 * cols);
        assertThat(unsignedZeros(device.floats(out, 3 * cols))).isEqualTo(unsignedZeros(expected));
    }

    private static float[] unsignedZeros(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] += 0f;
        }
        return x;
    }

    @Test
    void normsHaveTheCpusBits() {
        int cols = 700;
        float[] x = numbers(4 * cols);
        float[] weight = numbers(cols);
        long out = device.floats(2 * cols);

        new RmsNorm(device.kernels)
                .run(device.stream, device.put(x), device.put(new int[] {3, 1}), device.put(weight), out, 2, cols, 1e-5f);

        float[] expected = new float[2 * cols];
        RowFunctions.rmsNorm(x, 3 * cols, cols, weight, 1e-5f, expected, 0);
        RowFunctions.rmsNorm(x, cols, cols, weight, 1e-5f, expected, cols);
        assertThat(device.floats(out, 2 * cols)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true, 64, 64", "false, 64, 48", "false, 10, 10", "true, 2, 2"})
    void headsAreBiasedNormedAndTurned(boolean neighbours, int width, int dims) {
        int pairs = dims / 2;
        float[] x = numbers(2 * 3 * width);
        float[] bias = numbers(3 * width);
        float[] norm = numbers(width);
        float[] cosines = numbers(2 * pairs);
        float[] sines = numbers(2 * pairs);
        long at = device.put(x);
        var turn = new Heads.Turn(device.put(cosines), device.put(sines), pairs, neighbours);

        new Heads(device.kernels).run(device.stream, at, device.put(bias), device.put(norm), turn, 2, 3, width, 1e-6f);

        for (int row = 0; row < 2; row++) {
            RowFunctions.add(x, row * 3 * width, bias, 0, 3 * width);
            for (int head = 0; head < 3; head++) {
                int from = (row * 3 + head) * width;
                RowFunctions.rmsNorm(x, from, width, norm, 1e-6f, x, from);
                for (int i = 0; i < pairs; i++) {
                    int first = neighbours ? from + 2 * i : from + i;
                    int second = neighbours ? first + 1 : first + pairs;
                    float a = x[first];
                    float b = x[second];
                    x[first] = a * cosines[row * pairs + i] - b * sines[row * pairs + i];
                    x[second] = a * sines[row * pairs + i] + b * cosines[row * pairs + i];
                }
            }
        }
        assertThat(device.floats(at, x.length)).isEqualTo(x);
    }

    @Test
    void gatesAndSumsHaveTheCpusBits() {
        float[] gate = numbers(1000);
        float[] up = numbers(1000);
        gate[3] = 200;
        gate[4] = -200;
        long gateAt = device.put(gate);
        long upAt = device.put(up);

        new SwiGlu(device.kernels).run(device.stream, gateAt, upAt, 1000);
        new Add(device.kernels).run(device.stream, upAt, gateAt, 999);

        RowFunctions.swiGlu(gate, up, 0, 1000);
        RowFunctions.add(up, 0, gate, 0, 999);
        assertThat(device.floats(gateAt, 1000)).isEqualTo(gate);
        assertThat(device.floats(upAt, 1000)).isEqualTo(up);
    }

    @Test
    void keysAndValuesAreKeptInHalves() {
        float[] k = numbers(2 * 20);
        float[] v = numbers(2 * 20);
        float[] bias = numbers(20);
        int positions = 3;
        long layer = device.room(2L * positions * 20 * Short.BYTES);

        new Keep(device.kernels, TensorType.F16)
                .run(device.stream, device.put(k), device.put(v), device.put(bias), layer, 2, 20, positions);

        byte[] kept = device.bytes(layer, 2L * positions * 20 * Short.BYTES);
        for (int i = 0; i < 40; i++) {
            assertThat(half(kept, i)).isEqualTo(Float.floatToFloat16(k[i]));
            assertThat(half(kept, positions * 20 + i)).isEqualTo(Float.floatToFloat16(v[i] + bias[i % 20]));
        }
    }

    private static short half(byte[] bytes, int index) {
        return (short) ((bytes[2 * index] & 0xff) | (bytes[2 * index + 1] << 8));
    }

    @Test
    void aRowsExpertsAreItsBestTiesToTheLower() {
        int experts = 40;
        float[] scores = numbers(3 * experts);
        scores[experts + 7] = 9;
        scores[experts + 39] = 9;
        scores[2 * experts + 1] = Float.NaN;
        long chosen = device.room(3 * 4 * 4);
        long shares = device.floats(3 * 4);
        long list = device.room(3 * 4 * 4);
        long bounds = device.room(41 * 4);

        new Route(device.kernels).run(device.stream, device.put(scores), chosen, shares, list, bounds, 3, experts, 4, true);

        int[] of = device.ints(chosen, 12);
        float[] share = device.floats(shares, 12);
        for (int row = 0; row < 2; row++) {
            int from = row * experts;
            int[] best = IntStream.range(0, experts)
                    .boxed()
                    .sorted((a, b) -> scores[from + a] == scores[from + b] ? a - b : Float.compare(scores[from + b], scores[from + a]))
                    .limit(4)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(Arrays.copyOfRange(of, 4 * row, 4 * row + 4)).isEqualTo(best);
            double sum = Arrays.stream(best).mapToDouble(e -> Math.exp(scores[from + e])).sum();
            for (int rank = 0; rank < 4; rank++) {
                assertThat((double) share[4 * row + rank]).isCloseTo(Math.exp(scores[from + best[rank]]) / sum, within(1e-6));
            }
        }
        assertThat(share[8]).as("scores that are no numbers show").isNaN();
        int[] sorted = device.ints(list, 12);
        int[] begin = device.ints(bounds, 41);
        assertThat(begin[40]).isEqualTo(12);
        for (int e = 0; e < experts; e++) {
            int expert = e;
            int[] its = Arrays.copyOfRange(sorted, begin[e], begin[e + 1]);
            assertThat(its).isEqualTo(IntStream.range(0, 12).filter(slot -> of[slot] == expert).toArray());
        }
    }

    @Test
    void expertsAreAddedUpInTheOrderOfTheirRank() {
        int width = 300;
        float[] results = numbers(2 * 3 * width);
        float[] shares = numbers(6);
        float[] shared = numbers(2 * width);
        float[] gates = numbers(2);
        long out = device.floats(2 * width);
        var mix = new Mix(device.kernels);

        mix.run(device.stream, device.put(results), device.put(shares), out, 2, width, 3);
        mix.addShared(device.stream, device.put(shared), device.put(gates), out, 2, width);

        float[] expected = new float[2 * width];
        for (int slot = 0; slot < 6; slot++) {
            RowFunctions.addScaled(expected, slot / 3 * width, results, slot * width, width, shares[slot]);
        }
        for (int row = 0; row < 2; row++) {
            RowFunctions.addScaled(expected, row * width, shared, row * width, width, RowFunctions.sigmoid(gates[row]));
        }
        assertThat(device.floats(out, 2 * width)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"9000, 9100", "4096, 4096", "5, 5"})
    void theBestTokensComeWithTheSumOfAll(int vocabulary, int stride) {
        float[] logits = numbers(2 * stride);
        for (int i = 0; i < Math.min(40, vocabulary - 1); i++) {
            // equal ones, across the border of segments
            logits[vocabulary - 1 - i * 100 % vocabulary] = 5;
        }
        logits[stride] = Float.NEGATIVE_INFINITY;
        long tops = device.room(2 * Top.BYTES);

        new Top(device.kernels)
                .run(device.stream, device.put(logits), device.room(2 * Top.partBytes(vocabulary)), tops, 2, vocabulary, stride);

        MemorySegment copied = MemorySegment.ofArray(device.bytes(tops, 2 * Top.BYTES));
        for (int row = 0; row < 2; row++) {
            int from = row * stride;
            int[] best = IntStream.range(0, vocabulary)
                    .boxed()
                    .sorted((a, b) -> logits[from + a] == logits[from + b] ? a - b : Float.compare(logits[from + b], logits[from + a]))
                    .limit(Top.BEST)
                    .mapToInt(Integer::intValue)
                    .toArray();
            Top.Best found = Top.Best.read(copied, row);
            assertThat(found.tokens()).isEqualTo(best);
            assertThat(found.greatest()).isEqualTo(logits[from + best[0]]);
            double sum = IntStream.range(0, vocabulary).mapToDouble(t -> Math.exp(logits[from + t] - logits[from + best[0]])).sum();
            assertThat((double) found.logSum()).isCloseTo(Math.log(sum), within(1e-5));
            for (int rank = 0; rank < best.length; rank++) {
                assertThat(found.logits()[rank]).isEqualTo(logits[from + best[rank]]);
            }
        }
    }
}
