package nmos.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import nmos.reports.chart.Chart;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import org.dflib.DataFrame;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationsTest {
    @TempDir
    private static Path runs;

    private static Path folder;
    private static Validation validation;

    @BeforeAll
    static void make() throws IOException {
        folder = TinyValidation.make(runs);
        validation = ValidationFile.read(folder);
    }

    @Test
    void theNewestIsFoundAlsoInAGrid(@TempDir Path other) throws IOException {
        assertThat(Validations.newest(other)).isEmpty();
        assertThat(Validations.newest(other.resolve("nowhere"))).isEmpty();
        Path older = Files.createDirectories(other.resolve("older"));
        Path newer = Files.createDirectories(other.resolve("grid/point"));
        Files.setLastModifiedTime(Files.createFile(older.resolve(ValidationFile.NAME)), FileTime.fromMillis(1_000));
        Files.setLastModifiedTime(Files.createFile(newer.resolve(ValidationFile.NAME)), FileTime.fromMillis(2_000));
        assertThat(Validations.newest(other)).contains(newer);
    }

    @Test
    void figuresHaveTheirErrorsAndNoise() {
        DataFrame figures = Frames.figures(validation);
        Figure speed = Objects.requireNonNull(validation.figure(Validation.TOKENS_PER_SECOND));
        int row = figures.<String>getColumn("figure").toList().indexOf(Validation.TOKENS_PER_SECOND);
        assertThat(figures.get("simulated", row)).isEqualTo(speed.simulatedMedian());
        assertThat(figures.get("error, %", row)).isEqualTo(100 * speed.errorShare());
        assertThat((Double) figures.get("noise, \u00b1 %", row)).isNotNegative();
        assertThat(Frames.floors(validation).height()).isEqualTo(validation.host().floors().size());
    }

    @Test
    void runsOfBothWorldsAreReadByRepetition() throws IOException {
        assertThat(Validations.measured(validation, folder)).hasSize(3).allMatch(run -> run.measured());
        assertThat(Validations.simulated(validation, folder)).hasSize(3).noneMatch(run -> run.measured());
    }

    @Test
    void everyTurnOfEveryRepetitionIsADot() throws IOException {
        Chart chart = Charts.firstTokens(Validations.simulated(validation, folder), Validations.measured(validation, folder));
        assertThat(chart.data().rows()).hasSize(12);
    }

    @Test
    void figuresThatAreOffWithoutBoundsAreNotDrawn() {
        Figure bounded = new Figure("a", Figure.Unit.MS, Figure.Origin.PREDICTED, List.of(2.0), List.of(1.0));
        Figure unbounded = new Figure("b", Figure.Unit.MS, Figure.Origin.PREDICTED, List.of(2.0), List.of(0.0));
        assertThat(Plots.drawable(List.of(bounded, unbounded))).containsExactly(bounded);
    }
}
