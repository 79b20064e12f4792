package nmos.harness.published;

/// What a row would have had to say, or a policy would have had to be able to do, for a prediction.
public enum Missing {
    RATE("no tokens per second, and no prompt length beside a time to the first token"),
    BYTES("neither bytes nor a quantisation with the parameters"),
    QUANTISATION("a quantisation whose bytes are not known here"),
    TAU("how many tokens a pass yields, or how many guesses of how many are accepted"),
    GPU("a GPU that the table of parts lists, with as much memory"),
    MEMORY_RATE("the bandwidth of the memory that the CPU reads, or a CPU that the table of parts lists"),
    STORAGE_RATE("the bandwidth of the storage that weights are read from"),
    MEMORY("how much memory there is above the storage that weights are read from"),
    SPLIT("how weights, KV and activations are split between GPU, RAM and storage"),
    LAYERS("how large the layers are that rest on the GPU, of a model whose shape is not known here"),
    COMPUTERS("one computer with one GPU; several are not modelled"),
    MIXTURE("how a mixture's weights divide into experts, and to how many a token is sent"),
    EXPERTS("how a mixture that is divided by whole layers computes its experts"),
    FITTING("weights that do not fit: what rests where it is computed, all of it, is not predicted"),
    SPARSITY("a policy that loads the neurons a token needs"),
    POLICY("what the system does with weights that do not fit");

    public final String words;

    Missing(String words) {
        this.words = words;
    }
}
