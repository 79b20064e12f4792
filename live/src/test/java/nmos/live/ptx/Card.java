package nmos.live.ptx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// A device for a test: memory, and kernels of one of the texts beside these tests.
final class Card {
    final DeviceMemory memory = new DeviceMemory();
    final PtxModule module;
    Limits limits = Limits.CHECKED;
    private final Arena arena = Arena.ofAuto();

    Card(String file) {
        module = PtxModule.parse(text(file));
    }

    static String text(String file) {
        try (InputStream in = Card.class.getResourceAsStream(file)) {
            if (in == null) throw new AssertionError(file + " is no resource");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MemorySegment bytes(long count) {
        MemorySegment bytes = arena.allocate(count, 256);
        memory.add(bytes);
        return bytes;
    }

    MemorySegment of(int... values) {
        return bytes(4L * values.length).copyFrom(MemorySegment.ofArray(values));
    }

    MemorySegment of(float... values) {
        return bytes(4L * values.length).copyFrom(MemorySegment.ofArray(values));
    }

    MemorySegment of(long... values) {
        return bytes(8L * values.length).copyFrom(MemorySegment.ofArray(values));
    }

    MemorySegment of(double... values) {
        return bytes(8L * values.length).copyFrom(MemorySegment.ofArray(values));
    }

    MemorySegment of(short... values) {
        return bytes(2L * values.length).copyFrom(MemorySegment.ofArray(values));
    }

    MemorySegment of(byte... values) {
        return bytes(values.length).copyFrom(MemorySegment.ofArray(values));
    }

    /// Arguments as C lays them out: segments as their addresses, numbers by their Java types.
    void launch(String kernel, Dim grid, Dim block, int sharedBytes, Object... arguments) {
        module.launch(kernel, grid, block, sharedBytes, packed(arguments), memory, limits);
    }

    void launch(String kernel, int blocks, int threads, Object... arguments) {
        launch(kernel, Dim.of(blocks), Dim.of(threads), 0, arguments);
    }

    static MemorySegment packed(Object... arguments) {
        MemorySegment packed = Arena.ofAuto().allocate(8L * arguments.length + 64, 8);
        long at = 0;
        for (Object argument : arguments) {
            int size = argument instanceof Integer || argument instanceof Float ? 4 : 8;
            at = (at + size - 1) / size * size;
            switch (argument) {
                case Integer i -> packed.set(ValueLayout.JAVA_INT_UNALIGNED, at, i);
                case Float f -> packed.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, f);
                case Long l -> packed.set(ValueLayout.JAVA_LONG_UNALIGNED, at, l);
                case MemorySegment s -> packed.set(ValueLayout.JAVA_LONG_UNALIGNED, at, s.address());
                default -> throw new IllegalArgumentException(argument.getClass().toString());
            }
            at += size;
        }
        return packed;
    }

    static int[] ints(MemorySegment bytes) {
        return bytes.toArray(ValueLayout.JAVA_INT);
    }

    static float[] floats(MemorySegment bytes) {
        return bytes.toArray(ValueLayout.JAVA_FLOAT);
    }

    static long[] longs(MemorySegment bytes) {
        return bytes.toArray(ValueLayout.JAVA_LONG);
    }

    static short[] shorts(MemorySegment bytes) {
        return bytes.toArray(ValueLayout.JAVA_SHORT);
    }

    /// Numbers of every size, with the ends of the range among them.
    static int[] anyInts(RandomGenerator random, int count) {
        int[] edges = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 31, 32, 33, 0x80, 0xffff};
        int[] values = new int[count];
        for (int i = 0; i < count; i++) values[i] = random.nextInt(4) == 0 ? edges[random.nextInt(edges.length)] : random.nextInt() >> random.nextInt(32);
        return values;
    }

    static float[] anyFloats(RandomGenerator random, int count) {
        float[] edges = {0, -0f, 1, -1, 0.5f, 2.5f, Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.NaN, 65504, 65520, 1e-7f, 3e9f, -3e9f};
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (random.nextInt(4)) {
                case 0 -> edges[random.nextInt(edges.length)];
                case 1 -> Float.intBitsToFloat(random.nextInt());
                default -> (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(-20, 20)));
            };
        }
        return values;
    }
}
