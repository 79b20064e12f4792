package nmos.live.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.ShapedModel;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.Architecture;
import nmos.scenarios.shape.Mix;
import nmos.scenarios.shape.Mixture;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.ShardShape;
import nmos.scenarios.shape.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two ways to the same shards: from a shape, and from the file made in that shape.
class HeaderShapeTest {
    private static final int LAYERS = 2;

    @TempDir
    private Path dir;

    private static ModelShape small(Optional<Mixture> mixture) {
        return ModelShape.of("qwen3-small", new Architecture(LAYERS, 256, 4, 2, 64, 512, 400, false, Set.of(Trait.HEAD_NORM), mixture,
                Optional.empty(), 10_000), Mix.Q3_K_M);
    }

    private ModelShape written(ModelShape shape) throws Exception {
        Path file = dir.resolve("made.gguf");
        SyntheticModel model = ShapedModel.random(shape, LAYERS, 1);
        model.write(file, IfPresent.REFUSE, _ -> {});
        try (Gguf gguf = Gguf.open(file)) {
            return HeaderShape.of(gguf);
        }
    }

    @Test
    void aDenseFileHasTheLayersOfItsShape() throws Exception {
        ModelShape shape = small(Optional.empty());
        ModelShape found = written(shape);
        for (int layer = 0; layer < LAYERS; layer++) {
            ShardShape made = shape.shards(Long.MAX_VALUE).get(layer);
            ShardShape read = found.shards(Long.MAX_VALUE).get(layer);
            assertThat(read.bytes()).isEqualTo(made.bytes());
            assertThat(read.work()).isEqualTo(made.work());
            assertThat(read.kvBytesPerToken()).isEqualTo(made.kvBytesPerToken());
        }
        assertThat(found.architecture().traits()).isEqualTo(shape.architecture().traits());
    }

    @Test
    void aMixturesFileHasItsExpertsApart() throws Exception {
        ModelShape shape = small(Optional.of(new Mixture(8, 2, 256, 0, 0)));
        ModelShape found = written(shape);
        assertThat(found.architecture().mixture()).isEqualTo(shape.architecture().mixture());
        int shards = LAYERS * (1 + 8);
        for (int i = 0; i < shards; i++) {
            ShardShape made = shape.shards(Long.MAX_VALUE).get(i);
            ShardShape read = found.shards(Long.MAX_VALUE).get(i);
            assertThat(read.kind()).isEqualTo(made.kind());
            assertThat(read.expert()).isEqualTo(made.expert());
            assertThat(read.bytes()).isEqualTo(made.bytes());
        }
    }
}
