package nmos.live.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import nmos.live.gguf.Layouts;

/// The vectors of the machine that runs, and how bytes get into them. A shape fixed in the source would be emulated, a
/// hundred times slower, where the hardware is narrower.
public final class Lanes {
    public static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    /// Lanes of a vector: 4, 8 or 16.
    public static final int COUNT = FLOATS.length();

    /// No shape holds four bytes: vectors of four ints take theirs out of one int.
    private static final boolean FOUR = COUNT == 4;

    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(FOUR ? 64 : FLOATS.vectorBitSize() / 4));
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final IntVector LANE_BITS = IntVector.zero(INTS).addIndex(8);

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Lanes() {}

    /// To whole vectors.
    public static int roundUp(int count) {
        return (count + COUNT - 1) & -COUNT;
    }

    /// The next bytes, one a lane, as 0 to 255.
    static IntVector unsignedBytes(MemorySegment data, long at) {
        if (FOUR) {
            return IntVector.broadcast(INTS, data.get(Layouts.INT, at))
                    .lanewise(VectorOperators.LSHR, LANE_BITS)
                    .and(0xff);
        }
        return (IntVector) ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
    }

    /// The next bytes, one a lane, as -128 to 127.
    static IntVector signedBytes(MemorySegment data, long at) {
        if (FOUR) {
            return unsignedBytes(data, at).lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24);
        }
        return (IntVector) ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.B2I, INTS, 0);
    }

    /// The next bytes of an array, one a lane, as 0 to 255.
    static IntVector unsignedBytes(byte[] data, int at) {
        if (FOUR) {
            return IntVector.broadcast(INTS, int32(data, at))
                    .lanewise(VectorOperators.LSHR, LANE_BITS)
                    .and(0xff);
        }
        return (IntVector) ByteVector.fromArray(BYTES, data, at).convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
    }

    /// The next bytes of an array, one a lane, as -128 to 127.
    static IntVector signedBytes(byte[] data, int at) {
        if (FOUR) {
            return unsignedBytes(data, at).lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24);
        }
        return (IntVector) ByteVector.fromArray(BYTES, data, at).convertShape(VectorOperators.B2I, INTS, 0);
    }

    static int int32(byte[] data, int at) {
        return (int) INT.get(data, at);
    }

    static void put(byte[] data, int at, int value) {
        INT.set(data, at, value);
    }

    static float half(byte[] data, int at) {
        return Float.float16ToFloat((short) SHORT.get(data, at));
    }

    /// The next shorts, one a lane.
    static IntVector shorts(MemorySegment data, long at) {
        return (IntVector) ShortVector.fromMemorySegment(SHORTS, data, at, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.S2I, INTS, 0);
    }

    static FloatVector floats(IntVector ints) {
        return (FloatVector) ints.convert(VectorOperators.I2F, 0);
    }

    static float half(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(Layouts.SHORT, at));
    }

    /// The sum of one vector's lanes in an order that never varies, as the reduction of the Vector API may.
    public static float sum(float[] lanes, int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = at; i < at + COUNT; i += 4) {
            a += lanes[i];
            b += lanes[i + 1];
            c += lanes[i + 2];
            d += lanes[i + 3];
        }
        return (a + b) + (c + d);
    }
}
