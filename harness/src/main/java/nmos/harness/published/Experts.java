package nmos.harness.published;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nmos.scenarios.shape.Mixture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ShardShape;

/// What a system does with the experts of a mixture, by a row's words for it: what is kept above, how much of that, where experts are
/// computed, and whether those of the next layer are fetched on a guess.
///
/// `spared`: experts of so many layers may rest on the GPU.
record Experts(String cache, String compute, boolean ahead, Kept kept, int spared) {
    /// Of experts, on the GPU: none beside those passing through, half of all, as many as fit, those of some layers.
    enum Kept { NONE, HALF, ALL, LAYERS }

    private static final Pattern LAYERS_BELOW = Pattern.compile("-ncmoe (\\d{1,5})\\b");

    /// Nobody says how routers choose. They are trained for experts that are visited alike; and of those that come next a guess by the layer before
    /// names four in five and more (as summarised of arXiv:2312.17238), four of which are taken.
    static final String ROUTING = "zipfMilli: 0, repeat: 0, foreseen: 0.8";

    /// Where all experts lie beside what computes them.
    static final Experts AT_HAND = new Experts("lru", "with-layer", false, Kept.ALL, 0);

    /// None where the words say nothing of experts by themselves, so that whole layers are moved.
    static Optional<Experts> of(Measurement row, ModelShape shape) {
        String does = (row.policy() + " " + row.system()).toLowerCase(Locale.ROOT);
        Matcher below = LAYERS_BELOW.matcher(does);
        if (below.find()) {
            int layers = shape.architecture().layers() - shape.architecture().mixture().map(Mixture::denseLayers).orElse(0);
            return Optional.of(new Experts("popular", "in-place", false, Kept.LAYERS,
                    Math.max(0, layers - Integer.parseInt(below.group(1)))));
        }
        if (does.contains("experts on cpu") || does.contains("cpu/gpu hybrid")) {
            return Optional.of(new Experts("popular", "in-place", false, Kept.NONE, 0));
        }
        if (does.contains("mixtral-offloading")) {
            // Four of eight experts of each layer are kept: offload_per_layer in the system's demo.ipynb. It is meant for 16 GB and its user's to
            // change, of which rows say nothing; so it is taken as it stands, however much memory there is.
            return Optional.of(new Experts("lru", "with-layer", true, Kept.HALF, 0));
        }
        if (does.contains("lru expert cache") || does.contains("cpu; expert cache")) {
            return Optional.of(new Experts("lru", "with-layer", true, Kept.ALL, 0));
        }
        if (does.contains("moe-infinity")) {
            return Optional.of(new Experts("lfu", "with-layer", true, Kept.ALL, 0));
        }
        // What is hooked to every module moves what a row is sent to, when it is; what knows layers alone moves all of a layer.
        return does.contains("accelerate") && does.contains("expert")
                ? Optional.of(new Experts("lru", "with-layer", false, Kept.NONE, 0))
                : Optional.empty();
    }

    /// As scenarios have it; `vram` says whether there is a GPU to keep any on.
    String text(ModelShape shape, boolean vram) {
        String room = !vram ? "" : switch (kept) {
            case ALL -> "";
            case NONE -> ", room: {vram: 0 B}";
            case HALF -> ", room: {vram: " + all(shape) / 2 + " B}";
            case LAYERS -> ", room: {vram: " + ofLayers(shape) + " B}";
        };
        return ", experts: {cache: " + cache + ", compute: " + compute + ", ahead: " + ahead + room + "}";
    }

    private static long all(ModelShape shape) {
        return shape.shards(shape.largestLayerBytes()).stream()
                .filter(shard -> shard.kind() == ShardShape.Kind.EXPERT)
                .mapToLong(ShardShape::bytes)
                .sum();
    }

    private long ofLayers(ModelShape shape) {
        int layers = shape.architecture().layers() - shape.architecture().mixture().map(Mixture::denseLayers).orElse(0);
        return all(shape) / Math.max(1, layers) * Math.min(spared, layers);
    }
}
