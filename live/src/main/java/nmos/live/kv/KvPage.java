package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import nmos.live.gguf.Layouts;
import nmos.live.kernel.Unpack;
import nmos.scenarios.shape.TensorType;

/// Keys and values of up to `positions` positions, in storage of its own.
public final class KvPage {
    private final KvLayout layout;
    private final int positions;
    private final MemorySegment data;
    /// Branches that read this page; one may write it.
    int branches;

    public KvPage(KvLayout layout, int positions, MemorySegment data) {
        long bytes = layout.bytesPerPosition() * positions;
        if (data.byteSize() < bytes) {
            throw new IllegalArgumentException(positions + " positions take " + bytes + " bytes, not " + data.byteSize());
        }
        this.layout = layout;
        this.positions = positions;
        this.data = data;
    }

    public int positions() {
        return positions;
    }

    /// Stores one position's keys and values of one layer, rounded to the page's type.
    public void put(int layer, int position, float[] keys, int keysAt, float[] values, int valuesAt) {
        put(layout.keysAt(layer, position, positions), keys, keysAt);
        put(layout.valuesAt(layer, position, positions), values, valuesAt);
    }

    private void put(long at, float[] numbers, int from) {
        if (layout.type() == TensorType.F32) {
            MemorySegment.copy(numbers, from, data, Layouts.FLOAT, at, layout.width());
            return;
        }
        for (int i = 0; i < layout.width(); i++) {
            data.set(Layouts.SHORT, at + (long) Short.BYTES * i, Float.floatToFloat16(numbers[from + i]));
        }
    }

    /// One head's keys at a position, as floats.
    void keys(int layer, int position, int head, float[] out, int to) {
        unpack(layout.keysAt(layer, position, positions), head, out, to);
    }

    void values(int layer, int position, int head, float[] out, int to) {
        unpack(layout.valuesAt(layer, position, positions), head, out, to);
    }

    private void unpack(long at, int head, float[] out, int to) {
        int width = layout.headWidth();
        Unpack.numbers(layout.type(), data, at + (long) head * width * layout.type().blockBytes, width, out, to);
    }

    /// All layers of `count` positions.
    void copy(KvPage from, int fromPosition, int toPosition, int count) {
        long bytes = (long) count * layout.width() * layout.type().blockBytes;
        for (int layer = 0; layer < layout.layers(); layer++) {
            MemorySegment.copy(
                    from.data,
                    layout.keysAt(layer, fromPosition, from.positions),
                    data,
                    layout.keysAt(layer, toPosition, positions),
                    bytes);
            MemorySegment.copy(
                    from.data,
                    layout.valuesAt(layer, fromPosition, from.positions),
                    data,
                    layout.valuesAt(layer, toPosition, positions),
                    bytes);
        }
    }
}
