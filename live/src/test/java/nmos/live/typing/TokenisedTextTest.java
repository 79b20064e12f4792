package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tokens kept up to date piece by piece are those of the whole text, and what is called stable is.
class TokenisedTextTest {
    /// `-Dnmos.typing.rounds=2000` looks harder.
    private static final int ROUNDS = Integer.getInteger("nmos.typing.rounds", 30);
    private static final int CHANGES = 40;

    @ParameterizedTest
    @EnumSource(Vocabularies.class)
    void afterAnyChangeTheTokensAreThoseOfTheWholeText(Vocabularies vocabulary) {
        TextPieces pieces = vocabulary.pieces();
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            String text = Snippets.of(random, 40);
            var kept = new TokenisedText(pieces, text);
            for (int change = 0; change < CHANGES; change++) {
                int[] before = kept.tokens();
                int at = random.nextInt(3) == 0 ? text.length() : Snippets.place(random, text);
                int to = random.nextInt(3) > 0 ? at : at + Snippets.place(random, text.substring(at));
                String inserted = Snippets.of(random, random.nextInt(5) == 0 ? 30 : 2);
                text = text.substring(0, at) + inserted + text.substring(to);
                int changed = kept.change(at, to - at, inserted);
                String where = "seed " + seed + ", change " + change + ": " + text;
                assertThat(kept.text()).isEqualTo(text);
                assertThat(kept.tokens()).as(where).isEqualTo(pieces.tokenizer().encode(text, false, false));
                assertThat(kept.total()).isEqualTo(kept.tokens().length);
                int differs = Arrays.mismatch(before, kept.tokens());
                assertThat(changed).as(where).isEqualTo(differs < 0 ? kept.total() : differs);
                assertThat(kept.stable()).isBetween(0, kept.total());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Vocabularies.class)
    void noStableTokenChangesWhateverIsAppended(Vocabularies vocabulary) {
        TextPieces pieces = vocabulary.pieces();
        int settled = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            String text = Snippets.of(random, 25);
            var kept = new TokenisedText(pieces, text);
            int[] stable = Arrays.copyOf(kept.tokens(), kept.stable());
            settled += stable.length;
            for (int continuation = 0; continuation < 40; continuation++) {
                String longer = text + Snippets.of(random, 12);
                int[] ids = pieces.tokenizer().encode(longer, false, false);
                assertThat(Arrays.copyOf(ids, Math.min(stable.length, ids.length)))
                        .as("seed %s: %s", seed, longer)
                        .isEqualTo(stable);
            }
        }
        assertThat(settled).isPositive();
    }

    /// Else nothing would be ready when the last word is typed.
    @ParameterizedTest
    @EnumSource(
            value = Vocabularies.class,
            names = {"SYNTHETIC_SPM", "SYNTHETIC_LLAMA3", "SYNTHETIC_QWEN", "STORIES", "LLAMA", "GPT2"})
    void aWordSettlesWithTheSpaceAfterIt(Vocabularies vocabulary) {
        TextPieces pieces = vocabulary.pieces();
        var text = new TokenisedText(pieces, "");
        String typed = "";
        for (String word : List.of("the", "little", "red", "hen", "went", "home")) {
            text.change(typed.length(), 0, word);
            typed += word;
            int whole = text.total();
            assertThat(text.stable()).isLessThan(whole);
            text.change(typed.length(), 0, " ");
            typed += " ";
            assertThat(text.stable()).isEqualTo(whole);
        }
    }

    @Test
    void nothingIsNoTokens() {
        var text = new TokenisedText(Vocabularies.SYNTHETIC_SPM.pieces(), "one two");
        assertThat(text.change(0, 7, "")).isZero();
        assertThat(text.total()).isZero();
        assertThat(text.stable()).isZero();
        text.change(0, 0, "one");
        assertThat(text.total()).isPositive();
    }
}
