package nmos.live.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.SplittableRandom;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlockFormatTest {
    private static final int COUNT = 4096;

    /// Root mean square error of gaussian rows, relative to their deviation.
    @ParameterizedTest
    @CsvSource({
        "F32, 1e-7", "F16, 5e-4", "BF16, 3e-3", "Q8_0, 0.008", "Q4_0, 0.12", "Q4_1, 0.09", "Q5_0, 0.06", "Q5_1, 0.05",
        "Q2_K, 0.40", "Q3_K, 0.24", "Q4_K, 0.10", "Q5_K, 0.05", "Q6_K, 0.03"
    })
    void encodesWithinTheErrorOfItsBits(TensorType type, double error) {
        for (long seed = 0; seed < 10; seed++) {
            float[] row = gaussian(seed);
            double[] back = Dequantise.numbers(type, Quantise.row(type, row), 0, COUNT);
            double squares = 0;
            for (int i = 0; i < COUNT; i++) {
                squares += (back[i] - row[i]) * (back[i] - row[i]);
            }
            assertThat(Math.sqrt(squares / COUNT)).isLessThan(error * 0.02);
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void keepsZeros(TensorType type) {
        double[] numbers = Dequantise.numbers(type, Quantise.row(type, new float[COUNT]), 0, COUNT);
        assertThat(Arrays.stream(numbers).allMatch(x -> x == 0)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void encodingWhatWasDecodedChangesLittle(TensorType type) {
        double[] once = Dequantise.numbers(type, Quantise.row(type, gaussian(5)), 0, COUNT);
        float[] row = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            row[i] = (float) once[i];
        }
        double[] twice = Dequantise.numbers(type, Quantise.row(type, row), 0, COUNT);
        double squares = 0;
        for (int i = 0; i < COUNT; i++) {
            squares += (twice[i] - once[i]) * (twice[i] - once[i]);
        }
        assertThat(Math.sqrt(squares / COUNT)).isLessThan(0.2 * 0.02);
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void randomBlocksHaveTheDeviationAskedForAndNoLean(TensorType type) {
        int count = 1 << 18;
        MemorySegment data = MemorySegment.ofArray(new byte[(int) type.bytes(count)]);
        RandomBlocks.fill(type, data, 0.01, new SplittableRandom(7));
        double[] numbers = Dequantise.numbers(type, data, 0, count);
        double sum = 0;
        double squares = 0;
        for (double x : numbers) {
            sum += x;
            squares += x * x;
        }
        assertThat(Math.sqrt(squares / count)).isCloseTo(0.01, within(0.0003));
        assertThat(sum / count).isCloseTo(0, within(0.0002));
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void randomBlocksOfASeedAreTheSame(TensorType type) {
        byte[] first = new byte[(int) type.bytes(COUNT)];
        byte[] second = new byte[first.length];
        RandomBlocks.fill(type, MemorySegment.ofArray(first), 1, new SplittableRandom(3));
        RandomBlocks.fill(type, MemorySegment.ofArray(second), 1, new SplittableRandom(3));
        assertThat(first).isEqualTo(second);
        RandomBlocks.fill(type, MemorySegment.ofArray(second), 1, new SplittableRandom(4));
        assertThat(first).isNotEqualTo(second);
    }

    /// Blocks laid out by hand from ggml's structures, one number set apart at a place where the bits are spread.
    @Test
    void decodesBlocksLaidOutByHand() {
        // d = 2, q[3] low nibble 9 (number 3), high nibble 15 (number 19)
        assertThat(decode(TensorType.Q4_0, "0040" + "888888F9" + "88".repeat(12))).startsWith(0, 0, 0, 2);
        assertThat(decode(TensorType.Q4_0, "0040" + "888888F9" + "88".repeat(12))[19]).isEqualTo(14);
        // d = 1, m = -2, nibble 3 of number 17
        assertThat(decode(TensorType.Q4_1, "003C00C0" + "0030" + "00".repeat(14))[17]).isEqualTo(1);
        // d = 1, fifth bit of number 16 set, everything else zero
        assertThat(decode(TensorType.Q5_0, "003C" + "00000100" + "00".repeat(16))[16]).isEqualTo(0);
        assertThat(decode(TensorType.Q5_0, "003C" + "00000100" + "00".repeat(16))[15]).isEqualTo(-16);
        assertThat(decode(TensorType.Q5_1, "003C003C" + "00000080" + "00".repeat(16))[31]).isEqualTo(17);
        assertThat(decode(TensorType.Q8_0, "003C" + "80".repeat(32))).containsOnly(-128);
        // sub-block 9 (numbers 144..159): scale 3, min 2; number 150 = 128 + 22: byte 32 + 22, bits 0-1
        String q2 = "00".repeat(9) + "23" + "00".repeat(6) + "00".repeat(54) + "02" + "00".repeat(9) + "003C" + "003C";
        assertThat(decode(TensorType.Q2_K, q2)[150]).isEqualTo(3 * 2 - 2);
        assertThat(decode(TensorType.Q2_K, q2)[151]).isEqualTo(-2);
        // scale 15: low nibble in the high half of s[7], upper bits in s[11] at 6: 0b10_0011 = 35; number 255 = -4
        String q3 = "00".repeat(32) + "00".repeat(64) + "00".repeat(7) + "30" + "00".repeat(3) + "80" + "003C";
        assertThat(decode(TensorType.Q3_K, q3)[255]).isEqualTo((35 - 32) * -4);
        assertThat(decode(TensorType.Q3_K, q3)[0]).isEqualTo(-32 * -4);
        // scale 5 = low nibble of s[9] | s[1] >> 6 << 4 = 2 | 16; min 5 = s[9] >> 4 | s[5] >> 6 << 4 = 1 | 32
        String six = "0040" + "003C" + "0040" + "0000" + "0080" + "0000" + "0012" + "0000";
        assertThat(decode(TensorType.Q4_K, six + "00".repeat(64) + "50" + "00".repeat(63))[160])
                .isEqualTo(2 * 18 * 5 - 33);
        assertThat(decode(TensorType.Q5_K, six + "20" + "00".repeat(31) + "00".repeat(64) + "50" + "00".repeat(63))[160])
                .isEqualTo(2 * 18 * 21 - 33);
        // number 225 = 128 + 97: high nibble of low[64 + 33], bits 6-7 of high[32 + 1], scale 14 = -3
        String q6 = "00".repeat(97) + "70" + "00".repeat(30) + "00".repeat(33) + "80" + "00".repeat(30) + "00".repeat(14)
                + "FD" + "00" + "003C";
        assertThat(decode(TensorType.Q6_K, q6)[225]).isEqualTo(-3 * (39 - 32));
        assertThat(decode(TensorType.BF16, "803F")).containsExactly(1);
        assertThat(decode(TensorType.F16, "0100")).containsExactly(0x1p-24);
    }

    private static double[] decode(TensorType type, String hex) {
        byte[] block = HexFormat.of().parseHex(hex);
        assertThat(block).hasSize(type.blockBytes);
        MemorySegment data = MemorySegment.ofArray(block);
        return Dequantise.numbers(type, data, 0, type.blockElements);
    }

    private static float[] gaussian(long seed) {
        var random = new Random(seed);
        float[] row = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            row[i] = (float) (random.nextGaussian() * 0.02);
        }
        return row;
    }
}
