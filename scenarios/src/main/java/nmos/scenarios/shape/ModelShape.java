package nmos.scenarios.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nmos.scenarios.shape.TypeRules.Role;

/// A model as a list of tensors, in the order a pass meets them: token embedding, layers, output head. Where a file was looked at,
/// `cut` is how it is read, whatever a file of that mix usually weighs.
public record ModelShape(
        String name, Architecture architecture, Mix mix, List<TensorShape> tensors, Optional<Cut> cut) {

    /// Bytes that are read for each layer and for each part of the head; and, where that was looked at, bytes of each layer's
    /// matrices by how they are stored, and how the head is. Without it those are as the mix has them.
    public record Cut(
            List<Long> layerBytes,
            List<Long> headBytes,
            List<Map<TensorType, Long>> layerMatrices,
            Optional<TensorType> headType) {
        public Cut(List<Long> layerBytes, List<Long> headBytes) {
            this(layerBytes, headBytes, List.of(), Optional.empty());
        }

        public Cut {
            layerBytes = List.copyOf(layerBytes);
            headBytes = List.copyOf(headBytes);
            layerMatrices = List.copyOf(layerMatrices);
        }

        /// What computing a layer takes, if as much is known of it.
        private Work layer(int layer, Work asTheMix) {
            return layerMatrices.isEmpty() ? asTheMix : asTheMix.of(layerMatrices.get(layer));
        }

        private Work head(Work asTheMix) {
            return headType.isEmpty() ? asTheMix : asTheMix.of(Map.of(headType.get(), asTheMix.bytes()));
        }

        long bytes() {
            return sum(layerBytes) + sum(headBytes);
        }

        private static long sum(List<Long> bytes) {
            return bytes.stream().mapToLong(Long::longValue).sum();
        }
    }

    private static final String EMBEDDING = "token_embd.weight";
    private static final String OUTPUT = "output.weight";
    private static final String OUTPUT_NORM = "output_norm.weight";
    private static final String OUTPUT_NORM_BIAS = "output_norm.bias";

    public ModelShape {
        tensors = List.copyOf(tensors);
    }

    /// The shape a model of this architecture has in a GGUF of this mix.
    public static ModelShape of(String name, Architecture a, Mix mix) {
        var rules = new TypeRules(a, mix);
        var tensors = new ArrayList<TensorShape>();
        tensors.add(outside(EMBEDDING, rules.of(Role.EMBEDDING, 0, a.width()), a.width(), a.vocabulary()));
        for (int layer = 0; layer < a.layers(); layer++) {
            new LayerTensors(a, rules, tensors, layer).add();
        }
        tensors.add(outside(OUTPUT_NORM, TensorType.F32, a.width(), 1));
        if (a.traits().contains(Trait.PLAIN)) {
            tensors.add(outside(OUTPUT_NORM_BIAS, TensorType.F32, a.width(), 1));
        }
        if (!a.tied()) {
            tensors.add(outside(OUTPUT, rules.of(Role.OUTPUT, 0, a.width()), a.width(), a.vocabulary()));
        }
        return new ModelShape(name, a, mix, tensors, Optional.empty());
    }

    /// The same as a file that is cut in another way than usual.
    public ModelShape cut(Cut as) {
        if (as.layerBytes().size() != architecture.layers()) {
            throw new IllegalArgumentException(
                    name + " has " + architecture.layers() + " layers, and sizes of " + as.layerBytes().size());
        }
        return new ModelShape(name, architecture, mix, tensors, Optional.of(as));
    }

    private static TensorShape outside(String name, TensorType type, long columns, long rows) {
        return new TensorShape(name, TensorShape.NO_LAYER, type, columns, rows);
    }

    public TensorShape tensor(String tensor) {
        return tensors.stream().filter(t -> t.name().equals(tensor)).findFirst().orElseThrow(() ->
                new IllegalArgumentException(name + " has no tensor " + tensor));
    }

    public long tensorBytes() {
        if (cut.isPresent()) {
            return cut.get().bytes() + (architecture.tied() ? 0 : tensor(EMBEDDING).bytes());
        }
        return tensors.stream().mapToLong(TensorShape::bytes).sum();
    }

    /// The file on disk. The tensors are exact; the vocabulary beside them is known to about 0.1 %.
    public long fileBytes() {
        return tensorBytes() + architecture.metadataBytes();
    }

    /// What a pass reads: everything but the token embedding, of which it looks up one row per token. A tied model reads its
    /// embedding after all, as the head.
    public long passBytes() {
        if (cut.isPresent()) {
            return cut.get().bytes();
        }
        return architecture.tied() ? tensorBytes() : tensorBytes() - tensor(EMBEDDING).bytes();
    }

    /// What a pass of one row reads: of the experts, those it is sent to.
    public long oneRowPassBytes() {
        if (cut.isPresent() || architecture.mixture().isEmpty()) {
            return passBytes();
        }
        Mixture mixture = architecture.mixture().get();
        long experts = tensors.stream().filter(t -> t.experts() > 0).mapToLong(TensorShape::bytes).sum();
        return passBytes() - experts / mixture.experts() * (mixture.experts() - mixture.used());
    }

    public long parameters() {
        return tensors.stream().mapToLong(TensorShape::parameters).sum();
    }

    public long kvBytesPerToken() {
        return architecture.kvBytesPerTokenAndLayer() * architecture.layers();
    }

    public TensorShape head() {
        return tensor(architecture.tied() ? EMBEDDING : OUTPUT);
    }

    /// The largest layer or expert, as they are cut.
    public long largestLayerBytes() {
        return layers().stream().mapToLong(ShardShape::bytes).max().orElseThrow();
    }

    /// The layers, each followed by its experts, then the head cut by output rows into parts of equal size, give or take a row, none above
    /// `maxShardBytes`. The final norm goes with the first part.
    public List<ShardShape> shards(long maxShardBytes) {
        if (cut.isPresent()) {
            List<ShardShape> all = layers();
            List<Long> parts = cut.get().headBytes();
            for (int part = 0; part < parts.size(); part++) {
                all.add(headPart(part, parts.size(), parts.get(part)));
            }
            return List.copyOf(all);
        }
        var shards = layers();
        for (ShardShape layer : shards) {
            if (layer.bytes() > maxShardBytes) {
                throw new IllegalArgumentException((layer.kind() == ShardShape.Kind.EXPERT ? "expert " + layer.expert() + " of " : "")
                        + "layer " + layer.layer() + " of " + name + " has " + layer.bytes() + " bytes, more than a shard may have (" + maxShardBytes + ")");
            }
        }
        shards.addAll(head(maxShardBytes));
        return List.copyOf(shards);
    }

    private List<ShardShape> head(long maxShardBytes) {
        TensorShape head = head();
        long rowsAtMost = (maxShardBytes - normBytes()) / head.rowBytes();
        if (rowsAtMost < 1) {
            throw new IllegalArgumentException("a row of the head of " + name + " does not fit " + maxShardBytes + " bytes");
        }
        int parts = Math.toIntExact((head.rows() + rowsAtMost - 1) / rowsAtMost);
        var shards = new ArrayList<ShardShape>();
        for (int part = 0; part < parts; part++) {
            long rows = headRow(part + 1, parts) - headRow(part, parts);
            shards.add(headPart(part, parts, rows * head.rowBytes() + (part == 0 ? normBytes() : 0)));
        }
        return shards;
    }

    private ShardShape headPart(int part, int parts, long bytes) {
        TensorShape head = head();
        long rows = headRow(part + 1, parts) - headRow(part, parts);
        long norm = part == 0 ? tensor(OUTPUT_NORM).parameters() : 0;
        Work work = new Work(
                bytes, Map.of(head.type(), rows * head.rowBytes()), 2 * (rows * head.columns() + norm), 0, 0);
        return ShardShape.head(part, bytes, cut.isPresent() ? cut.get().head(work) : work);
    }

    private long normBytes() {
        return tensors.stream()
                .filter(t -> t.name().equals(OUTPUT_NORM) || t.name().equals(OUTPUT_NORM_BIAS))
                .mapToLong(TensorShape::bytes)
                .sum();
    }

    /// The head's first row in a part, when it is cut into so many.
    public long headRow(int part, int parts) {
        return head().rows() * part / parts;
    }

    /// A file that was looked at is read by whole layers, experts and all.
    private List<ShardShape> layers() {
        List<List<TensorShape>> own = new ArrayList<>();
        List<List<TensorShape>> experts = new ArrayList<>();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            own.add(new ArrayList<>());
            experts.add(new ArrayList<>());
        }
        for (TensorShape tensor : tensors) {
            if (tensor.layer() != TensorShape.NO_LAYER) {
                (tensor.experts() > 0 && cut.isEmpty() ? experts : own).get(tensor.layer()).add(tensor);
            }
        }
        var layers = new ArrayList<ShardShape>();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            layers.add(layer(layer, own.get(layer)));
            for (int expert = 0; expert < architecture.experts(layer) && cut.isEmpty(); expert++) {
                layers.add(expert(layer, expert, experts.get(layer)));
            }
        }
        return layers;
    }

    private ShardShape layer(int layer, List<TensorShape> tensors) {
        var work = new ArrayList<Work>();
        work.add(new Work(0, Map.of(), 0, 1, architecture.elementsPerRow(layer)));
        tensors.forEach(tensor -> work.add(tensor.work()));
        long size = cut.isPresent()
                ? cut.get().layerBytes().get(layer)
                : tensors.stream().mapToLong(TensorShape::bytes).sum();
        Work mixed = Work.sum(work).in(size);
        return ShardShape.layer(layer, size, cut.isPresent() ? cut.get().layer(layer, mixed) : mixed,
                architecture.kvBytesPerTokenAndLayer());
    }

    /// Of tensors that all experts of the layer share evenly.
    private ShardShape expert(int layer, int expert, List<TensorShape> tensors) {
        var work = new ArrayList<Work>();
        work.add(new Work(0, Map.of(), 0, 0, 2L * architecture.mixture().orElseThrow().expertWidth()));
        tensors.forEach(tensor -> work.add(tensor.ofExpert().work()));
        Work all = Work.sum(work);
        return ShardShape.expert(layer, expert, all.bytes(), all);
    }
}
