package nmos.live.synth;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import nmos.live.gguf.GgufWriter;
import nmos.live.quant.Quantise;
import nmos.live.quant.RandomBlocks;
import nmos.scenarios.shape.TensorType;
import org.jspecify.annotations.Nullable;

/// The data of made-up tensors, produced a buffer at a time. Every tensor has its own random stream, from the seed and its
/// name, so that its bytes do not depend on what was written before it.
final class RandomWeights {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final double BIAS_DEVIATION = 0.02;

    private final long seed;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    RandomWeights(long seed) {
        this.seed = seed;
    }

    /// Some rows of a tensor, by design; null leaves a row to chance.
    @FunctionalInterface
    interface Rows {
        float @Nullable [] row(long row);
    }

    GgufWriter.Tensor tensor(TensorPlan plan) {
        return new GgufWriter.Tensor(plan.name(), plan.type(), plan.dims(), sink -> write(plan, sink));
    }

    GgufWriter.Tensor tensor(TensorPlan plan, double deviation, Rows rows) {
        return new GgufWriter.Tensor(plan.name(), plan.type(), plan.dims(), sink -> write(plan, deviation, rows, sink));
    }

    SplittableRandom stream(String name) {
        return new SplittableRandom(seed * 0x9e37_79b9_7f4a_7c15L + name.hashCode());
    }

    /// Norms are 1. A matrix keeps the size of what passes through it: its deviation is one over the root of its inputs, so
    /// that activations stay finite however many layers there are.
    private void write(TensorPlan plan, GgufWriter.Sink sink) throws IOException {
        if (plan.name().endsWith("norm.weight")) {
            float[] ones = new float[(int) plan.dims()[0]];
            Arrays.fill(ones, 1);
            sink.write(Quantise.row(plan.type(), ones).asByteBuffer());
            return;
        }
        boolean bias = plan.name().endsWith(".bias");
        writeRandom(plan, bias ? BIAS_DEVIATION : 1 / Math.sqrt((double) plan.dims()[0]), sink);
    }

    private void writeRandom(TensorPlan plan, double deviation, GgufWriter.Sink sink) throws IOException {
        TensorType type = plan.type();
        SplittableRandom random = stream(plan.name());
        long left = type.bytes(product(plan.dims()));
        int wholeBlocks = BUFFER_BYTES / type.blockBytes * type.blockBytes;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(left, wholeBlocks));
            RandomBlocks.fill(type, MemorySegment.ofBuffer(buffer), deviation, random);
            left -= buffer.remaining();
            sink.write(buffer);
        }
    }

    private void write(TensorPlan plan, double deviation, Rows rows, GgufWriter.Sink sink) throws IOException {
        TensorType type = plan.type();
        SplittableRandom random = stream(plan.name());
        int rowBytes = Math.toIntExact(type.bytes(plan.dims()[0]));
        long count = product(plan.dims()) / plan.dims()[0];
        MemorySegment segment = MemorySegment.ofBuffer(buffer.clear());
        for (long row = 0; row < count; row++) {
            MemorySegment bytes = segment.asSlice(0, rowBytes);
            float[] designed = rows.row(row);
            if (designed == null) {
                RandomBlocks.fill(type, bytes, deviation, random);
            } else {
                Quantise.row(type, designed, bytes, 0);
            }
            sink.write(bytes.asByteBuffer());
        }
    }

    private static long product(long[] dims) {
        long product = 1;
        for (long dim : dims) {
            product *= dim;
        }
        return product;
    }
}
