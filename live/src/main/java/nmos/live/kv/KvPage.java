package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntPredicate;
import nmos.live.device.Storage;
import nmos.live.gguf.Layouts;
import nmos.live.kernel.Unpack;
import nmos.scenarios.shape.TensorType;

/// Keys and values of up to `positions` consecutive positions of a text, each layer's in storage of its own. A layer whose
/// storage is [MemorySegment#NULL] is not at hand.
public final class KvPage {
    static final int UNNAMED = -1;

    private final KvLayout layout;
    private final int id;
    private final int positions;
    /// by layer: keys of all positions, then their values
    private final MemorySegment[] layers;
    /// by layer: what that is made of
    private final Storage[] storages;
    /// The position of its first place.
    private int from;
    /// The first position that is kept; after [#from] where those before were dropped.
    private int start;
    /// Branches that read this page; one may write it.
    int branches;

    /// All layers in one piece of this process's memory.
    public KvPage(KvLayout layout, int positions, MemorySegment data) {
        this(layout, positions, data, Storage.HOST);
    }

    /// All layers in one piece of storage.
    public KvPage(KvLayout layout, int positions, MemorySegment data, Storage storage) {
        this(layout, UNNAMED, 0, positions, storage);
        long bytes = layout.bytesPerPosition() * positions;
        if (data.byteSize() < bytes) {
            throw new IllegalArgumentException(positions + " positions take " + bytes + " bytes, not " + data.byteSize());
        }
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = data.asSlice(layer * layout.layerBytes(positions), layout.layerBytes(positions));
        }
    }

    /// No layer is at hand yet.
    KvPage(KvLayout layout, int id, int from, int positions, Storage storage) {
        this.layout = layout;
        this.id = id;
        this.positions = positions;
        layers = new MemorySegment[layout.layers()];
        Arrays.fill(layers, MemorySegment.NULL);
        storages = new Storage[layout.layers()];
        Arrays.fill(storages, storage);
        at(from);
    }

    /// What the policy calls it.
    public int id() {
        return id;
    }

    public int positions() {
        return positions;
    }

    /// The position of its first place.
    int from() {
        return from;
    }

    int to() {
        return from + positions;
    }

    /// The first position that is kept.
    int start() {
        return start;
    }

    /// Moves to another stretch of a text.
    void at(int from) {
        this.from = from;
        start = from;
    }

    void start(int position) {
        start = position;
    }

    /// Positions it keeps of a text of that length.
    int kept(int length) {
        return Math.clamp(length - start, 0, to() - start);
    }

    void layer(int layer, MemorySegment data) {
        layers[layer] = data;
    }

    /// The rows of this page, but for some layers those of another: a pass whose layers are computed in several places writes to both.
    public KvPage with(KvPage other, IntPredicate ofOther) {
        if (other.positions != positions) {
            throw new IllegalArgumentException("pages of " + positions + " and of " + other.positions + " positions");
        }
        var both = new KvPage(layout, id, from, positions, Storage.HOST);
        for (int layer = 0; layer < layers.length; layer++) {
            KvPage page = ofOther.test(layer) ? other : this;
            both.layers[layer] = page.layers[layer];
            both.storages[layer] = page.storages[layer];
        }
        return both;
    }

    /// One layer's keys of all positions, then their values; [MemorySegment#NULL] while it is not at hand.
    public MemorySegment layer(int layer) {
        return layers[layer];
    }

    /// Stores one position's keys and values of one layer, rounded to the page's type.
    public void put(int layer, int place, float[] keys, int keysAt, float[] values, int valuesAt) {
        put(layers[layer], layout.keysAt(place), keys, keysAt);
        put(layers[layer], layout.valuesAt(place, positions), values, valuesAt);
    }

    private void put(MemorySegment data, long at, float[] numbers, int from) {
        if (layout.type() == TensorType.F32) {
            MemorySegment.copy(numbers, from, data, Layouts.FLOAT, at, layout.width());
            return;
        }
        for (int i = 0; i < layout.width(); i++) {
            data.set(Layouts.SHORT, at + (long) Short.BYTES * i, Float.floatToFloat16(numbers[from + i]));
        }
    }

    /// One head's keys at a place of the page, as floats.
    void keys(int layer, int place, int head, float[] out, int to) {
        unpack(layers[layer], layout.keysAt(place), head, out, to);
    }

    void values(int layer, int place, int head, float[] out, int to) {
        unpack(layers[layer], layout.valuesAt(place, positions), head, out, to);
    }

    private void unpack(MemorySegment data, long at, int head, float[] out, int to) {
        int width = layout.headWidth();
        Unpack.numbers(layout.type(), data, at + (long) head * width * layout.type().blockBytes, width, out, to);
    }

    /// All layers of `count` positions.
    void copy(KvPage other, int otherPlace, int place, int count) {
        for (int layer = 0; layer < layers.length; layer++) {
            copy(layer, other, otherPlace, place, count);
        }
    }

    void copy(int layer, KvPage other, int otherPlace, int place, int count) {
        long bytes = (long) count * layout.width() * layout.type().blockBytes;
        MemorySegment source = other.layers[layer];
        Storage storage = storages[layer];
        storage.copy(source, layout.keysAt(otherPlace), layers[layer], layout.keysAt(place), bytes);
        long values = layout.valuesAt(otherPlace, other.positions);
        storage.copy(source, values, layers[layer], layout.valuesAt(place, positions), bytes);
    }
}
