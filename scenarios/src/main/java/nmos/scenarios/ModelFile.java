package nmos.scenarios;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.Latent;
import nmos.scenarios.shape.Mix;
import nmos.scenarios.shape.Mixture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.Shapes;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.shape.Trait;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Spelling;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// A model in a scenario: the name of a known shape, or the numbers of one.
final class ModelFile {
    private static final List<TensorType> TYPES = List.of(TensorType.values());
    private static final List<Trait> OTHER_TRAITS =
            Arrays.stream(Trait.values()).filter(trait -> trait != Trait.ATTENTION_BIAS).toList();
    private static final int MOST_WORDS = 1 << 24;
    private static final int MOST_HEAD_PARTS = 256;

    private ModelFile() {}

    static ModelShape read(Value value) {
        if (value.isSection()) {
            return value.section(ModelFile::inline);
        }
        String name = value.text();
        return Shapes.find(name).orElseThrow(() -> value.error(Spelling.unknown("model", name, Shapes.names())));
    }

    private static ModelShape inline(Section fields) {
        String name = fields.need("name").text();
        Mix mix = fields.need("mix").choice(Mix.all(), m -> m.label);
        int heads = fields.need("heads").count(1, 4096);
        int kvHeads = fields.need("kvHeads").count(1, heads);
        if (heads % kvHeads != 0) {
            throw fields.need("kvHeads").error(heads + " heads cannot share " + kvHeads + " KV heads evenly");
        }
        ModelShape model = ModelShape.of(name, new Architecture(
                fields.need("layers").count(1, 1024),
                fields.need("width").count(1, 1 << 20),
                heads,
                kvHeads,
                fields.need("headWidth").count(1, 4096),
                fields.need("ffnWidth").count(1, 1 << 20),
                fields.need("vocabulary").count(1, MOST_WORDS),
                fields.need("tiedEmbedding").flag(),
                traits(fields),
                fields.maybe("mixture").map(v -> v.section(ModelFile::mixture)),
                fields.maybe("latent").map(v -> v.section(ModelFile::latent)),
                fields.need("metadata").bytes()), mix);
        Optional<List<Long>> layerBytes = fields.maybe("layerBytes").map(v -> v.list(Value::bytes));
        if (layerBytes.isPresent()) {
            List<Long> headBytes = fields.need("headBytes").list(Value::bytes);
            List<Map<TensorType, Long>> matrices =
                    fields.get("layerMatrices", v -> v.list(layer -> layer.section(ModelFile::matrices)), List.of());
            Optional<TensorType> headType = fields.maybe("headType").map(v -> v.choice(TYPES, ModelFile::label));
            return cut(fields, model, new ModelShape.Cut(layerBytes.get(), headBytes, matrices, headType));
        }
        if (model.head().bytes() / model.largestLayerBytes() > MOST_HEAD_PARTS) {
            throw fields.need("vocabulary").error("the head is more than " + MOST_HEAD_PARTS
                    + " times the size of a layer, which no model is; lower it");
        }
        return model;
    }

    private static Set<Trait> traits(Section fields) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        traits.addAll(fields.get("traits", v -> v.list(trait -> trait.choice(OTHER_TRAITS, t -> t.label)), List.of()));
        if (fields.need("attentionBias").flag()) {
            traits.add(Trait.ATTENTION_BIAS);
        }
        return traits;
    }

    private static Mixture mixture(Section fields) {
        int experts = fields.need("experts").count(2, 4096);
        return new Mixture(
                experts,
                fields.need("used").count(1, experts),
                fields.need("expertWidth").count(1, 1 << 20),
                fields.get("sharedWidth", v -> v.count(0, 1 << 20), 0),
                fields.get("denseLayers", v -> v.count(0, 1024), 0));
    }

    private static Latent latent(Section fields) {
        return new Latent(
                fields.get("queryRank", v -> v.count(0, 1 << 20), 0),
                fields.need("kvRank").count(1, 1 << 20),
                fields.need("plainWidth").count(1, 4096),
                fields.need("ropeWidth").count(1, 4096),
                fields.need("valueWidth").count(1, 4096));
    }

    private static Map<TensorType, Long> matrices(Section fields) {
        Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
        for (TensorType type : TYPES) {
            fields.maybe(label(type)).ifPresent(size -> bytes.put(type, size.bytes()));
        }
        return bytes;
    }

    private static String label(TensorType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static ModelShape cut(Section fields, ModelShape model, ModelShape.Cut cut) {
        int layers = model.architecture().layers();
        if (cut.layerBytes().size() != layers || cut.layerBytes().contains(0L)) {
            throw fields.need("layerBytes").error("one size is needed for each of the " + layers + " layers");
        }
        if (!cut.layerMatrices().isEmpty() && cut.layerMatrices().size() != layers) {
            throw fields.need("layerMatrices").error("one entry is needed for each of the " + layers + " layers");
        }
        long largest = Collections.max(cut.layerBytes());
        boolean fits = cut.headBytes().stream().allMatch(bytes -> bytes > 0 && bytes <= largest);
        if (cut.headBytes().isEmpty() || cut.headBytes().size() > MOST_HEAD_PARTS || !fits) {
            throw fields.need("headBytes").error("from 1 to " + MOST_HEAD_PARTS + " parts are needed, none larger than the "
                    + largest + " bytes of the largest layer");
        }
        return model.cut(cut);
    }

    static void write(YamlWriter out, ModelShape model) {
        Architecture a = model.architecture();
        out.text("name", model.name())
                .word("mix", model.mix().label)
                .word("layers", a.layers())
                .word("width", a.width())
                .word("heads", a.heads())
                .word("kvHeads", a.kvHeads())
                .word("headWidth", a.headWidth())
                .word("ffnWidth", a.ffnWidth())
                .word("vocabulary", a.vocabulary())
                .word("tiedEmbedding", a.tied())
                .word("attentionBias", a.attentionBias())
                .bytes("metadata", a.metadataBytes());
        List<String> traits = OTHER_TRAITS.stream().filter(a.traits()::contains).map(trait -> trait.label).toList();
        if (!traits.isEmpty()) {
            out.words("traits", traits);
        }
        a.mixture().ifPresent(m -> out.section("mixture", () -> out.word("experts", m.experts())
                .word("used", m.used())
                .word("expertWidth", m.expertWidth())
                .word("sharedWidth", m.sharedWidth())
                .word("denseLayers", m.denseLayers())));
        a.latent().ifPresent(l -> out.section("latent", () -> out.word("queryRank", l.queryRank())
                .word("kvRank", l.kvRank())
                .word("plainWidth", l.plainWidth())
                .word("ropeWidth", l.ropeWidth())
                .word("valueWidth", l.valueWidth())));
        model.cut().ifPresent(cut -> cut(out, cut));
    }

    private static void cut(YamlWriter out, ModelShape.Cut cut) {
        out.words("layerBytes", spelt(cut.layerBytes())).words("headBytes", spelt(cut.headBytes()));
        if (!cut.layerMatrices().isEmpty()) {
            out.words("layerMatrices", cut.layerMatrices().stream().map(ModelFile::spelt).toList());
        }
        cut.headType().ifPresent(type -> out.word("headType", label(type)));
    }

    /// By type, in the order of their numbers.
    private static String spelt(Map<TensorType, Long> matrices) {
        return new TreeMap<>(matrices).entrySet().stream()
                .map(matrix -> label(matrix.getKey()) + ": " + matrix.getValue() + " B")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static List<String> spelt(List<Long> sizes) {
        return sizes.stream().map(bytes -> bytes + " B").toList();
    }
}
