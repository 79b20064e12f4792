package nmos.live.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nmos.live.cuda.driver.PlayedDevices;
import nmos.live.cuda.model.FirstNumbers;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ResidentWeightsTest {
    private static final int WIDTH = 32;
    private static final int VOCABULARY = 360;

    @TempDir
    static Path folder;

    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    private FirstNumbers first(boolean tied) {
        var plan = new ModelPlan(Family.QWEN2, "t", 2, WIDTH, 4, 2, 8, WIDTH, VOCABULARY, tied, Experts.NONE);
        Path file = folder.resolve("m.gguf");
        SyntheticModel.random(plan, TensorType.F16, 1).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        try (Gguf gguf = Gguf.open(file);
                Gpu gpu = new Gpu(devices.make(4 << 20, DeviceTimelineTest.NO_KERNELS, 1), 3 << 20);
                var there = new ResidentWeights(gpu, ModelWeights.of(gguf, ModelConfig.of(gguf)))) {
            return there.first();
        }
    }

    @Test
    void theEmbeddingIsReadOnTheDeviceWhereItIsTheHeadToo() {
        assertThat(first(true)).isInstanceOf(FirstNumbers.OnDevice.class);
        assertThat(first(false)).isInstanceOf(FirstNumbers.FromHost.class);
    }
}
