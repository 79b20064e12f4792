package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Figure.Origin;
import nmos.reports.validation.Figure.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A figure that was exact, and how far off it may be now.
class DriftTest {
    private static Drift drift(Unit unit, double was, double is, double measured) {
        return new Drift(figure(unit, was, measured), figure(unit, is, measured));
    }

    private static Figure figure(Unit unit, double simulated, double measured) {
        return new Figure("a figure", unit, Origin.PREDICTED, List.of(simulated), List.of(measured));
    }

    @ParameterizedTest
    @CsvSource({
        "MS, 1000, 1019, false",
        "MS, 1000, 1021, true",
        "MS, 1000, 981, false",
        "MS, 1000, 979, true",
        "MS, 100, 104.9, false",
        "MS, 100, 105.1, true",
        "PER_SECOND, 1, 1.019, false",
        "PER_SECOND, 1, 1.021, true",
        "PER_SECOND, 1, 0.979, true",
    })
    void twoPointsAreLostAndOfATimeFiveMsBesides(Unit unit, double measured, double is, boolean lost) {
        assertThat(drift(unit, measured, is, measured).lost()).isEqualTo(lost);
    }

    @Test
    void theErrorOfThenCounts() {
        assertThat(drift(Unit.MS, 1100, 1119, 1000).lost()).isFalse();
        assertThat(drift(Unit.MS, 1100, 1121, 1000).lost()).isTrue();
        assertThat(drift(Unit.MS, 1100, 900, 1000).lost()).as("as far off, the other way").isFalse();
        assertThat(drift(Unit.MS, 1100, 1000, 1000).lost()).as("nearer").isFalse();
    }

    @Test
    void whereNothingWasMeasuredWhatWasSimulatedIsTheWhole() {
        assertThat(drift(Unit.MS, 1000, 1019, 0).lost()).isFalse();
        assertThat(drift(Unit.MS, 1000, 1021, 0).lost()).isTrue();
        assertThat(drift(Unit.MS, 0, 5.1, 0).lost()).isTrue();
    }
}
