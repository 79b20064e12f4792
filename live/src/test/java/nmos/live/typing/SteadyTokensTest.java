package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nmos.live.tokens.TokenKind;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.Workload;
import nmos.world.typing.SteadyTurn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SteadyTokensTest {
    private static final Tokenizer SPM = Vocabularies.SYNTHETIC_SPM.tokenizer();

    private static Workload workload(int promptTokens, long typingNs) {
        return new Workload(2, 3, promptTokens, 7, typingNs, 5, false, 0, 1_000, null);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 5", "40, 0", "40, 1000"})
    void stepsAreThoseOfASteadyTurn(int promptTokens, long typingNs) {
        Workload workload = workload(promptTokens, typingNs);
        var expected = new SteadyTurn(workload);
        var script = new SteadyTokens(workload, new int[] {1}, SPM, 1, 0, 0);
        assertThat(script.steps()).isEqualTo(expected.steps());
        for (int left = script.steps(); left > 0; left--) {
            var step = expected.next();
            assertThat(script.next()).isEqualTo(step);
            assertThat(script.tokens()).hasSize(step.total()).startsWith(1);
        }
        assertThat(script.tokens()).isEqualTo(script.submitted()).hasSize(promptTokens);
        assertThat(script.submitAfterNs()).isEqualTo(expected.submitAfterNs());
        assertThat(script.promptTokens()).isEqualTo(expected.promptTokens());
        assertThat(script.replyTokens()).isEqualTo(expected.replyTokens());
        assertThat(script.again()).isEqualTo(expected.again());
    }

    @ParameterizedTest
    @EnumSource(value = Vocabularies.class, names = {"SYNTHETIC_SPM", "SYNTHETIC_QWEN", "STORIES", "LLAMA", "GPT2"})
    void tokensAreOrdinaryText(Vocabularies vocabulary) {
        Tokenizer tokenizer = vocabulary.tokenizer();
        var script = new SteadyTokens(workload(300, 0), new int[0], tokenizer, 1, 0, 0);
        script.next();
        for (int id : script.tokens()) {
            assertThat(tokenizer.vocabulary().kind(id)).isIn(TokenKind.NORMAL, TokenKind.BYTE);
        }
        assertThat(script.text()).matches("(?s)[A-Z][a-z,.? \nA-Z]*");
    }

    @ParameterizedTest
    @EnumSource(value = Vocabularies.class, names = {"SYNTHETIC_SPM", "SYNTHETIC_QWEN"})
    void eachSeedSessionAndTurnHasItsOwn(Vocabularies vocabulary) {
        Tokenizer tokenizer = vocabulary.tokenizer();
        List<String> texts = new ArrayList<>();
        for (int[] place : new int[][] {{1, 0, 0}, {2, 0, 0}, {1, 1, 0}, {1, 0, 1}}) {
            texts.add(tokenizer.decode(
                    new SteadyTokens(workload(30, 0), new int[0], tokenizer, place[0], place[1], place[2]).submitted()));
        }
        assertThat(texts).doesNotHaveDuplicates();
        assertThat(new SteadyTokens(workload(30, 0), new int[0], tokenizer, 1, 0, 0).submitted())
                .isEqualTo(new SteadyTokens(workload(30, 0), new int[0], tokenizer, 1, 0, 0).submitted());
    }
}
