package nmos.live.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.UnaryOperator;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;

/// Models that differ from another in little.
final class Changed {
    private Changed() {}

    /// Every weight of a norm, 1 in made-up models, is one float higher or lower: what a row is before it is rounded to 8 bits
    /// moves by no more than its last bit, as it does where sums are added up in another order.
    static SyntheticModel lastBitsOfNorms(SyntheticModel model) {
        var random = new Random(77);
        return each(model, tensor -> {
            if (!tensor.name().endsWith("norm.weight")) {
                return tensor;
            }
            ByteBuffer data = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            while (data.hasRemaining()) {
                data.putFloat(random.nextBoolean() ? Math.nextUp(1f) : Math.nextDown(1f));
            }
            return with(tensor, tensor.type(), data);
        });
    }

    /// The one layer adds nothing to a row: from the embedding there is one norm and one product to the logits. The embedding is F32,
    /// since rows on a grid already meet many ties when they are rounded to another.
    static SyntheticModel headAlone(SyntheticModel model) {
        return each(model, tensor -> switch (tensor.name()) {
            case "token_embd.weight" -> with(tensor, TensorType.F32, normal(tensor.dims()[0] * tensor.dims()[1]));
            case "blk.0.attn_output.weight", "blk.0.ffn_down.weight" -> {
                int bytes = (int) tensor.bytes();
                yield with(tensor, tensor.type(), ByteBuffer.allocate(bytes).position(bytes));
            }
            default -> tensor;
        });
    }

    private static ByteBuffer normal(long count) {
        var random = new Random(5);
        ByteBuffer data = ByteBuffer.allocate((int) count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putFloat((float) random.nextGaussian());
        }
        return data;
    }

    private static GgufWriter.Tensor with(GgufWriter.Tensor tensor, TensorType type, ByteBuffer full) {
        return new GgufWriter.Tensor(tensor.name(), type, tensor.dims(), sink -> sink.write(full.duplicate().flip()));
    }

    private static SyntheticModel each(SyntheticModel model, UnaryOperator<GgufWriter.Tensor> change) {
        return new SyntheticModel(model.metadata(), model.tensors().stream().map(change).toList());
    }
}
