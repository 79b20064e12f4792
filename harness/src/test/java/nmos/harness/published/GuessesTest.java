package nmos.harness.published;

import static nmos.harness.published.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GuessesTest {
    private static Guesses of(String spec, String accepted) {
        return Guesses.of(row("spec", spec, "accepted_per_iter", accepted)).orElseThrow();
    }

    @Test
    void theShareOfGuessesThatAreRightGivesTau() {
        assertThat(of("K=8 draft Qwen2.5-0.5B Q8_0 accept 46.9%", "").tau()).isCloseTo(1 + 8 * 0.469, within(1e-9));
        assertThat(of("K=16 draft Qwen2.5-0.5B code prompt accept 0.7656", "").tau()).isCloseTo(1 + 16 * 0.7656, within(1e-9));
        assertThat(of("K=16 draft Qwen2.5-0.5B Q8_0 accept ~45%", "").tau()).isCloseTo(8.2, within(1e-9));
    }

    @Test
    void whatIsStatedGoesBeforeAShare() {
        assertThat(of("K=8 draft Qwen2.5-0.5B Q8_0 accept 46.9%", "3.75").accepted()).isEqualTo(3.75);
    }

    @Test
    void theChanceOfEachGuessMakesAsManyRight() {
        Guesses guesses = of("K=4 draft Qwen2.5-0.5B accept 0.5", "");
        double p = guesses.chance();
        assertThat(p + p * p + p * p * p + p * p * p * p).isCloseTo(2, within(1e-6));
    }

    @Test
    void withoutALengthOrADraftThereIsNoTau() {
        assertThat(Guesses.of(row("spec", "tree (size not stated)"))).isEmpty();
        assertThat(Guesses.of(row("spec", "MTP head (draft acceptance ~0.87)"))).isEmpty();
        assertThat(Guesses.of(row("spec", "K=16 same draft accept 19.5%"))).isEmpty();
    }
}
