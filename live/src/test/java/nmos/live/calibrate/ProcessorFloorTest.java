package nmos.live.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorFloorTest {
    @TempDir
    private Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void aModel() {
        model = folder.resolve("m.gguf");
        SyntheticModel.random(new ModelPlan(Family.QWEN2, "t", 1, 64, 2, 1, 32, 64, 500, false, Experts.NONE), TensorType.Q8_0, 1)
                .write(model, IfPresent.REFUSE, _ -> {});
    }

    @Test
    void itIsOfWhatMostOfTheModelIsStoredAs() throws IOException {
        ProcessorFloor floor = ProcessorFloor.measure(model, 1, Watch.NOBODY);
        assertThat(floor.type()).isEqualTo(TensorType.Q8_0);
        assertThat(floor.bytesPerSec()).isPositive();
        assertThat(floor.warnings()).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    }

    @Test
    void whoWatchesMayEndIt() {
        assertThatThrownBy(() -> ProcessorFloor.measure(model, 1, new Watch() {
                    @Override
                    public void at(String what, double share) {}

                    @Override
                    public boolean stopped() {
                        return true;
                    }
                }))
                .isInstanceOf(CalibrationStopped.class);
    }

    @Test
    void aShortEffortMayMeasureTheUnitsOfALongOne() {
        Effort effort = Effort.QUICK.withUnitsOf(Effort.FULL);
        assertThat(effort.unitElements()).isEqualTo(Effort.FULL.unitElements());
        assertThat(effort.withUnitsOf(Effort.QUICK)).isEqualTo(Effort.QUICK);
    }
}
