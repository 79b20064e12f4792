package nmos.harness.published;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.Mix;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ModelShape.Cut;
import nmos.scenarios.shape.ShardShape;
import nmos.scenarios.shape.Shapes;
import nmos.scenarios.shape.TensorType;

/// From a model's published name to its shape. A model that no shape is known of is taken for the dense one nearest in parameters,
/// with as many more or fewer layers; where a row states bytes of a dense model, they are the shape's, layer by layer in proportion. What
/// part of a mixture's bytes its experts have follows from its quantisation alone, so that it is as large as that makes it.
final class Models {
    /// A file beside its tensors, and rounding to three digits.
    private static final double SAME = 0.01;

    private static final Pattern MIXTURE = Pattern.compile("a\\d+(\\.\\d+)?b|8x\\d+b|moe|mixtral|deepseek-v\\d|sparse");

    private static final Pattern HALF_QUADRATIC = Pattern.compile("(?i)^hqq (4b attn \\+ 2-3b experts|mixed)$");
    private static final double SIXTEEN_BITS = 16;
    private static final double FOUR_BITS_BY_64 = 4 + 16.0 / 64;
    private static final double TWO_BITS_BY_16 = 2 + 16.0 / 16;

    /// Words of a name and the shape they mean, the first that is found.
    private record Alias(Pattern words, String shape) {
        Alias(String words, String shape) {
            this(Pattern.compile(words), shape);
        }
    }

    private static final List<Alias> ALIASES = List.of(
            new Alias("qwen3-30b-a3b", "qwen3-30b-a3b"),
            new Alias("qwen3-(0\\.6|1\\.7|4|8|14|32)b", "qwen3-$1b"),
            new Alias("qwen2\\.5-(?:coder-|math-)?(0\\.5|1\\.5|3|7|14|32|72)b", "qwen2.5-$1b"),
            new Alias("qwq-32b", "qwen2.5-32b"),
            new Alias("llama-?3\\.2-1b", "llama-3.2-1b"),
            new Alias("(?:llama-?3(?:\\.\\d)?-|nemotron-)70b", "llama-3.1-70b"),
            new Alias("llama-?2-70b|miqu-1-70b", "llama-2-70b"),
            new Alias("llama-?2-13b", "llama-2-13b"),
            new Alias("codellama-7b", "codellama-7b"),
            new Alias("(?<!tiny)llama-?(?:2-)?(?:chat-)?7b", "llama-2-7b"),
            new Alias("tinyllama-1\\.1b", "tinyllama-1.1b"),
            new Alias("mistral-7b", "mistral-7b"),
            new Alias("internlm-20b", "internlm-20b"),
            new Alias("phi-4$", "phi-4"),
            new Alias("vicuna-33b", "vicuna-33b"),
            new Alias("codellama-34b", "codellama-34b"),
            new Alias("opt-(6\\.7|30|66|175)b", "opt-$1b"),
            new Alias("bloom-176b", "bloom-176b"),
            new Alias("turbosparse-mixtral", "turbosparse-mixtral-47b"),
            new Alias("smallthinker-21b", "smallthinker-21b-a3b"),
            new Alias("smallthinker-4b", "smallthinker-4b-a0.6b"),
            new Alias("mixtral-8x7b", "mixtral-8x7b"),
            new Alias("8x22b", "mixtral-8x22b"),
            new Alias("olmoe-1b-7b", "olmoe-1b-7b"),
            new Alias("deepseek-v2-lite", "deepseek-v2-lite"),
            new Alias("deepseek-v3", "deepseek-v3"));

    private Models() {}

    /// What a row's words say of its model.
    sealed interface Found {
        record Shape(ModelShape shape) implements Found {}

        record Unknown(Missing missing) implements Found {}
    }

    static Found of(Measurement row) {
        String name = row.model().toLowerCase(Locale.ROOT);
        Optional<Mix> mix = mix(row.text("quant"));
        OptionalDouble bytes = row.number("bytes_weights_gb");
        Optional<Architecture> known = architecture(name);
        if (HALF_QUADRATIC.matcher(row.text("quant")).find() && known.isPresent() && known.get().mixture().isPresent()) {
            return new Found.Shape(halfQuadratic(row.model(), known.get()));
        }
        if (mix.isEmpty() && bytes.isEmpty()) {
            return new Found.Unknown(row.text("quant").isEmpty() ? Missing.BYTES : Missing.QUANTISATION);
        }
        if (mix.isEmpty() && known.flatMap(Architecture::mixture).isPresent()) {
            return new Found.Unknown(Missing.QUANTISATION);
        }
        OptionalDouble billions = row.number("params_b");
        if (known.isEmpty() && MIXTURE.matcher(name).find()) {
            return new Found.Unknown(Missing.MIXTURE);
        }
        if (known.isEmpty() && billions.isEmpty()) {
            return new Found.Unknown(Missing.BYTES);
        }
        Architecture architecture = known.orElseGet(() -> nearest(billions.getAsDouble() * 1e9));
        ModelShape shape = ModelShape.of(row.model(), architecture, mix.orElse(Mix.F16));
        return new Found.Shape(bytes.isPresent() ? weighing(shape, bytes.getAsDouble() * 1e9) : shape);
    }

    /// A draft model by its words, as in `Qwen2.5-0.5B Q8_0`. Most are published in eight bits, which is taken where nothing is said.
    static Optional<ModelShape> draft(String words) {
        return architecture(words.toLowerCase(Locale.ROOT)).map(a -> ModelShape.of(words, a, mix(words).orElse(Mix.Q8_0)));
    }

    private static Optional<Architecture> architecture(String name) {
        for (Alias alias : ALIASES) {
            var found = alias.words.matcher(name);
            if (found.find()) {
                String shape = found.groupCount() > 0 ? alias.shape.replace("$1", found.group(1)) : alias.shape;
                return Shapes.find(shape + "-" + Mix.F16.label).map(ModelShape::architecture);
            }
        }
        return Optional.empty();
    }

    /// Four bits without more said are four and a half with the scales of their groups, as Q4_0's are.
    private static Optional<Mix> mix(String words) {
        String quant = words.toLowerCase(Locale.ROOT);
        if (quant.matches("fp16|bf16|f16")) {
            return Optional.of(Mix.F16);
        }
        if (quant.matches("int4|4bit")) {
            return Optional.of(Mix.Q4_0);
        }
        if (quant.equals("q4k")) {
            return Optional.of(Mix.Q4_K_M);
        }
        return Mix.all().stream()
                .filter(mix -> Pattern.compile("(^|\\s|i1-)" + mix.label + "(\\s|$)").matcher(quant).find())
                .max(Comparator.comparingInt(mix -> mix.label.length()));
    }

    private static Architecture nearest(double parameters) {
        Architecture near = Set.of(Shapes.values()).stream()
                .map(shape -> shape.architecture)
                .filter(a -> a.mixture().isEmpty())
                .min(Comparator.<Architecture>comparingDouble(a -> Math.abs(Math.log(parameters(a) / parameters)))
                        .thenComparingInt(Architecture::layers))
                .orElseThrow();
        int layers = (int) Math.max(1, Math.round(near.layers() * parameters / parameters(near)));
        return new Architecture(layers, near.width(), near.heads(), near.kvHeads(), near.headWidth(), near.ffnWidth(),
                near.vocabulary(), near.tied(), near.traits(), near.mixture(), near.latent(), near.metadataBytes());
    }

    private static double parameters(Architecture architecture) {
        return ModelShape.of("", architecture, Mix.F16).parameters();
    }

    /// As mixtral-offloading has HQQ store a mixture (`notebooks/demo.ipynb` of dvmazur/mixtral-offloading at ce54518): experts in two bits,
    /// attention in four, a scale and a zero of eight bits for each group of 16 and 64; embedding and head stay in half precision. What scales
    /// of the scales take, below one per cent, is left out.
    private static ModelShape halfQuadratic(String model, Architecture architecture) {
        ModelShape half = ModelShape.of(model, architecture, Mix.F16);
        List<Long> layers = new ArrayList<>();
        List<Long> experts = new ArrayList<>();
        for (ShardShape shard : half.shards(half.largestLayerBytes())) {
            if (shard.kind() == ShardShape.Kind.LAYER) {
                layers.add(Math.round(shard.bytes() * FOUR_BITS_BY_64 / SIXTEEN_BITS));
                experts.add(0L);
            } else if (shard.kind() == ShardShape.Kind.EXPERT && shard.expert() == 0) {
                experts.set(shard.layer(), Math.round(shard.bytes() * TWO_BITS_BY_16 / SIXTEEN_BITS));
            }
        }
        long largest = Math.max(Collections.max(layers), Collections.max(experts));
        int parts = Math.toIntExact((half.head().bytes() + largest - 1) / largest);
        List<Long> head = Collections.nCopies(parts, (half.head().bytes() + parts - 1) / parts);
        return half.cut(new Cut(layers, head, List.of(), Optional.of(half.head().type()), experts));
    }

    /// The same in so many bytes.
    private static ModelShape weighing(ModelShape shape, double fileBytes) {
        double factor = fileBytes / shape.fileBytes();
        if (Math.abs(factor - 1) <= SAME || shape.architecture().mixture().isPresent()) {
            return shape;
        }
        List<Long> layers = new ArrayList<>();
        List<Long> head = new ArrayList<>();
        List<Map<TensorType, Long>> matrices = new ArrayList<>();
        for (ShardShape shard : shape.shards(shape.largestLayerBytes())) {
            (shard.head() ? head : layers).add(Math.round(shard.bytes() * factor));
            if (!shard.head()) {
                Map<TensorType, Long> ofLayer = new EnumMap<>(TensorType.class);
                shard.work().matrixBytes().forEach((type, bytes) -> ofLayer.put(type, Math.round(bytes * factor)));
                matrices.add(ofLayer);
            }
        }
        return shape.cut(new Cut(layers, head, matrices, Optional.of(shape.head().type())));
    }

    /// Whether the number of its layers is the model's own, not that of another in its place.
    static boolean known(ModelShape shape) {
        return Arrays.stream(Shapes.values()).anyMatch(of -> of.architecture.equals(shape.architecture()));
    }

    /// Of a mixture, layers with all of their experts, as systems move them that know layers alone.
    static ModelShape byWholeLayers(ModelShape shape) {
        if (shape.architecture().mixture().isEmpty()) {
            return shape;
        }
        long[] layers = new long[shape.architecture().layers()];
        List<Long> head = new ArrayList<>();
        for (ShardShape shard : shape.shards(Long.MAX_VALUE)) {
            if (shard.head()) {
                head.add(shard.bytes());
            } else {
                layers[shard.layer()] += shard.bytes();
            }
        }
        return shape.cut(new Cut(Arrays.stream(layers).boxed().toList(), head));
    }
}
