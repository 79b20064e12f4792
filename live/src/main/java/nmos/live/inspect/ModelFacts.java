package nmos.live.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufMetadata;
import nmos.live.gguf.GgufTensor;
import nmos.scenarios.shape.TensorType;

/// What the header of a model file says: its architecture, its weights by type, by layer and by what a pass touches.
///
/// `expertBytes` are those of experts among which each row chooses `expertsUsed` of `experts`; 0 for a dense model.
/// `headBytes` counts the token embedding where the model has no head of its own, and the final norm.
public record ModelFacts(
        String file,
        long fileBytes,
        String name,
        String architecture,
        int width,
        int heads,
        int kvHeads,
        int headWidth,
        int vocabulary,
        int experts,
        int expertsUsed,
        List<TypeSum> types,
        List<Layer> layers,
        long embeddingBytes,
        long headBytes,
        long headRowBytes,
        boolean tied,
        long kvBytesPerToken) {

    /// All tensors of one type.
    public record TypeSum(TensorType type, int tensors, long parameters, long bytes) {}

    public record Layer(int number, long bytes, long expertBytes) {}

    public ModelFacts {
        types = List.copyOf(types);
        layers = List.copyOf(layers);
    }

    private static final String EMBEDDING = "token_embd.weight";
    private static final String HEAD = "output.weight";

    /// Reads the facts of a model from its header.
    ///
    /// @throws GgufException where the file is no model: a vocabulary alone, or without the numbers of its architecture
    public static ModelFacts of(Gguf gguf) {
        GgufMetadata m = gguf.metadata();
        String arch = m.string("general.architecture");
        int count = m.u32(arch + ".block_count");
        int width = m.u32(arch + ".embedding_length");
        int heads = m.u32(arch + ".attention.head_count");
        int kvHeads = m.u32(arch + ".attention.head_count_kv", heads);
        if (heads < 1 || gguf.tensors().isEmpty()) {
            throw GgufException.of(gguf.path(), "holds no model: " + gguf.tensors().size() + " tensors, " + heads + " heads");
        }
        int headWidth = m.u32(arch + ".attention.key_length", width / heads);
        int valueWidth = m.u32(arch + ".attention.value_length", headWidth);
        GgufTensor embedding = gguf.tensor(EMBEDDING);
        GgufTensor ownHead = gguf.find(HEAD);
        GgufTensor head = ownHead == null ? embedding : ownHead;
        GgufTensor norm = gguf.find("output_norm.weight");
        List<Layer> layers = layers(gguf, count);
        return new ModelFacts(
                gguf.path().toString(),
                gguf.fileBytes(),
                m.string("general.name", ""),
                arch,
                width,
                heads,
                kvHeads,
                headWidth,
                Math.toIntExact(embedding.rows()),
                m.u32(arch + ".expert_count", 0),
                m.u32(arch + ".expert_used_count", 0),
                types(gguf),
                layers,
                embedding.bytes(),
                head.bytes() + (norm == null ? 0 : norm.bytes()),
                head.rowBytes(),
                ownHead == null,
                (long) layers.size() * kvHeads * (headWidth + valueWidth) * TensorType.F16.blockBytes);
    }

    private static List<TypeSum> types(Gguf gguf) {
        var sums = new TreeMap<TensorType, TypeSum>();
        for (GgufTensor tensor : gguf.tensors()) {
            sums.merge(
                    tensor.type(),
                    new TypeSum(tensor.type(), 1, tensor.elements(), tensor.bytes()),
                    (a, b) -> new TypeSum(
                            a.type, a.tensors + b.tensors, a.parameters + b.parameters, a.bytes + b.bytes));
        }
        return new ArrayList<>(sums.values());
    }

    private static List<Layer> layers(Gguf gguf, int count) {
        if (count > gguf.tensors().size()) {
            throw GgufException.of(gguf.path(), count + " layers, but only " + gguf.tensors().size() + " tensors");
        }
        long[] bytes = new long[count];
        long[] expertBytes = new long[count];
        for (GgufTensor tensor : gguf.tensors()) {
            int layer = layer(tensor.name(), count);
            if (layer >= 0) {
                bytes[layer] += tensor.bytes();
                expertBytes[layer] += tensor.name().contains("_exps.") ? tensor.bytes() : 0;
            }
        }
        var layers = new ArrayList<Layer>();
        for (int layer = 0; layer < count; layer++) {
            layers.add(new Layer(layer, bytes[layer], expertBytes[layer]));
        }
        return layers;
    }

    private static int layer(String tensor, int count) {
        String[] parts = tensor.split("\\.", 3);
        if (parts.length < 3 || !parts[0].equals("blk") || !parts[1].matches("\\d{1,6}")) {
            return -1;
        }
        int layer = Integer.parseInt(parts[1]);
        return layer < count ? layer : -1;
    }

    public long parameters() {
        return types.stream().mapToLong(TypeSum::parameters).sum();
    }

    public long tensorBytes() {
        return types.stream().mapToLong(TypeSum::bytes).sum();
    }

    /// What a pass reads when its rows touch every expert: all layers and the head. Of the embedding it looks up one row per
    /// token.
    public long passBytes() {
        return layers.stream().mapToLong(Layer::bytes).sum() + headBytes;
    }

    /// What a pass of one row reads: of the experts, those it chooses.
    public long oneRowPassBytes() {
        long expertBytes = layers.stream().mapToLong(Layer::expertBytes).sum();
        return experts == 0 ? passBytes() : passBytes() - expertBytes + expertBytes / experts * expertsUsed;
    }

    public long largestLayerBytes() {
        return layers.stream().mapToLong(Layer::bytes).max().orElse(0);
    }

    /// The head cut by output rows into equal parts (give or take a row), each at most as large as the largest layer, or a
    /// row where that is larger.
    public List<Long> headPartBytes() {
        long rowsAtMost = Math.max(1, largestLayerBytes() / headRowBytes);
        long parts = (vocabulary + rowsAtMost - 1) / rowsAtMost;
        var bytes = new ArrayList<Long>();
        long rest = headBytes - vocabulary * headRowBytes;
        for (long part = 0; part < parts; part++) {
            long rows = vocabulary * (part + 1) / parts - vocabulary * part / parts;
            bytes.add(rows * headRowBytes + (part == 0 ? rest : 0));
        }
        return bytes;
    }
}
