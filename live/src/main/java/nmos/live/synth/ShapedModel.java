package nmos.live.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.TensorShape;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.shape.Trait;

/// A model to be made up in the shape of a published one: the same tensors, types and bytes, until it is told otherwise.
public final class ShapedModel {
    private static final String EMBEDDING = "token_embd.weight";
    private static final String HEAD = "output.weight";

    final ModelPlan plan;
    final List<TensorPlan> tensors;

    private ShapedModel(ModelPlan plan, List<TensorPlan> tensors) {
        this.plan = plan;
        this.tensors = List.copyOf(tensors);
    }

    /// Matrices of one type.
    static ShapedModel of(ModelPlan plan, TensorType matrices) {
        return new ShapedModel(plan, plan.tensors(matrices));
    }

    /// The first `layers` layers of the shape, each with the types it has in the whole model, between its embedding and head.
    public static ShapedModel of(ModelShape shape, int layers) {
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
                experts(shape));
        return new ShapedModel(plan, tensors(shape, layers));
    }

    public static SyntheticModel random(ModelShape shape, int layers, long seed) {
        ShapedModel shaped = of(shape, layers);
        return SyntheticModel.random(shaped.plan, shaped.tensors, seed);
    }

    /// With another vocabulary and a head of its own, of the type the head or embedding has.
    public ShapedModel withVocabulary(int vocabulary) {
        var changed = new ModelPlan(
                plan.family(),
                plan.name(),
                plan.layers(),
                plan.width(),
                plan.heads(),
                plan.kvHeads(),
                plan.headWidth(),
                plan.ffnWidth(),
                vocabulary,
                false,
                plan.experts());
        var others = new ArrayList<TensorPlan>();
        for (TensorPlan tensor : tensors) {
            boolean byToken = tensor.name().equals(EMBEDDING) || tensor.name().equals(HEAD);
            others.add(byToken ? new TensorPlan(tensor.name(), tensor.type(), plan.width(), vocabulary) : tensor);
        }
        if (plan.tied()) {
            others.add(new TensorPlan(HEAD, tensors.getFirst().type(), plan.width(), vocabulary));
        }
        return new ShapedModel(changed, others);
    }

    public int vocabulary() {
        return plan.vocabulary();
    }

    private static final Set<Trait> OF_FAMILIES = Set.of(Trait.ATTENTION_BIAS, Trait.HEAD_NORM);

    private static Family family(String name) {
        if (name.startsWith("qwen2")) {
            return Family.QWEN2;
        }
        if (name.startsWith("qwen3")) {
            return Family.QWEN3;
        }
        return name.startsWith("llama-3") ? Family.LLAMA3 : Family.LLAMA2;
    }

    /// Whether a family writes all that such a model needs: none does of latent attention and the rarer traits.
    public static boolean can(ModelShape shape) {
        Architecture a = shape.architecture();
        return a.latent().isEmpty() && OF_FAMILIES.containsAll(a.traits());
    }

    private static Experts experts(ModelShape shape) {
        if (!can(shape)) {
            throw new IllegalArgumentException(shape.name() + " cannot be made up");
        }
        return shape.architecture().mixture().map(m -> new Experts(m.experts(), m.used(), m.expertWidth(), m.sharedWidth())).orElse(Experts.NONE);
    }

    private static List<TensorPlan> tensors(ModelShape shape, int layers) {
        var tensors = new ArrayList<TensorPlan>();
        for (TensorShape tensor : shape.tensors()) {
            if (layer(tensor.name()) < layers) {
                tensors.add(new TensorPlan(tensor.name(), tensor.type(), dims(tensor)));
            }
        }
        return tensors;
    }

    private static long[] dims(TensorShape tensor) {
        if (tensor.experts() > 0) {
            return new long[] {tensor.columns(), tensor.rows() / tensor.experts(), tensor.experts()};
        }
        return tensor.rows() == 1 ? new long[] {tensor.columns()} : new long[] {tensor.columns(), tensor.rows()};
    }

    /// -1 for what belongs to no layer.
    private static int layer(String tensor) {
        return tensor.startsWith("blk.") ? Integer.parseInt(tensor.split("\\.", 3)[1]) : -1;
    }
}
