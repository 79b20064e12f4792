package nmos.live.tokens;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a conversation is spelt for a chat model. Encode the result with `parseSpecial`, and with `addSpecial` for the
/// start token.
///
/// Recognised by the markers in the file's Jinja template, which is not run: extras that only a template states, such
/// as a default system message or tools, are left out.
public enum ChatTemplate {
    /// Qwen and many others.
    CHATML {
        @Override
        public String render(List<Message> messages) {
            var out = new StringBuilder();
            for (Message message : messages) {
                out.append("<|im_start|>").append(message.role().spelling()).append('\n');
                out.append(message.text()).append("<|im_end|>\n");
            }
            return out.append("<|im_start|>assistant\n").toString();
        }
    },
    /// Llama 2 chat: the system message rides in the first user turn, and each turn is a text of its own.
    LLAMA_2 {
        @Override
        public String render(List<Message> messages) {
            var out = new StringBuilder();
            boolean open = false;
            for (Message message : messages) {
                if (!open && message.role() != Role.ASSISTANT) {
                    out.append(out.isEmpty() ? "[INST] " : "<s>[INST] ");
                    open = true;
                }
                String text = message.text().strip();
                switch (message.role()) {
                    case SYSTEM -> out.append("<<SYS>>\n").append(text).append("\n<</SYS>>\n\n");
                    case USER -> out.append(text).append(" [/INST]");
                    case ASSISTANT -> {
                        out.append(' ').append(text).append(" </s>");
                        open = false;
                    }
                }
            }
            return out.toString();
        }
    },
    /// Llama 3 and its successors.
    LLAMA_3 {
        @Override
        public String render(List<Message> messages) {
            var out = new StringBuilder();
            for (Message message : messages) {
                out.append("<|start_header_id|>").append(message.role().spelling()).append("<|end_header_id|>\n\n");
                out.append(message.text().strip()).append("<|eot_id|>");
            }
            return out.append("<|start_header_id|>assistant<|end_header_id|>\n\n").toString();
        }
    };

    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT;

        private String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record Message(Role role, String text) {}

    /// The conversation so far, ending where the assistant is to speak.
    public abstract String render(List<Message> messages);

    public static ChatTemplate of(TokenizerModel model, Vocabulary vocabulary) {
        String template = model.chatTemplate();
        return template != null ? ofTemplate(template) : ofArchitecture(model.architecture(), vocabulary);
    }

    private static ChatTemplate ofTemplate(String template) {
        if (template.contains("<|im_start|>")) {
            return CHATML;
        }
        if (template.contains("<|start_header_id|>") && template.contains("<|end_header_id|>")) {
            return LLAMA_3;
        }
        if (template.contains("[INST]") && template.contains("<<SYS>>")) {
            return LLAMA_2;
        }
        throw new TokenizerException("tokenizer.chat_template is " + name(template)
                + ": the known ones are ChatML, llama-2 and llama-3; give the prompt as plain text");
    }

    private static ChatTemplate ofArchitecture(String architecture, Vocabulary vocabulary) {
        if (architecture.startsWith("qwen") && has(vocabulary, "<|im_start|>")) {
            return CHATML;
        }
        if (architecture.equals("llama") && has(vocabulary, "<|start_header_id|>")) {
            return LLAMA_3;
        }
        if (architecture.equals("llama") && vocabulary.id("<0x00>") != TokenizerModel.NONE) {
            return LLAMA_2;
        }
        throw new TokenizerException("no tokenizer.chat_template, and none is known for architecture '" + architecture
                + "' with this vocabulary; give the prompt as plain text");
    }

    private static boolean has(Vocabulary vocabulary, String token) {
        return vocabulary.id(token) != TokenizerModel.NONE;
    }

    /// What people call the template, by its best-known marker, else its first words.
    private static String name(String template) {
        @Nullable String known = null;
        if (template.contains("[INST]")) {
            known = "Mistral's";
        } else if (template.contains("<start_of_turn>")) {
            known = "Gemma's";
        } else if (template.contains("<|end|>") && template.contains("<|user|>")) {
            known = "Phi-3's";
        } else if (template.contains("<|assistant|>")) {
            known = "Zephyr's";
        } else if (template.contains("<｜Assistant｜>")) {
            known = "DeepSeek's";
        }
        String line = template.strip().replaceAll("\\s+", " ");
        return known != null ? known : "'" + line.substring(0, Math.min(40, line.length())) + "...'";
    }
}
