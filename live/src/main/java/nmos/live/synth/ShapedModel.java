package nmos.live.synth;

import java.util.ArrayList;
import java.util.List;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.TensorShape;

/// Random weights in the shape of a published model: the same tensors, types and bytes.
public final class ShapedModel {
    private ShapedModel() {}

    /// The first `layers` layers of the shape, each with the types it has in the whole model, between its embedding and head.
    public static SyntheticModel random(ModelShape shape, int layers, long seed) {
        Architecture a = shape.architecture();
        if (layers < 1 || layers > a.layers()) {
            throw new IllegalArgumentException(shape.name() + " has 1 to " + a.layers() + " layers, not " + layers);
        }
        var plan = new ModelPlan(
                family(shape.name()),
                shape.name(),
                layers,
                a.width(),
                a.heads(),
                a.kvHeads(),
                a.headWidth(),
                a.ffnWidth(),
                a.vocabulary(),
                a.tied(),
                Experts.NONE);
        return SyntheticModel.random(plan, tensors(shape, layers), seed);
    }

    private static Family family(String name) {
        if (name.startsWith("qwen2")) {
            return Family.QWEN2;
        }
        return name.startsWith("llama-2") ? Family.LLAMA2 : Family.LLAMA3;
    }

    private static List<TensorPlan> tensors(ModelShape shape, int layers) {
        var tensors = new ArrayList<TensorPlan>();
        for (TensorShape tensor : shape.tensors()) {
            if (layer(tensor.name()) < layers) {
                tensors.add(
                        tensor.rows() == 1
                                ? new TensorPlan(tensor.name(), tensor.type(), tensor.columns())
                                : new TensorPlan(tensor.name(), tensor.type(), tensor.columns(), tensor.rows()));
            }
        }
        return tensors;
    }

    /// -1 for what belongs to no layer.
    private static int layer(String tensor) {
        return tensor.startsWith("blk.") ? Integer.parseInt(tensor.split("\\.", 3)[1]) : -1;
    }
}
