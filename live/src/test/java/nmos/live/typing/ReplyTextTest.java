package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.tokens.StreamDecoder;
import nmos.live.tokens.Tokenizer;
import nmos.live.typing.ReplyText.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyTextTest {
    private static final Tokenizer BYTES = Vocabularies.GPT2_WITH_WHOLE_TOKENS.tokenizer();

    @Test
    void aCharacterAppearsWhenItIsWholeAndGoesWhenItIsNot() {
        int[] llama = BYTES.encode("🦙", false, false);
        assertThat(llama).hasSize(4);
        var reply = new ReplyText(BYTES);
        assertThat(reply.add(BYTES.encode("a", false, false))).isEqualTo(new Change(0, "a"));
        assertThat(reply.add(llama[0], llama[1], llama[2])).isEqualTo(new Change(0, ""));
        assertThat(reply.add(llama[3])).isEqualTo(new Change(0, "🦙"));
        assertThat(reply.retract(1)).as("one code point, two chars").isEqualTo(new Change(1, ""));
        assertThat(reply.add(llama[3])).isEqualTo(new Change(0, "🦙"));
        assertThat(reply.text()).isEqualTo("a🦙");
    }

    @Test
    void aCharacterThatIsNeverFinishedIsReplacedAtTheEnd() {
        var reply = new ReplyText(BYTES);
        reply.add(BYTES.encode("é", false, false)[0]);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.end()).isEqualTo(new Change(0, "\uFFFD"));
        assertThatThrownBy(() -> reply.retract(1)).hasMessage("the reply has ended");
    }

    @Test
    void noMoreIsTakenBackThanIsShown() {
        var reply = new ReplyText(BYTES);
        reply.add(1, 2);
        assertThatThrownBy(() -> reply.retract(3)).hasMessage("3 tokens to retract, and 2 are shown");
        reply.retract(2);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.tokens()).isZero();
    }

    /// Whatever was added and taken back, the text is that of the tokens left, and the changes lead to it.
    @ParameterizedTest
    @EnumSource(value = Vocabularies.class, names = {"GPT2_WITH_WHOLE_TOKENS", "SYNTHETIC_SPM", "STORIES"})
    void theTextIsThatOfTheTokensLeft(Vocabularies vocabulary) {
        Tokenizer tokenizer = vocabulary.tokenizer();
        for (int seed = 0; seed < 100; seed++) {
            var random = new SplittableRandom(seed);
            var reply = new ReplyText(tokenizer);
            var screen = new StringBuilder();
            List<Integer> left = new ArrayList<>();
            for (int change = 0; change < 40; change++) {
                if (random.nextInt(3) == 0) {
                    int count = random.nextInt(left.size() + 1);
                    left.subList(left.size() - count, left.size()).clear();
                    follow(screen, reply.retract(count));
                } else {
                    int[] ids = random.nextBoolean()
                            ? tokenizer.encode(Snippets.of(random, 3), false, false)
                            : new int[] {random.nextInt(tokenizer.vocabulary().size())};
                    for (int id : ids) {
                        left.add(id);
                    }
                    follow(screen, reply.add(ids));
                }
                var decoder = new StreamDecoder(tokenizer);
                var expected = new StringBuilder();
                left.forEach(id -> expected.append(decoder.next(id)));
                assertThat(reply.text()).as("seed %s", seed).isEqualTo(expected.toString()).isEqualTo(screen.toString());
            }
        }
    }

    private static void follow(StringBuilder screen, Change change) {
        screen.setLength(screen.offsetByCodePoints(screen.length(), -change.erased()));
        screen.append(change.added());
    }
}
