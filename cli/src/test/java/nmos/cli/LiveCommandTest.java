package nmos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.live.tokens.Tokenizer;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveCommandTest {
    private static final Pattern PROMPT_TOKENS = Pattern.compile("\"prompt_tokens\":(\\d+)");

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path model(Family family, String chatTemplate) {
        var plan = new ModelPlan(family, "t", 1, 64, 2, 1, 32, 64, 500, false, Experts.NONE);
        SyntheticModel model = SyntheticModel.random(plan, TensorType.F32, 1);
        var metadata = new LinkedHashMap<>(model.metadata());
        if (!chatTemplate.isEmpty()) {
            metadata.put("tokenizer.chat_template", GgufValue.text(chatTemplate));
        }
        Path file = dir.resolve("m.gguf");
        new SyntheticModel(metadata, model.tensors()).write(file, IfPresent.REPLACE, _ -> {});
        return file;
    }

    /// By the template the file holds, or where it holds none by what the family is known for.
    @ParameterizedTest
    @CsvSource(delimiter = '@', value = {
        "QWEN2  @ ''                          @ <|im_start|>user~hi<|im_end|>~<|im_start|>assistant~",
        "QWEN2  @ {{ '<|im_start|>' + role }} @ <|im_start|>user~hi<|im_end|>~<|im_start|>assistant~",
        "LLAMA2 @ ''                          @ [INST] hi [/INST]",
        "LLAMA2 @ {{ [INST] <<SYS>> }}        @ [INST] hi [/INST]",
        "LLAMA2 @ {{ '<|im_start|>' + role }} @ <|im_start|>user~hi<|im_end|>~<|im_start|>assistant~",
    })
    void aMessageIsSpeltAsTheModelsTemplateDoes(Family family, String template, String spelt) {
        Path model = model(family, template);
        int[] expected;
        int[] plain;
        try (Gguf gguf = Gguf.open(model)) {
            expected = Tokenizer.of(gguf).encode(spelt.replace('~', '\n'), true, true);
            plain = Tokenizer.of(gguf).encode("hi", true, false);
        }

        assertThat(promptTokens(model, "--prompt", "hi", "--chat")).isEqualTo(expected.length);
        assertThat(promptTokens(model, "--prompt", "hi")).isEqualTo(plain.length).isLessThan(expected.length);
    }

    @Test
    void instructionsComeBeforeTheMessage() {
        Path model = model(Family.QWEN2, "");
        int[] expected;
        try (Gguf gguf = Gguf.open(model)) {
            String spelt = "<|im_start|>system\nbe kind<|im_end|>\n<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n";
            expected = Tokenizer.of(gguf).encode(spelt, true, true);
        }
        assertThat(promptTokens(model, "--prompt", "hi", "--chat", "--system", "be kind")).isEqualTo(expected.length);
    }

    @Test
    void whatCannotBeSpeltIsRefusedInOneLine() {
        assertThat(run(model(Family.LLAMA2, "[INST] {{content}}"), "--prompt", "hi", "--chat")).isEqualTo(2);
        assertThat(err.toString()).contains("m.gguf: tokenizer.chat_template is Mistral's").hasLineCount(1);
        assertThat(run(model(Family.LLAMA2, ""), "--prompt", "hi", "--system", "be kind")).isEqualTo(2);
        assertThat(err.toString()).contains("--system goes with --chat").hasLineCount(2);
    }

    private int promptTokens(Path model, String... args) {
        out.getBuffer().setLength(0);
        assertThat(run(model, args)).as(err.toString()).isZero();
        Matcher count = PROMPT_TOKENS.matcher(out.toString());
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    private int run(Path model, String... args) {
        String[] all = Stream.concat(
                        Stream.of("live", "--resident", model.toString(), "-n", "2", "--threads", "1", "--json"), Stream.of(args))
                .toArray(String[]::new);
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, () -> 0, new StopFlag());
        return Nmos.commandLine(terminal).execute(all);
    }
}
