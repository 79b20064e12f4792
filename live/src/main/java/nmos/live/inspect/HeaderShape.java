package nmos.live.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufException;
import nmos.live.gguf.GgufMetadata;
import nmos.live.gguf.GgufTensor;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.Latent;
import nmos.scenarios.shape.Mix;
import nmos.scenarios.shape.Mixture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.shape.Trait;
import org.jspecify.annotations.Nullable;

/// A model's shape from a file's header, whether or not anything here computes it: bytes layer by layer as they lie there, each
/// expert on its own.
public final class HeaderShape {
    private final Gguf gguf;
    private final GgufMetadata metadata;
    private final String arch;

    private HeaderShape(Gguf gguf) {
        this.gguf = gguf;
        metadata = gguf.metadata();
        arch = metadata.string("general.architecture") + ".";
    }

    /// Reads a header.
    ///
    /// @throws GgufException where it says less than a shape takes, or what cannot be
    public static ModelShape of(Gguf gguf) {
        ModelFacts facts = ModelFacts.of(gguf);
        try {
            return new HeaderShape(gguf).shape(facts);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException no) {
            throw GgufException.of(gguf.path(), "has no shape that is known here: " + no.getMessage());
        }
    }

    private ModelShape shape(ModelFacts facts) {
        Architecture a = architecture(facts);
        List<Long> experts = new ArrayList<>();
        List<Long> layers = new ArrayList<>();
        for (ModelFacts.Layer layer : facts.layers()) {
            int count = a.experts(layer.number());
            layers.add(layer.bytes() - (count > 0 ? layer.expertBytes() : 0));
            experts.add(count > 0 ? layer.expertBytes() / count : 0);
        }
        boolean mixed = a.mixture().isPresent();
        var cut = new ModelShape.Cut(
                layers, head(facts, layers, experts), matrices(a), Optional.of(headTensor().type()), mixed ? experts : List.of());
        return ModelShape.of(name(), a, mix()).cut(cut);
    }

    private String name() {
        String file = String.valueOf(gguf.path().getFileName());
        return file.endsWith(".gguf") ? file.substring(0, file.length() - ".gguf".length()) : file;
    }

    private Architecture architecture(ModelFacts facts) {
        Optional<Latent> latent = latent();
        int dense = metadata.u32(arch + "leading_dense_block_count", 0);
        return new Architecture(
                facts.layers().size(),
                facts.width(),
                facts.heads(),
                latent.isPresent() ? facts.heads() : facts.kvHeads(),
                latent.map(l -> l.plainWidth() + l.ropeWidth()).orElse(facts.headWidth()),
                ffnWidth(),
                facts.vocabulary(),
                facts.tied(),
                traits(facts),
                mixture(facts, dense),
                latent,
                gguf.dataOffset());
    }

    /// That of dense layers; a mixture's file may say nothing of it.
    private int ffnWidth() {
        GgufTensor up = gguf.find("blk.0.ffn_up.weight");
        return up == null ? Math.max(1, metadata.u32(arch + "feed_forward_length", 1)) : Math.toIntExact(up.rows());
    }

    private Set<Trait> traits(ModelFacts facts) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (gguf.find("blk.0.attn_q.bias") != null) {
            traits.add(Trait.ATTENTION_BIAS);
        }
        GgufTensor norm = gguf.find("blk.0.attn_q_norm.weight");
        if (norm != null) {
            traits.add(norm.elements() == facts.headWidth() ? Trait.HEAD_NORM : Trait.ROW_NORM);
        }
        if (gguf.find("blk." + (facts.layers().size() - 1) + ".exp_probs_b.bias") != null) {
            traits.add(Trait.ROUTER_BIAS);
        }
        return traits;
    }

    private Optional<Mixture> mixture(ModelFacts facts, int dense) {
        if (facts.experts() == 0) {
            return Optional.empty();
        }
        GgufTensor up = gguf.tensor("blk." + dense + ".ffn_up_exps.weight");
        GgufTensor shared = gguf.find("blk." + dense + ".ffn_up_shexp.weight");
        return Optional.of(new Mixture(
                facts.experts(),
                facts.expertsUsed(),
                Math.toIntExact(up.rows() / facts.experts()),
                shared == null ? 0 : Math.toIntExact(shared.rows()),
                dense));
    }

    private Optional<Latent> latent() {
        int kvRank = metadata.u32(arch + "attention.kv_lora_rank", 0);
        if (kvRank == 0) {
            return Optional.empty();
        }
        int rope = metadata.u32(arch + "rope.dimension_count");
        int key = metadata.u32(arch + "attention.key_length_mla", metadata.u32(arch + "attention.key_length"));
        int value = metadata.u32(arch + "attention.value_length_mla", metadata.u32(arch + "attention.value_length"));
        return Optional.of(new Latent(metadata.u32(arch + "attention.q_lora_rank", 0), kvRank, key - rope, rope, value));
    }

    private GgufTensor headTensor() {
        GgufTensor own = gguf.find("output.weight");
        return own == null ? gguf.tensor("token_embd.weight") : own;
    }

    /// In parts of equal size, none larger than the largest layer or expert.
    private static List<Long> head(ModelFacts facts, List<Long> layers, List<Long> experts) {
        long most = 1;
        for (List<Long> sizes : List.of(layers, experts)) {
            most = Math.max(most, sizes.stream().mapToLong(Long::longValue).max().orElse(0));
        }
        long rest = facts.headBytes() - facts.vocabulary() * facts.headRowBytes();
        long rowsAtMost = Math.max(1, (most - rest) / facts.headRowBytes());
        long parts = (facts.vocabulary() + rowsAtMost - 1) / rowsAtMost;
        List<Long> bytes = new ArrayList<>();
        for (long part = 0; part < parts; part++) {
            long rows = facts.vocabulary() * (part + 1) / parts - facts.vocabulary() * part / parts;
            bytes.add(rows * facts.headRowBytes() + (part == 0 ? rest : 0));
        }
        return bytes;
    }

    /// Of a layer without its experts, which are computed as the mix has them.
    private List<Map<TensorType, Long>> matrices(Architecture a) {
        List<Map<TensorType, Long>> matrices = new ArrayList<>();
        for (int layer = 0; layer < a.layers(); layer++) {
            matrices.add(new EnumMap<>(TensorType.class));
        }
        for (GgufTensor tensor : gguf.tensors()) {
            Integer layer = layer(tensor.name(), a.layers());
            if (layer != null && tensor.rows() > 1 && !tensor.name().contains("_exps.")) {
                matrices.get(layer).merge(tensor.type(), tensor.bytes(), Long::sum);
            }
        }
        return matrices;
    }

    private static @Nullable Integer layer(String tensor, int layers) {
        String[] parts = tensor.split("\\.", 3);
        if (parts.length < 3 || !parts[0].equals("blk") || !parts[1].matches("\\d{1,6}")) {
            return null;
        }
        int layer = Integer.parseInt(parts[1]);
        return layer < layers ? layer : null;
    }

    /// The mix whose plain type most of the file's bytes have.
    private Mix mix() {
        Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
        gguf.tensors().forEach(tensor -> bytes.merge(tensor.type(), tensor.bytes(), Long::sum));
        TensorType most = bytes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(TensorType.F32);
        return Arrays.stream(Mix.values()).filter(mix -> mix.base == most).findFirst().orElse(Mix.Q8_0);
    }
}
