package nmos.live.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.live.tokens.ChatTemplate.Message;
import nmos.live.tokens.ChatTemplate.Role;
import nmos.live.tokens.Tokenizer;
import nmos.live.tokens.TokenizerException;
import nmos.live.tokens.Vocabulary;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
    private static final List<Message> CHAT = List.of(
            new Message(Role.SYSTEM, "be kind"),
            new Message(Role.USER, "hi"),
            new Message(Role.ASSISTANT, "hello"),
            new Message(Role.USER, "bye"));

    @TempDir
    Path folder;

    private ResidentEngine engine(Family family, String template) {
        var plan = new ModelPlan(family, "t", 1, 64, 2, 1, 32, 64, 500, false, Experts.NONE);
        SyntheticModel model = SyntheticModel.random(plan, TensorType.F32, 1);
        var metadata = new LinkedHashMap<>(model.metadata());
        if (!template.isEmpty()) {
            metadata.put("tokenizer.chat_template", GgufValue.text(template));
        }
        Path file = folder.resolve("m.gguf");
        new SyntheticModel(metadata, model.tensors()).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        return ResidentEngine.load(file, 1);
    }

    /// Markers are control tokens, not their letters; Qwen's texts have no start token.
    @Test
    void chatmlTurnsLieBetweenControlTokens() {
        try (ResidentEngine engine = engine(Family.QWEN2, "")) {
            Vocabulary vocabulary = engine.tokenizer().vocabulary();
            int start = vocabulary.id("<|im_start|>");
            int end = vocabulary.id("<|im_end|>");
            int[] prompt = engine.prompt(CHAT);

            assertThat(prompt[0]).isEqualTo(start);
            assertThat(prompt).doesNotContain(vocabulary.bos());
            assertThat(Arrays.stream(prompt).filter(id -> id == start)).hasSize(CHAT.size() + 1);
            assertThat(Arrays.stream(prompt).filter(id -> id == end)).hasSize(CHAT.size());
            assertThat(engine.tokenizer().decode(prompt))
                    .isEqualTo("system\nbe kind\nuser\nhi\nassistant\nhello\nuser\nbye\nassistant\n");
        }
    }

    /// Each turn of a llama-2 chat is a text with its own start and end.
    @Test
    void llama2TurnsAreTexts() {
        try (ResidentEngine engine = engine(Family.LLAMA2, "{{ '[INST] <<SYS>>' }}")) {
            Tokenizer tokenizer = engine.tokenizer();
            int bos = tokenizer.vocabulary().bos();
            int[] prompt = engine.prompt(CHAT);

            assertThat(prompt[0]).isEqualTo(bos);
            assertThat(Arrays.stream(prompt).filter(id -> id == bos)).hasSize(2);
            assertThat(Arrays.stream(prompt).filter(id -> id == tokenizer.vocabulary().eos())).hasSize(1);
            assertThat(prompt)
                    .containsExactly(tokenizer.encode(
                            "[INST] <<SYS>>\nbe kind\n<</SYS>>\n\nhi [/INST] hello </s><s>[INST] bye [/INST]", true, true));
        }
    }

    @Test
    void anUnknownTemplateIsRefusedByFileAndName() {
        try (ResidentEngine engine = engine(Family.LLAMA2, "<start_of_turn>{{ role }}")) {
            assertThatThrownBy(() -> engine.prompt(CHAT))
                    .isInstanceOf(TokenizerException.class)
                    .hasMessageContaining("m.gguf: tokenizer.chat_template is Gemma's");
        }
    }
}
