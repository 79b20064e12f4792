package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nmos.live.tokens.Tokenizer;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Tokenizer SPM = Vocabularies.SYNTHETIC_SPM.tokenizer();
    private static final Tokenizer QWEN = Vocabularies.SYNTHETIC_QWEN.tokenizer();
    private static final int BOS = SPM.vocabulary().bos();

    @Test
    void aTurnFollowsThePromptAndReplyBefore() {
        var conversation = new Conversation(QWEN, 0, 1);
        conversation.begin(false, false);
        assertThat(conversation.promptStart()).as("no start token in this vocabulary").isEmpty();
        conversation.typed(new int[] {5, 6});
        conversation.typed(new int[] {5, 7, 8});
        conversation.replied(9);
        conversation.replied(10, 11);
        assertThat(conversation.ids()).containsExactly(5, 7, 8, 9, 10, 11);
        assertThat(conversation.reply()).isEqualTo(3);
        conversation.begin(false, false);
        assertThat(conversation.before()).isEqualTo(6);
        conversation.typed(new int[] {12});
        assertThat(conversation.ids(5, 7)).containsExactly(11, 12);
        assertThat(conversation.id(6)).isEqualTo(12);
        assertThat(conversation.prompt()).isEqualTo(1);
    }

    @Test
    void aRetryReplacesPromptAndReplyAndAFreshTurnForgetsAll() {
        var conversation = new Conversation(QWEN, 0, 1);
        conversation.begin(false, false);
        conversation.typed(new int[] {5});
        conversation.replied(6);
        conversation.begin(false, false);
        conversation.typed(new int[] {7});
        conversation.replied(8);
        conversation.begin(true, false);
        assertThat(conversation.ids()).containsExactly(5, 6);
        conversation.typed(new int[] {7});
        conversation.begin(false, true);
        assertThat(conversation.length()).isZero();
    }

    @Test
    void theStartOfTextCountsAsTheFirstTokenOfTheFirstPrompt() {
        var conversation = new Conversation(SPM, 0, 1);
        conversation.begin(false, false);
        assertThat(conversation.before()).isZero();
        assertThat(conversation.promptStart()).containsExactly(BOS);
        conversation.typed(new int[] {BOS, 300});
        conversation.begin(true, false);
        assertThat(conversation.promptStart()).containsExactly(BOS);
        conversation.typed(new int[] {BOS, 300});
        conversation.begin(false, false);
        assertThat(conversation.promptStart()).isEmpty();
    }

    @Test
    void aSharedPrefixBeginsWithTheStartOfTextAndIsTheSameForAll() {
        var one = new Conversation(SPM, 20, 1);
        var other = new Conversation(SPM, 20, 1);
        one.begin(false, true);
        assertThat(one.ids()).hasSize(20).startsWith(BOS).isEqualTo(other.ids());
        assertThat(one.promptStart()).isEmpty();
        one.typed(new int[] {300});
        one.replied(301);
        one.begin(false, true);
        assertThat(one.ids()).isEqualTo(other.ids());
        assertThat(new Conversation(SPM, 20, 2).ids()).isNotEqualTo(other.ids());
        assertThat(new Conversation(SPM, 1, 1).ids()).containsExactly(BOS);
    }

    @Test
    void theFirstTurnCannotBeARetry() {
        var conversation = new Conversation(SPM, 0, 1);
        assertThatThrownBy(() -> conversation.begin(true, false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingBeyondItsEndIsRead() {
        var conversation = new Conversation(SPM, 3, 1);
        assertThatThrownBy(() -> conversation.id(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> conversation.ids(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
