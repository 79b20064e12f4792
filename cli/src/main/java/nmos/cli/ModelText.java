package nmos.cli;

import java.io.StringWriter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.live.inspect.Fit;
import nmos.live.inspect.Memory;
import nmos.live.inspect.ModelFacts;
import nmos.live.inspect.ModelFacts.Layer;
import nmos.live.inspect.ModelFacts.TypeSum;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A model's facts, for people and for programs.
final class ModelText {
    private ModelText() {}

    static String plain(ModelFacts m, Optional<Memory> memory, Optional<Fit> fit) {
        var out = new Formatter(Locale.ROOT);
        out.format("%s: %s, %s parameters, %s\n", m.file(), m.architecture(), count(m.parameters()), bytes(m.fileBytes()));
        out.format("%d layers, width %d, %d heads of %d sharing %d KV heads, %d tokens%s\n",
                m.layers().size(), m.width(), m.heads(), m.headWidth(), m.kvHeads(), m.vocabulary(),
                m.tied() ? ", head tied to the embedding" : "");
        if (m.experts() > 0) {
            out.format("%d experts, of which a row uses %d\n", m.experts(), m.expertsUsed());
        }
        for (TypeSum type : m.types()) {
            out.format("  %-5s %5d tensors %12s\n", type.type(), type.tensors(), bytes(type.bytes()));
        }
        out.format("shards: layers of %s to %s; head %s in %d parts\n",
                bytes(smallest(m.layers())), bytes(m.largestLayerBytes()), bytes(m.headBytes()), m.headPartBytes().size());
        out.format("a pass reads %s%s; a token's KV takes %s\n", bytes(m.passBytes()),
                m.experts() > 0 ? " (one row alone " + bytes(m.oneRowPassBytes()) + ")" : "", bytes(m.kvBytesPerToken()));
        fit.ifPresent(f -> plain(out, f, memory.orElseThrow()));
        return out.toString();
    }

    private static void plain(Formatter out, Fit fit, Memory memory) {
        out.format("on %s (VRAM %s, RAM %s for a model), with KV for %d tokens (%s): %s\n", memory.machine(),
                bytes(memory.vramBytes()), bytes(memory.ramBytes()), fit.contextTokens(), bytes(fit.kvBytes()),
                fit.verdict().words);
        if (fit.leastPassNs() > 0) {
            out.format("  %s stay, %s are read in each pass: at least %.2f s at %s/s\n", bytes(fit.residentBytes()),
                    bytes(fit.streamedBytesPerPass()), fit.leastPassNs() / 1e9, bytes(memory.ssdBytesPerSec()));
        }
        out.format("  not counted: scratch, a draft\n");
    }

    static String json(ModelFacts m, Optional<Memory> memory, Optional<Fit> fit) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("file", m.file());
            json.writeStringProperty("name", m.name());
            json.writeStringProperty("architecture", m.architecture());
            json.writeNumberProperty("file_bytes", m.fileBytes());
            json.writeNumberProperty("tensor_bytes", m.tensorBytes());
            json.writeNumberProperty("parameters", m.parameters());
            json.writeNumberProperty("width", m.width());
            json.writeNumberProperty("heads", m.heads());
            json.writeNumberProperty("kv_heads", m.kvHeads());
            json.writeNumberProperty("head_width", m.headWidth());
            json.writeNumberProperty("vocabulary", m.vocabulary());
            json.writeBooleanProperty("tied", m.tied());
            json.writeNumberProperty("experts", m.experts());
            json.writeNumberProperty("experts_used", m.expertsUsed());
            types(json, m.types());
            longs(json, "layer_bytes", m.layers().stream().map(Layer::bytes).toList());
            longs(json, "head_part_bytes", m.headPartBytes());
            json.writeNumberProperty("embedding_bytes", m.embeddingBytes());
            json.writeNumberProperty("pass_bytes", m.passBytes());
            json.writeNumberProperty("one_row_pass_bytes", m.oneRowPassBytes());
            json.writeNumberProperty("kv_bytes_per_token", m.kvBytesPerToken());
            fit.ifPresent(f -> fit(json, f, memory.orElseThrow()));
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void types(JsonGenerator json, List<TypeSum> types) {
        json.writeName("types");
        json.writeStartObject();
        for (TypeSum type : types) {
            json.writeName(type.type().name());
            json.writeStartObject();
            json.writeNumberProperty("tensors", type.tensors());
            json.writeNumberProperty("parameters", type.parameters());
            json.writeNumberProperty("bytes", type.bytes());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void longs(JsonGenerator json, String name, List<Long> values) {
        json.writeName(name);
        json.writeStartArray();
        values.forEach(json::writeNumber);
        json.writeEndArray();
    }

    private static void fit(JsonGenerator json, Fit fit, Memory memory) {
        json.writeName("fit");
        json.writeStartObject();
        json.writeStringProperty("machine", memory.machine());
        json.writeStringProperty("verdict", fit.verdict().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("vram_bytes", memory.vramBytes());
        json.writeNumberProperty("ram_bytes", memory.ramBytes());
        json.writeNumberProperty("context_tokens", fit.contextTokens());
        json.writeNumberProperty("kv_bytes", fit.kvBytes());
        json.writeNumberProperty("resident_bytes", fit.residentBytes());
        json.writeNumberProperty("streamed_bytes_per_pass", fit.streamedBytesPerPass());
        json.writeNumberProperty("least_pass_s", fit.leastPassNs() / 1e9);
        json.writeEndObject();
    }

    private static long smallest(List<Layer> layers) {
        return layers.stream().mapToLong(Layer::bytes).min().orElse(0);
    }

    /// Three digits and a decimal unit.
    static String bytes(long bytes) {
        return scaled(bytes, List.of("B", "kB", "MB", "GB", "TB"));
    }

    private static String count(long count) {
        return scaled(count, List.of("", "k", "M", "B", "T")).strip();
    }

    private static String scaled(long value, List<String> units) {
        double scaled = value;
        int unit = 0;
        while (scaled >= 999.5 && unit < units.size() - 1) {
            scaled /= 1000;
            unit++;
        }
        int decimals = unit == 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", scaled, units.get(unit));
    }
}
