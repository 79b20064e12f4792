package nmos.harness.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import nmos.harness.SmallPair;
import nmos.live.calibrate.ProcessorFloor;
import nmos.reports.validation.Validation;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloorsOfTest {
    private static final Machine FILE = MachineFile.read(Document.of("machine.yaml", SmallPair.MACHINE).section());

    private static ProcessorFloor processor(double gbPerSec, String... warnings) {
        return new ProcessorFloor(TensorType.Q4_K, gbPerSec * 1e9, List.of(warnings));
    }

    private static FloorsOf alone(Floors before, Floors after, boolean drivePaced) {
        return new FloorsOf(before, after, drivePaced, FILE, FILE, Optional.of(FILE));
    }

    @ParameterizedTest
    @CsvSource({"1.05, 1.05, 1.05", "1, 1.09, 1.05", "1, 1.05, 0"})
    void aProcessorThatIsAsItWasSimulatedIsNotNamed(double before, double after, double simulated) {
        assertThat(FloorsOf.ofProcessor(processor(before), processor(after), simulated * 1e9)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.2, 1.2, 1.05", "0.9, 0.9, 1.05", "1, 1.18, 1.07", "0.93, 1, 1.05"})
    void aProcessorThatIsMoreThanATenthOffBeforeOrAfterIsNamed(double before, double after, double simulated) {
        assertThat(FloorsOf.ofProcessor(processor(before), processor(after), simulated * 1e9)).get().asString()
                .startsWith("work: products with 8 rows of Q4_K weights went at ")
                .contains(" GB/s before and at ", "simulated at 1.0");
    }

    @ParameterizedTest
    @CsvSource({"0.875, 1.48, 1.05, true", "1.48, 0.875, 1.05, true", "0.96, 1.14, 1.05, false", "1, 1.5, 0, false"})
    void aProcessorThatChangedItsSpeedIsNamedWhereverTheFileLies(double before, double after, double simulated, boolean off) {
        String line = FloorsOf.ofProcessor(processor(before), processor(after), simulated * 1e9).orElseThrow();
        assertThat(line).contains("speed changed in between");
        assertThat(line.contains("simulated at")).isEqualTo(off);
    }

    @Test
    void aPaceThatIsTooCloseToTheFloorIsNamed() {
        Floors slow = new Floors(1.02e9, 51e6, processor(1));
        Floors fast = new Floors(2e9, 1e9, processor(1));
        assertThat(alone(fast, slow, true).warnings())
                .anyMatch(line -> line.startsWith("bandwidth: the drive is paced to 1.00 GB/s and alone did no more than 1.02"))
                .anyMatch(line -> line.startsWith("bandwidth: a link is paced to 0.0500 GB/s and a copy in memory"));
        assertThat(alone(fast, fast, true).warnings()).isEmpty();
        assertThat(alone(fast, slow, false).warnings()).noneMatch(line -> line.contains("the drive"));
        assertThat(alone(fast, fast, false).warnings())
                .containsExactly("bandwidth: the drive is simulated at 1.00 GB/s, and alone it did 2.00 before and 2.00 after");
    }

    @Test
    void whatMakesAFloorDoubtfulIsPassedOn() {
        Floors warned = new Floors(2e9, 1e9, processor(1, "still getting faster"));
        Floors sound = new Floors(2e9, 1e9, processor(1));
        assertThat(alone(warned, sound, true).warnings()).containsExactly("processor alone, before: still getting faster");
        assertThat(alone(sound, warned, true).warnings()).containsExactly("processor alone, after: still getting faster");
    }

    @Test
    void nobodySaysWhatNoFileSays() {
        Floors floors = new Floors(2e9, 1e9, processor(1));
        assertThat(alone(floors, floors, true).floors()).extracting(Validation.Floor::saidBytesPerSec).containsExactly(1e9, null, null);
        assertThat(new FloorsOf(floors, floors, false, FILE, FILE, Optional.empty()).floors())
                .extracting(Validation.Floor::saidBytesPerSec)
                .containsOnlyNulls();
    }
}
