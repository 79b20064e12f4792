package nmos.scenarios.shape;

/// The numbers a dense transformer of the llama family is built from. `tied`: the output head is the token embedding.
/// `attentionBias`: query, key and value have biases, as in Qwen2.
///
/// `metadataBytes` is what a GGUF file holds besides tensors, nearly all of it the vocabulary; it is never read in a pass.
public record Architecture(
        int layers,
        int width,
        int heads,
        int kvHeads,
        int headWidth,
        int ffnWidth,
        int vocabulary,
        boolean tied,
        boolean attentionBias,
        long metadataBytes) {

    public Architecture {
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw new IllegalArgumentException(heads + " heads cannot share " + kvHeads + " KV heads evenly");
        }
    }

    int queryWidth() {
        return heads * headWidth;
    }

    int kvWidth() {
        return kvHeads * headWidth;
    }

    /// KV of one token in one layer, kept as 16-bit floats.
    public long kvBytesPerTokenAndLayer() {
        return 2L * kvWidth() * TensorType.F16.blockBytes;
    }

    /// What one row needs while it is computed: its residual (f32), the normed residual, and the wider of attention's and the
    /// feed-forward's inner values (f16).
    public long scratchBytesPerRow() {
        long attention = 2L * (2L * queryWidth() + 2L * kvWidth());
        long feedForward = 4L * ffnWidth;
        return 6L * width + Math.max(attention, feedForward);
    }

    /// Numbers of a row that a layer touches beside its products: two norms with their residuals, queries, keys and values, and
    /// both halves of the feed-forward.
    public long elementsPerRow() {
        return 2L * width + queryWidth() + 2L * kvWidth() + 2L * ffnWidth;
    }

    /// A row's residual, as it moves when the place of computation changes.
    public long residualBytesPerRow() {
        return 4L * width;
    }
}
