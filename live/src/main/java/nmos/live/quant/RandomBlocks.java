package nmos.live.quant;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import nmos.live.gguf.Layouts;
import nmos.scenarios.shape.TensorType;

/// Random numbers of mean 0 as blocks: random bits in every field, then scales that give the deviation asked for.
public final class RandomBlocks {
    private RandomBlocks() {}

    /// Fills `data`, which must be whole blocks. The same generator state gives the same bytes.
    public static void fill(TensorType type, MemorySegment data, double deviation, RandomGenerator random) {
        long bytes = data.byteSize();
        if (bytes % type.blockBytes != 0) {
            throw new IllegalArgumentException(bytes + " bytes are not whole " + type + " blocks");
        }
        long at = 0;
        for (; at <= bytes - Long.BYTES; at += Long.BYTES) {
            data.set(Layouts.LONG, at, random.nextLong());
        }
        for (long last = random.nextLong(); at < bytes; at++, last >>>= Byte.SIZE) {
            Fields.put8(data, at, (int) last);
        }
        BlockFormat format = BlockFormat.of(type);
        for (long block = 0; block < bytes; block += type.blockBytes) {
            format.settle(data, block, deviation, random);
        }
    }
}
