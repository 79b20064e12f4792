package nmos.live.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nmos.live.tokens.ChatTemplate.Message;
import nmos.live.tokens.ChatTemplate.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {
    private static final List<Message> CHAT = List.of(
            new Message(Role.SYSTEM, "Be kind."),
            new Message(Role.USER, "Hi"),
            new Message(Role.ASSISTANT, "Hello."),
            new Message(Role.USER, "Bye"));

    @Test
    void chatml() {
        assertThat(ChatTemplate.CHATML.render(CHAT)).isEqualTo("""
                <|im_start|>system
                Be kind.<|im_end|>
                <|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant
                Hello.<|im_end|>
                <|im_start|>user
                Bye<|im_end|>
                <|im_start|>assistant
                """);
    }

    @Test
    void llama2() {
        assertThat(ChatTemplate.LLAMA_2.render(CHAT))
                .isEqualTo("[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nHi [/INST] Hello. </s><s>[INST] Bye [/INST]");
    }

    @Test
    void llama3() {
        assertThat(ChatTemplate.LLAMA_3.render(CHAT)).isEqualTo("""
                <|start_header_id|>system<|end_header_id|>

                Be kind.<|eot_id|><|start_header_id|>user<|end_header_id|>

                Hi<|eot_id|><|start_header_id|>assistant<|end_header_id|>

                Hello.<|eot_id|><|start_header_id|>user<|end_header_id|>

                Bye<|eot_id|><|start_header_id|>assistant<|end_header_id|>

                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\t', value = {
        "{{'<|im_start|>' + role}}\tCHATML",
        "{{'<|start_header_id|>' + role + '<|end_header_id|>'}}\tLLAMA_3",
        "{{'[INST] ' + '<<SYS>>'}}\tLLAMA_2"
    })
    void isRecognisedByItsMarkers(String template, ChatTemplate expected) {
        assertThat(ChatTemplate.of(model("any", template), Models.gpt2().vocabulary())).isEqualTo(expected);
    }

    @Test
    void isRecognisedByTheArchitecture() {
        assertThat(ChatTemplate.of(model("qwen2", null), Models.qwen2().vocabulary())).isEqualTo(ChatTemplate.CHATML);
        assertThat(ChatTemplate.of(model("llama", null), Models.llama().vocabulary())).isEqualTo(ChatTemplate.LLAMA_2);
    }

    @Test
    void othersAreRefusedByName() {
        assertThatThrownBy(() -> ChatTemplate.of(model("llama", "[INST] {{content}}"), Models.llama().vocabulary()))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith("tokenizer.chat_template is Mistral's");
        assertThatThrownBy(() -> ChatTemplate.of(model("llama", "{{ bos }}\n{{ odd }}"), Models.llama().vocabulary()))
                .hasMessageStartingWith("tokenizer.chat_template is '{{ bos }} {{ odd }}...'");
        assertThatThrownBy(() -> ChatTemplate.of(model("gpt2", null), Models.gpt2().vocabulary()))
                .hasMessageContaining("architecture 'gpt2'");
    }

    private static TokenizerModel model(String architecture, @Nullable String template) {
        int none = TokenizerModel.NONE;
        var ids = new TokenizerModel.Ids(none, none, none, none, none);
        String[] tokens = {"a"};
        return new TokenizerModel(
                architecture, "gpt2", "gpt-2", tokens, new float[0], new int[0], new String[0], ids, null, null, null, template);
    }
}
