package nmos.live.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import nmos.live.quant.Dequantise;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnpackTest {
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void unpacksToTheStoredNumbersRoundedOnce(TensorType type) {
        var random = new Random(7);
        for (int blocks = 1; blocks <= 9; blocks++) {
            int count = blocks * type.blockElements;
            MemorySegment data = MemorySegment.ofArray(new byte[(int) type.bytes(count) + 3]).asSlice(3);
            RandomBlocks.fill(type, data, 0.3, random);
            float[] numbers = new float[count + 2];

            Unpack.numbers(type, data, 0, count, numbers, 1);

            double[] stored = Dequantise.numbers(type, data, 0, count);
            for (int i = 0; i < count; i++) {
                assertThat(numbers[1 + i]).as("%s number %d", type, i).isEqualTo((float) stored[i]);
            }
            assertThat(numbers[0]).isZero();
            assertThat(numbers[count + 1]).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void unpacksBlocksFullOfAnything(TensorType type) {
        int count = 40 * type.blockElements;
        byte[] bytes = new byte[(int) type.bytes(count)];
        new Random(11).nextBytes(bytes);
        MemorySegment data = MemorySegment.ofArray(bytes);
        float[] numbers = new float[count];

        Unpack.numbers(type, data, 0, count, numbers, 0);

        double[] stored = Dequantise.numbers(type, data, 0, count);
        for (int i = 0; i < count; i++) {
            if (Double.isFinite(stored[i]) && Math.abs(stored[i]) > Float.MIN_NORMAL) {
                assertThat(numbers[i]).as("%s number %d", type, i).isEqualTo((float) stored[i]);
            }
        }
    }
}
