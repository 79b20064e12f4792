package nmos.live.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import nmos.live.gguf.GgufWriter.IfPresent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the bytes, reading ends with a file whose every value can be used, or with one line that names the field.
/// `-Dnmos.fuzz.cases=1000000` for more; a failure prints the seed or the place of the mutation.
@Timeout(value = 1, unit = TimeUnit.HOURS)
class GgufFuzzTest {
    private static final String NAME = "fuzzed.gguf";
    /// The file has some 2,000 bytes; the first case of a kind also loads classes.
    private static final long MOST_BYTES_ALLOCATED = 16 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path dir;

    private byte[] valid = new byte[0];
    private List<FieldWalk.Field> fields = List.of();
    private int read;
    private int refused;

    @BeforeEach
    void aValidFile() throws IOException {
        Path file = dir.resolve("valid.gguf");
        GgufWriter.write(file, Samples.metadata(), Samples.tensors(), IfPresent.REFUSE, _ -> {});
        valid = Files.readAllBytes(file);
        fields = FieldWalk.of(valid);
        assertThat(attempt("unchanged", valid)).isTrue();
    }

    @Test
    void truncatedAnywhere() {
        int data = FieldWalk.dataOffset(valid);
        for (int length = 0; length < valid.length; length++) {
            boolean whole = attempt("first " + length + " bytes", Arrays.copyOf(valid, length));
            // only the padding behind the last tensor can be missed
            assertThat(whole).as("first " + length + " bytes").isEqualTo(length >= valid.length - 16 && length > data);
        }
    }

    @Test
    void everyFieldAtItsBoundaries() {
        for (FieldWalk.Field field : fields) {
            for (long value : boundaries()) {
                byte[] bytes = valid.clone();
                field.put(bytes, value);
                attempt(field + " = " + value, bytes);
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void everyFieldAtItsBoundariesInARealFile() throws IOException {
        for (int i = 0; i < fields.size(); i += 7) {
            byte[] bytes = valid.clone();
            fields.get(i).put(bytes, -1);
            Path file = Files.write(dir.resolve("mutated.gguf"), bytes);
            try (Gguf gguf = Gguf.open(file)) {
                use(gguf);
            } catch (GgufException e) {
                assertThat(e).hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void randomMutations() {
        long cases = Long.getLong("nmos.fuzz.cases", 5_000);
        for (long seed = 0; seed < cases; seed++) {
            attempt("seed " + seed, mutate(new SplittableRandom(seed)));
        }
        System.out.println("fuzz: " + cases + " mutations, " + read + " read, " + refused + " refused");
        assertThat(refused).isPositive();
        assertThat(read).isPositive();
    }

    private byte[] mutate(SplittableRandom random) {
        byte[] bytes = valid.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> bytes[at] = (byte) random.nextInt();
                case 4 -> splice(bytes, at, random.nextInt(bytes.length), random.nextInt(64));
                case 5 -> bytes = removed(bytes, at, random.nextInt(16));
                case 6 -> random(fields, random).putIfInside(bytes, random.nextLong() >>> random.nextInt(64));
                default -> random(fields, random).putIfInside(bytes, boundary(random));
            }
        }
        return bytes;
    }

    private static FieldWalk.Field random(List<FieldWalk.Field> fields, SplittableRandom random) {
        return fields.get(random.nextInt(fields.size()));
    }

    private static void splice(byte[] bytes, int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, Math.min(length, bytes.length - Math.max(from, to)));
    }

    private static byte[] removed(byte[] bytes, int at, int length) {
        int end = Math.min(bytes.length, at + length);
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (end - at));
        System.arraycopy(bytes, end, shorter, at, bytes.length - end);
        return shorter;
    }

    private long boundary(SplittableRandom random) {
        long[] values = boundaries();
        return values[random.nextInt(values.length)];
    }

    private long[] boundaries() {
        long[] values = new long[64 * 3 + 12];
        int n = 0;
        for (int bit = 0; bit < 64; bit++) {
            values[n++] = (1L << bit) - 1;
            values[n++] = 1L << bit;
            values[n++] = -(1L << bit);
        }
        for (long nearSize = -6; nearSize < 6; nearSize++) {
            values[n++] = nearSize + valid.length;
        }
        return values;
    }

    /// True if the bytes were read as a file.
    private boolean attempt(String mutation, byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean whole = readsOrRefuses(mutation, bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > MOST_BYTES_ALLOCATED) {
            throw new AssertionError(mutation + " made the reader allocate " + allocated + " bytes");
        }
        return whole;
    }

    private boolean readsOrRefuses(String mutation, byte[] bytes) {
        try {
            use(Gguf.read(Path.of(NAME), Arena.ofAuto(), MemorySegment.ofArray(bytes)));
            read++;
            return true;
        } catch (GgufException e) {
            refused++;
            String message = String.valueOf(e.getMessage());
            if (!message.startsWith(NAME + ": ") || message.indexOf('\n') >= 0 || message.length() > 400) {
                throw new AssertionError(mutation + ": not a message for a person: " + message, e);
            }
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(mutation + " broke the reader", e);
        }
    }

    /// Touches everything a user of the file could touch; what was read must be whole.
    private static void use(Gguf gguf) {
        long sum = 0;
        for (GgufValue value : gguf.metadata().values().values()) {
            if (value instanceof GgufValue.Array array) {
                sum += array.bytes().byteSize() == 0 ? 0 : array.bytes().get(ValueLayout.JAVA_BYTE, 0);
                sum += array.elementType() == GgufType.STRING ? array.strings().size() : 0;
            }
        }
        for (GgufTensor tensor : gguf.tensors()) {
            sum += tensor.data().get(ValueLayout.JAVA_BYTE, tensor.bytes() - 1);
            sum += tensor.rows() * tensor.rowBytes() - tensor.bytes();
        }
        assertThat(sum).isNotEqualTo(Long.MIN_VALUE);
    }
}
