package nmos.reports.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
    private static Figure rate(List<Double> simulated, List<Double> measured) {
        return new Figure(
                Validation.TOKENS_PER_SECOND, Figure.Unit.PER_SECOND, Figure.Origin.PREDICTED, simulated, measured);
    }

    private static Validation validation(boolean paced, Figure... figures) {
        return new Validation(
                "s", List.of("a=b"), "nmos validate s", "m", Validation.Acceptance.NONE,
                new Validation.Host("cpu", 2, 2, "Linux", "direct", "2026-01-31T00:00:00Z",
                        List.of(new Validation.Floor(Validation.DRIVE, 1e9, 9e8, paced ? 5e8 : null, null))),
                List.of(figures), List.of("simulated-1"), List.of("measured-1"), null, List.of(), List.of("a warning"), List.of(), 0.1);
    }

    @Test
    void errorsAreOfMediansAndNoiseIsHalfTheRange() {
        Figure figure = rate(List.of(9.0, 10.0, 11.0), List.of(8.0, 8.4, 7.0));
        assertThat(figure.error()).isEqualTo(2.0);
        assertThat(figure.errorShare()).isCloseTo(0.25, within(1e-12));
        assertThat(figure.noise()).isCloseTo(0.7, within(1e-12));
        assertThat(validation(true, figure).withinMaxError()).isFalse();
    }

    @Test
    void whatNeverHappenedIsNoError() {
        assertThat(rate(List.of(0.0), List.of(0.0)).errorShare()).isZero();
        assertThat(rate(List.of(1.0), List.of(0.0)).errorShare()).isInfinite();
    }

    @Test
    void nineOfTenSettingsAreWithinAndUnpacedOnesDoNotCount() {
        List<Validation> validations = new ArrayList<>();
        for (int percent = 1; percent <= 10; percent++) {
            validations.add(validation(true, rate(List.of(100.0 + (percent % 2 == 0 ? percent : -percent)), List.of(100.0))));
        }
        validations.add(validation(false, rate(List.of(900.0), List.of(100.0))));
        validations.add(validation(true));
        validations.add(validation(true, rate(List.of(1.0), List.of(0.0))));
        Envelope envelope = Envelope.of(Validation.TOKENS_PER_SECOND, Figure.Origin.PREDICTED, validations);
        assertThat(envelope.settings()).isEqualTo(10);
        assertThat(envelope.leftOut()).isEqualTo(2);
        assertThat(envelope.unpaced()).isEqualTo(1);
        Envelope.Errors errors = envelope.errors().orElseThrow();
        assertThat(errors.median()).isCloseTo(0.05, within(1e-12));
        assertThat(errors.p90()).isCloseTo(0.09, within(1e-12));
        assertThat(errors.worst()).isCloseTo(0.10, within(1e-12));
    }

    @Test
    void noSettingIsNotAnErrorOfNothing() {
        Envelope envelope = Envelope.of(
                Validation.TTFT, Figure.Origin.PREDICTED, List.of(validation(true, rate(List.of(1.0), List.of(1.0)))));
        assertThat(envelope.errors()).isEmpty();
        assertThat(envelope.leftOut()).isOne();
        assertThat(Envelope.of(Validation.TTFT, Figure.Origin.FITTED, List.of()).errors()).isEmpty();
    }

    @Test
    void whatWasNotComparedIsNotWithinWhatWasAskedFor() {
        Validation rateAlone = validation(true, rate(List.of(1.0), List.of(1.0)));
        assertThat(rateAlone.missing()).containsExactly(Validation.TTFT);
        assertThat(rateAlone.withinMaxError()).isFalse();
        Figure ttft = new Figure(Validation.TTFT, Figure.Unit.MS, Figure.Origin.PREDICTED, List.of(1.0), List.of(1.0));
        assertThat(validation(true, rate(List.of(1.0), List.of(1.0)), ttft).holds()).isTrue();
    }

    @Test
    void aValidationReadsBackAsWritten(@TempDir Path folder) throws IOException {
        Validation validation = validation(true, rate(List.of(1.5), List.of(1.25)));
        ValidationFile.write(validation, folder);
        assertThat(ValidationFile.read(folder)).isEqualTo(validation);
        assertThat(Files.readString(folder.resolve(ValidationFile.NAME))).contains("\"paced_bytes_per_sec\"");
    }

    @Test
    void whatTheMachineFileSaysMayBeMissingInAnEarlierFile(@TempDir Path folder) throws IOException {
        Validation validation = validation(true, rate(List.of(1.5), List.of(1.25)));
        String text = ValidationFile.text(validation);
        String earlier = text.replaceAll(",\\s*\"said_bytes_per_sec\" : [^\\s}]+", "");
        assertThat(earlier).doesNotContain("said_bytes_per_sec").isNotEqualTo(text);
        Files.writeString(folder.resolve(ValidationFile.NAME), earlier);
        assertThat(ValidationFile.read(folder).host().floors()).isNotEmpty().allMatch(floor -> floor.saidBytesPerSec() == null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"version\" : 1 | \"version\" : 2 | is of version 2, and this nmos reads version 1",
        "\"version\" : 1, | '' | is of version null",
        "\"machine\" : \"m\" | \"machine\" : null | machine is null",
        "\"a warning\" | null | a list holds null",
        "\"machine\" : \"m\", | '' | machine"
    })
    void whatIsMissingOrOfAnotherVersionIsRefusedInALine(String was, String is, String says, @TempDir Path folder) throws IOException {
        String text = ValidationFile.text(validation(true, rate(List.of(1.5), List.of(1.25))));
        assertThat(text).contains(was);
        Files.writeString(folder.resolve(ValidationFile.NAME), text.replace(was, is));
        assertThatThrownBy(() -> ValidationFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNoneIsNamed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(ValidationFile.NAME), "{\"scenario\": 1, \"figures\": [");
        assertThatThrownBy(() -> ValidationFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("validation.json: not a validation");
    }
}
