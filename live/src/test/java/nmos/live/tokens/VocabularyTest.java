package nmos.live.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final int NONE = TokenizerModel.NONE;

    @Test
    void differencesInPaddingAreNone() {
        Path ranks = Models.data("vocab/qwen.tiktoken");
        Vocabulary small = Tokenizer.of(Models.qwen(ranks, "qwen2", 151_936)).vocabulary();
        Vocabulary large = Tokenizer.of(Models.qwen(ranks, "qwen2", 152_064)).vocabulary();
        assertThat(Vocabulary.difference(large, small)).isEmpty();
        assertThat(Vocabulary.compatible(small, large)).isTrue();
    }

    @Test
    void theTwoTinyModelsShareAVocabulary() {
        Vocabulary draft = Models.llama2xs().vocabulary();
        assertThat(Vocabulary.difference(Models.stories().vocabulary(), draft)).isEmpty();
    }

    @Test
    void anotherAlgorithmIsNamed() {
        assertThat(Vocabulary.difference(Models.llama().vocabulary(), Models.gpt2().vocabulary()))
                .contains("the oracle's tokenizer is SPM, the draft's BPE GPT_2");
    }

    @Test
    void theFirstDifferentTokenIsNamed() {
        assertThat(Vocabulary.difference(spm("a", "b"), spm("a", "c")))
                .contains("token 257 is 'b' for the oracle and 'c' for the draft");
    }

    @Test
    void aTailThatIsNoPaddingIsNamed() {
        assertThat(Vocabulary.difference(spm("a"), spm("a", "b")))
                .contains("the oracle has 257 tokens and the draft 258, and token 257 'b' is no padding");
        assertThat(Vocabulary.difference(spm("a"), spm("a", "[PAD257]"))).isEmpty();
    }

    @Test
    void inconsistentFilesAreRefused() {
        String[] two = {"a", "b"};
        assertThatThrownBy(() -> model(two, new float[1], NONE))
                .isInstanceOf(TokenizerException.class)
                .hasMessage("tokenizer.ggml.scores has 1 entries for 2 tokens");
        assertThatThrownBy(() -> model(two, new float[2], 2))
                .isInstanceOf(TokenizerException.class)
                .hasMessage("tokenizer.ggml.bos_token_id is 2, outside the vocabulary of 2");
        assertThatThrownBy(() -> Tokenizer.of(model(two, new float[2], NONE)))
                .isInstanceOf(TokenizerException.class)
                .hasMessage("no token for byte 0x00, and no tokenizer.ggml.unknown_token_id");
    }

    @Test
    void unknownAlgorithmsAreRefusedByName() {
        var ids = new TokenizerModel.Ids(NONE, NONE, NONE, NONE, NONE);
        var bert = new TokenizerModel(
                "bert", "bert", "", new String[] {"a"}, new float[0], new int[0], new String[0], ids, null, null, null, null);
        assertThatThrownBy(() -> Tokenizer.of(bert)).isInstanceOf(TokenizerException.class).hasMessageContaining("'bert'");
    }

    /// 256 bytes and these.
    private static Vocabulary spm(String... more) {
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add("<0x%02X>".formatted(b));
        }
        tokens.addAll(List.of(more));
        return Tokenizer.of(model(tokens.toArray(String[]::new), new float[tokens.size()], NONE)).vocabulary();
    }

    private static TokenizerModel model(String[] tokens, float[] scores, int bos) {
        var ids = new TokenizerModel.Ids(bos, NONE, NONE, NONE, NONE);
        return new TokenizerModel(
                "llama", "llama", "", tokens, scores, new int[0], new String[0], ids, null, null, null, null);
    }
}
