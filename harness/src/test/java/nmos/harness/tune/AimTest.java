package nmos.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nmos.harness.grid.Metric;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AimTest {

    @Test
    void aGoalHasADirectionAndAFigure() {
        assertThat(Goal.parse("max tokens_per_second").text()).isEqualTo("max tokens_per_second");
        assertThat(Goal.parse(" min:ttft_verified_ms.p80 ").text()).isEqualTo("min ttft_verified_ms.p80");
        assertThat(Goal.parse("max bytes.ssd -> ram").metric().name()).isEqualTo("bytes.ssd -> ram");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tokens_per_second", "max", "most tokens_per_second", "max tokens_per_secnd", "max no\nfigure", "maxtokens_per_second"})
    void withoutThemItIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Goal.parse(text)).isInstanceOf(InvalidFile.class).hasMessageStartingWith("--goal").hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ttft_verified_ms.p80 <= 500, 500, true", "ttft_verified_ms.p80<=500 ms, 501, false", "tokens_per_second >= .5, .5, true",
        "tokens_per_second>5 tokens/s, 4.9, false", "tau_mean < 1e1, 9, true", "bytes.ssd -> ram <= 1_000, 1000, true",
    })
    void aLimitHoldsOrNot(String text, double value, boolean holds) {
        assertThat(Limit.parse("--subject-to", text).holds(value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "tokens_per_second", "tokens_per_second <=", "tokens_per_second = 5", "tokens_per_second == 5", "tokens >= five", "<= 5", "tokens_per_sec <= 5",
        "ttft_verified_ms.p80 <= 5 s", "tokens_per_second <= 1e999", "tau_mean <= 5 ms", "tokens_per_second <= NaN"
    })
    void whatIsNoLimitIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Limit.parse("--subject-to", text))
                .isInstanceOf(InvalidFile.class)
                .hasMessageStartingWith("--subject-to")
                .hasMessageNotContaining("\n");
    }

    @Test
    void nothingIsNearerToAGoalThanNoFigure() {
        Goal goal = Goal.parse("max tokens_per_second");
        assertThat(goal.better(1, Double.NaN)).isTrue();
        assertThat(goal.better(Double.NaN, 1)).isFalse();
        assertThat(Limit.parse("--subject-to", "tau_mean <= 5").holds(Double.NaN)).isFalse();
        assertThat(Limit.parse("--subject-to", "tau_mean >= 5").missedBy(Double.NaN)).isInfinite();
    }

    @Test
    void eachFigureIsAskedForOnce() {
        Aim aim = new Aim(Goal.parse("max tau_mean"), List.of(
                Limit.parse("--subject-to", "tau_mean <= 9"), Limit.parse("--subject-to", "itl_ms.p50 <= 9"), Limit.parse("--subject-to", "itl_ms.p50 >= 1")));
        assertThat(aim.metrics().stream().map(Metric::name)).containsExactly("tau_mean", "itl_ms.p50");
    }
}
