package nmos.live.model;

import java.util.function.UnaryOperator;
import nmos.live.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/// One layer. `q`: (heads * headWidth, width); `k`, `v`: (kvHeads * headWidth, width); `output`: (width, heads * headWidth);
/// norms: (width) and, per head, (headWidth); biases as long as what they are added to.
public record LayerWeights(
        float[] attentionNorm,
        Matrix q,
        Matrix k,
        Matrix v,
        float @Nullable [] qBias,
        float @Nullable [] kBias,
        float @Nullable [] vBias,
        float @Nullable [] qNorm,
        float @Nullable [] kNorm,
        Matrix output,
        float[] feedForwardNorm,
        FeedForward feedForward) {

    /// The same layer with its matrices elsewhere; its vectors are in memory in any case.
    public LayerWeights moved(UnaryOperator<Matrix> to) {
        return new LayerWeights(
                attentionNorm,
                to.apply(q),
                to.apply(k),
                to.apply(v),
                qBias,
                kBias,
                vBias,
                qNorm,
                kNorm,
                to.apply(output),
                feedForwardNorm,
                feedForward.moved(to));
    }
}
