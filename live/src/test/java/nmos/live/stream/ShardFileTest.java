package nmos.live.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufTensor;
import nmos.live.gguf.GgufWriter;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.kernel.Matrix;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.stream.ShardFile.Extent;
import nmos.live.stream.ShardFile.Shard;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardFileTest {
    private static final int VOCABULARY = 2_000;

    @TempDir
    Path dir;

    /// Files of all the kinds that are cut in a way of their own.
    enum Kind {
        TIED(Family.QWEN2, 3, true, Experts.NONE),
        OWN_HEAD(Family.LLAMA3, 3, false, Experts.NONE),
        /// `blk.1.` is how `blk.10.` begins, but for its dot.
        MANY_LAYERS(Family.LLAMA2, 12, false, Experts.NONE),
        MIXTURE(Family.QWEN3, 2, false, new Experts(4, 2, 64, 0)),
        OUT_OF_ORDER(Family.LLAMA3, 3, false, Experts.NONE);

        private final ModelPlan plan;

        Kind(Family family, int layers, boolean tied, Experts experts) {
            plan = new ModelPlan(family, name(), layers, 64, 4, 2, 16, 128, VOCABULARY, tied, experts);
        }

        Path write(Path dir) {
            Path file = dir.resolve(name() + ".gguf");
            SyntheticModel model = SyntheticModel.random(plan, TensorType.Q8_0, 1);
            List<GgufWriter.Tensor> tensors = this == OUT_OF_ORDER ? outOfOrder(model.tensors()) : model.tensors();
            GgufWriter.write(file, model.metadata(), tensors, IfPresent.REFUSE, _ -> {});
            return file;
        }

        /// Like tensors of all layers side by side, the last layer's first: between those of a layer lie the others'.
        private static List<GgufWriter.Tensor> outOfOrder(List<GgufWriter.Tensor> tensors) {
            return tensors.stream()
                    .sorted(Comparator.comparing((GgufWriter.Tensor tensor) -> tensor.name().replaceAll("^blk\\.\\d+", "blk"))
                            .thenComparing(GgufWriter.Tensor::name, Comparator.reverseOrder()))
                    .toList();
        }
    }

    /// A file, mapped, and how it is cut.
    private record Open(Gguf gguf, ModelWeights weights, ShardFile shards) implements AutoCloseable {
        static Open of(Path file) {
            Gguf gguf = Gguf.open(file);
            ModelConfig config = ModelConfig.of(gguf);
            ModelWeights weights = ModelWeights.of(gguf, config);
            return new Open(gguf, weights, new ShardFile(gguf, config, weights));
        }

        List<GgufTensor> tensors(int layer) {
            String prefix = "blk." + layer + ".";
            return gguf.tensors().stream().filter(tensor -> tensor.name().startsWith(prefix)).toList();
        }

        /// Memory that holds nothing but what the extents say.
        MemorySegment read(Shard shard, Arena arena) throws IOException {
            MemorySegment memory = arena.allocate(shard.bytes(), ShardFile.BLOCK);
            try (FileChannel file = FileChannel.open(gguf.path())) {
                for (Extent extent : shard.extents()) {
                    int read = file.read(memory.asSlice(extent.at(), extent.inFile()).asByteBuffer(), extent.offset());
                    assertThat(read).isEqualTo((int) extent.inFile());
                }
            }
            return memory;
        }

        @Override
        public void close() {
            gguf.close();
        }
    }

    private Open open(Kind kind) {
        return Open.of(kind.write(dir));
    }

    private static boolean holds(Shard shard, GgufTensor tensor) {
        return shard.extents().stream().anyMatch(extent -> extent.offset() <= tensor.offset()
                && tensor.offset() + tensor.bytes() <= extent.offset() + extent.inFile());
    }

    private static List<Matrix> matrices(LayerWeights layer) {
        var matrices = new ArrayList<Matrix>();
        layer.moved(matrix -> {
            matrices.add(matrix);
            return matrix;
        });
        return matrices;
    }

    @ParameterizedTest
    @EnumSource
    void everyExtentIsWholeBlocksOneAfterTheOtherInMemoryAndApartInTheFile(Kind kind) {
        try (Open open = open(kind)) {
            long fileBytes = open.gguf.fileBytes();
            for (int index = 0; index < open.shards.count(); index++) {
                long at = 0;
                long end = 0;
                for (Extent extent : open.shards.shard(index).extents()) {
                    assertThat(extent.at()).isEqualTo(at);
                    assertThat(extent.offset()).isGreaterThanOrEqualTo(end).isLessThan(fileBytes);
                    assertThat(extent.offset() % ShardFile.BLOCK).isZero();
                    assertThat(extent.bytes()).isPositive();
                    assertThat(extent.bytes() % ShardFile.BLOCK).isZero();
                    assertThat(extent.inFile()).isEqualTo(Math.min(extent.bytes(), fileBytes - extent.offset()));
                    at += extent.bytes();
                    end = extent.offset() + extent.bytes();
                }
                assertThat(open.shards.shard(index).bytes()).isEqualTo(at);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLayersShardCoversEveryTensorOfTheLayer(Kind kind) {
        try (Open open = open(kind)) {
            assertThat(open.shards.layers()).isEqualTo(kind.plan.layers());
            for (int layer = 0; layer < open.shards.layers(); layer++) {
                Shard shard = open.shards.shard(layer);
                assertThat(open.tensors(layer)).isNotEmpty().allMatch(tensor -> holds(shard, tensor));
            }
        }
    }

    @Test
    void aLayersShardIsNotThatOfALayerWhoseNumberBeginsLikeIts() {
        try (Open open = open(Kind.MANY_LAYERS)) {
            assertThat(open.tensors(10)).isNotEmpty().noneMatch(tensor -> holds(open.shards.shard(1), tensor));
        }
    }

    @Test
    void whatLiesBetweenTensorsThatAreFarApartIsNotRead() {
        try (Open open = open(Kind.OUT_OF_ORDER)) {
            Shard shard = open.shards.shard(0);
            Extent first = shard.extents().getFirst();
            Extent last = shard.extents().getLast();
            assertThat(shard.extents()).hasSizeGreaterThan(1);
            assertThat(shard.bytes()).isLessThan(last.offset() + last.bytes() - first.offset());
        }
    }

    @ParameterizedTest
    @EnumSource
    void weightsInMemoryAreThoseOfTheFile(Kind kind) throws IOException {
        try (Open open = open(kind);
                Arena arena = Arena.ofConfined()) {
            for (int layer = 0; layer < open.shards.layers(); layer++) {
                MemorySegment memory = open.read(open.shards.shard(layer), arena);
                List<Matrix> read = matrices(open.shards.layer(layer, memory));
                List<Matrix> mapped = matrices(open.weights.layers()[layer]);
                assertThat(read).hasSameSizeAs(mapped).hasSizeGreaterThanOrEqualTo(7);
                for (int i = 0; i < read.size(); i++) {
                    assertSame(read.get(i), mapped.get(i));
                    assertThat(read.get(i).data().asOverlappingSlice(memory)).isPresent();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePartsOfTheHeadAreTheWholeHeadOneAfterTheOther(Kind kind) throws IOException {
        try (Open open = open(kind);
                Arena arena = Arena.ofConfined()) {
            int token = 0;
            for (int index = open.shards.layers(); index < open.shards.count(); index++) {
                Matrix part = open.shards.headPart(index, open.read(open.shards.shard(index), arena));
                assertThat(open.shards.firstToken(index)).isEqualTo(token);
                assertSame(part, open.weights.head().slice(token, part.rows()));
                token += part.rows();
            }
            assertThat(token).isEqualTo(VOCABULARY);
        }
    }

    private static void assertSame(Matrix read, Matrix mapped) {
        assertThat(read.type()).isEqualTo(mapped.type());
        assertThat(read.rows()).isEqualTo(mapped.rows());
        assertThat(read.cols()).isEqualTo(mapped.cols());
        assertThat(read.data().mismatch(mapped.data())).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void noPartOfTheHeadIsLargerThanTheLargestLayer(Kind kind) {
        try (Open open = open(kind)) {
            List<Long> layers = open.shards.cut().layerBytes();
            long largest = layers.stream().mapToLong(Long::longValue).max().orElseThrow();
            assertThat(open.shards.cut().headBytes()).hasSizeGreaterThan(1).allMatch(bytes -> bytes <= largest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCutIsWhatIsRead(Kind kind) {
        try (Open open = open(kind)) {
            var cut = new ArrayList<>(open.shards.cut().layerBytes());
            assertThat(cut).hasSize(kind.plan.layers());
            cut.addAll(open.shards.cut().headBytes());
            assertThat(cut).hasSize(open.shards.count());
            for (int index = 0; index < cut.size(); index++) {
                List<Extent> extents = open.shards.shard(index).extents();
                assertThat(cut.get(index)).isEqualTo(extents.stream().mapToLong(Extent::bytes).sum());
            }
        }
    }
}
