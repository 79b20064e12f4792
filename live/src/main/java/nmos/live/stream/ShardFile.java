package nmos.live.stream;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufTensor;
import nmos.live.kernel.Matrix;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.scenarios.shape.ModelShape;

/// A model file cut into shards: the layers, then the head by output rows so that no part is larger than the largest layer.
///
/// A shard is read in whole blocks of the file, so that nothing has to be moved to where it belongs: what stands at a place
/// within its block stands there in memory too.
public final class ShardFile {
    /// Direct reads begin and end at a multiple of this, in the file and in memory.
    public static final long BLOCK = 4096;

    /// Neighbours in the file up to this far apart are read together.
    private static final long GAP = BLOCK;

    /// Blocks of the file, `bytes` of them from `offset` on, that are read to `at` in the shard's memory. The last block may reach
    /// past the end of the file, which ends after `inFile` bytes.
    public record Extent(long offset, long bytes, long inFile, long at) {
        private boolean holds(long from, long count) {
            return from >= offset && from + count <= offset + bytes;
        }
    }

    /// One shard's extents, one after the other in memory.
    public record Shard(List<Extent> extents) {
        public Shard {
            extents = List.copyOf(extents);
        }

        public long bytes() {
            Extent last = extents.getLast();
            return last.at() + last.bytes();
        }
    }

    private final Gguf gguf;
    private final ModelWeights weights;
    private final List<Shard> shards = new ArrayList<>();
    private final int layers;
    private final int headParts;

    /// `weights`: those of the whole file, as it is mapped.
    public ShardFile(Gguf gguf, ModelConfig config, ModelWeights weights) {
        this.gguf = gguf;
        this.weights = weights;
        layers = config.layers();
        long largest = 0;
        for (int layer = 0; layer < layers; layer++) {
            Shard shard = layer(layer);
            shards.add(shard);
            largest = Math.max(largest, shard.bytes());
        }
        Matrix head = weights.head();
        // A part may begin and end within a block.
        long rowsAtMost = Math.max(1, (largest - 2 * BLOCK) / head.rowBytes());
        headParts = Math.toIntExact((head.rows() + rowsAtMost - 1) / rowsAtMost);
        for (int part = 0; part < headParts; part++) {
            long from = gguf.offsetOf(head.data()) + headRow(part) * head.rowBytes();
            long to = gguf.offsetOf(head.data()) + headRow(part + 1) * head.rowBytes();
            shards.add(shard(List.of(new long[] {from, to})));
        }
    }

    private long headRow(int part) {
        return (long) weights.head().rows() * part / headParts;
    }

    private Shard layer(int layer) {
        String prefix = "blk." + layer + ".";
        List<GgufTensor> tensors = gguf.tensors().stream()
                .filter(tensor -> tensor.name().startsWith(prefix))
                .sorted(Comparator.comparingLong(GgufTensor::offset))
                .toList();
        var runs = new ArrayList<long[]>();
        for (GgufTensor tensor : tensors) {
            long end = tensor.offset() + tensor.bytes();
            if (!runs.isEmpty() && tensor.offset() - runs.getLast()[1] <= GAP) {
                runs.getLast()[1] = end;
            } else {
                runs.add(new long[] {tensor.offset(), end});
            }
        }
        return shard(runs);
    }

    private Shard shard(List<long[]> runs) {
        var extents = new ArrayList<Extent>();
        long at = 0;
        for (long[] run : runs) {
            long from = run[0] & -BLOCK;
            long to = run[1] + BLOCK - 1 & -BLOCK;
            extents.add(new Extent(from, to - from, Math.min(to, gguf.fileBytes()) - from, at));
            at += to - from;
        }
        return new Shard(extents);
    }

    public int count() {
        return shards.size();
    }

    public int layers() {
        return layers;
    }

    public Shard shard(int index) {
        return shards.get(index);
    }

    /// How a scenario is told of the cut.
    public ModelShape.Cut cut() {
        List<Long> bytes = shards.stream().map(Shard::bytes).toList();
        return new ModelShape.Cut(bytes.subList(0, layers), bytes.subList(layers, bytes.size()));
    }

    /// A layer whose shard was read to `memory`.
    public LayerWeights layer(int layer, MemorySegment memory) {
        Shard shard = shards.get(layer);
        return weights.layers()[layer].moved(matrix -> in(shard, matrix, memory));
    }

    /// A part of the head whose shard was read to `memory`.
    public Matrix headPart(int index, MemorySegment memory) {
        int part = index - layers;
        int from = Math.toIntExact(headRow(part));
        int count = Math.toIntExact(headRow(part + 1)) - from;
        return in(shards.get(index), weights.head().slice(from, count), memory);
    }

    /// The vocabulary's first word that a part of the head judges.
    public int firstToken(int index) {
        return Math.toIntExact(headRow(index - layers));
    }

    private Matrix in(Shard shard, Matrix matrix, MemorySegment memory) {
        long offset = gguf.offsetOf(matrix.data());
        long bytes = matrix.rowBytes() * matrix.rows();
        for (Extent extent : shard.extents()) {
            if (extent.holds(offset, bytes)) {
                long at = extent.at() + offset - extent.offset();
                return new Matrix(matrix.type(), matrix.rows(), matrix.cols(), memory.asSlice(at, bytes));
            }
        }
        throw new IllegalStateException(bytes + " bytes at " + offset + " of " + gguf.path() + " are in no shard");
    }
}
