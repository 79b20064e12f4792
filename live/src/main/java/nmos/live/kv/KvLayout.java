package nmos.live.kv;

import nmos.scenarios.shape.TensorType;

/// How a position's keys and values lie in a page: layer by layer, in each layer the keys of all the page's positions, then
/// their values, so that a range of layers is one run of bytes. `type` is F16, as llama.cpp keeps them by default, or F32.
public record KvLayout(int layers, int kvHeads, int headWidth, TensorType type) {
    public KvLayout {
        if (type != TensorType.F16 && type != TensorType.F32) {
            throw new IllegalArgumentException("KV of type " + type + ": only F16 and F32 are kept");
        }
    }

    /// Numbers in the keys, or the values, of a position in one layer.
    public int width() {
        return kvHeads * headWidth;
    }

    public long bytesPerPosition() {
        return 2L * layers * width() * type.blockBytes;
    }

    /// Whole positions in a page of that size.
    public int positionsIn(long pageBytes) {
        long positions = pageBytes / bytesPerPosition();
        if (positions < 1) {
            throw new IllegalArgumentException(
                    "KV pages of " + pageBytes + " bytes: a position takes " + bytesPerPosition() + " bytes");
        }
        return (int) Math.min(positions, Integer.MAX_VALUE);
    }

    /// One layer's keys and values of so many positions.
    public long layerBytes(int positions) {
        return 2L * positions * width() * type.blockBytes;
    }

    /// Where a position's keys begin in the bytes of a layer.
    long keysAt(int place) {
        return (long) place * width() * type.blockBytes;
    }

    long valuesAt(int place, int positions) {
        return ((long) positions + place) * width() * type.blockBytes;
    }
}
