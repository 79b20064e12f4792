package nmos.scenarios.shape;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The numbers a transformer of the llama family is built from. `tied`: the output head is the token embedding. `ffnWidth` is that
/// of dense layers, `mixture` what the others have in their place; `headWidth` is that of queries where attention is `latent`.
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
        Set<Trait> traits,
        Optional<Mixture> mixture,
        Optional<Latent> latent,
        long metadataBytes) {

    /// A dense model. `attentionBias`: query, key and value have biases.
    public Architecture(
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
        this(layers, width, heads, kvHeads, headWidth, ffnWidth, vocabulary, tied,
                attentionBias ? Set.of(Trait.ATTENTION_BIAS) : Set.of(), Optional.empty(), Optional.empty(), metadataBytes);
    }

    public Architecture {
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw new IllegalArgumentException(heads + " heads cannot share " + kvHeads + " KV heads evenly");
        }
        Set<Trait> ordered = EnumSet.noneOf(Trait.class);
        ordered.addAll(traits);
        traits = Collections.unmodifiableSet(ordered);
    }

    public boolean attentionBias() {
        return traits.contains(Trait.ATTENTION_BIAS);
    }

    /// The experts of a layer; 0 where it is dense.
    public int experts(int layer) {
        return mixture.filter(m -> m.in(layer)).map(Mixture::experts).orElse(0);
    }

    int queryWidth() {
        return heads * headWidth;
    }

    int kvWidth() {
        return kvHeads * headWidth;
    }

    /// Numbers a token leaves behind in a layer.
    private int keptWidth() {
        return latent.map(l -> l.kvRank() + l.ropeWidth()).orElse(2 * kvWidth());
    }

    /// KV of one token in one layer, kept as 16-bit floats.
    public long kvBytesPerTokenAndLayer() {
        return (long) keptWidth() * TensorType.F16.blockBytes;
    }

    /// The widest inner row of a layer's feed-forward part: of a mixture, that of the experts a row is sent to, side by side.
    private long innerWidth() {
        long dense = mixture.isEmpty() || mixture.get().denseLayers() > 0 ? ffnWidth : 0;
        return Math.max(dense, mixture.map(m -> (long) m.used() * m.expertWidth() + m.sharedWidth()).orElse(0L));
    }

    /// What one row needs while it is computed: its residual (f32), the normed residual, and the wider of attention's and the
    /// feed-forward's inner values (f16).
    public long scratchBytesPerRow() {
        long attention = 2L * (2L * queryWidth() + keptWidth());
        long feedForward = 4L * innerWidth();
        return 6L * width + Math.max(attention, feedForward);
    }

    /// Numbers of a row that a layer touches beside its products: two norms with their residuals, queries, keys and values, and
    /// both halves of the feed-forward. Experts are not counted, which count their own.
    long elementsPerRow(int layer) {
        long inner = mixture.filter(m -> m.in(layer)).map(Mixture::sharedWidth).orElse(ffnWidth);
        return 2L * width + queryWidth() + keptWidth() + 2L * inner;
    }

    /// A row's residual, as it moves when the place of computation changes.
    public long residualBytesPerRow() {
        return 4L * width;
    }
}
