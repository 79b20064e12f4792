package nmos.scenarios;

import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.Mix;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.Shapes;
import nmos.scenarios.yaml.Section;
import nmos.scenarios.yaml.Spelling;
import nmos.scenarios.yaml.Value;
import nmos.scenarios.yaml.YamlWriter;

/// A model in a scenario: the name of a known shape, or the numbers of one.
final class ModelFile {
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
                fields.need("attentionBias").flag(),
                fields.need("metadata").bytes()), mix);
        if (model.head().bytes() / model.largestLayerBytes() > MOST_HEAD_PARTS) {
            throw fields.need("vocabulary").error("the head is more than " + MOST_HEAD_PARTS
                    + " times the size of a layer, which no model is; lower it");
        }
        return model;
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
    }
}
