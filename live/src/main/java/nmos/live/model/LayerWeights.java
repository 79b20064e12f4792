package nmos.live.model;

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
        FeedForward feedForward) {}
