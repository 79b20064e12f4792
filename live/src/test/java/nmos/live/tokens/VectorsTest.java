package nmos.live.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The texts on which llama.cpp holds its own tokenizers to the original ones.
class VectorsTest {
    private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

    @Test
    void gpt2() throws IOException {
        reproduces("gpt-2", Models::gpt2);
    }

    @Test
    void llamaSpm() throws IOException {
        reproduces("llama-spm", Models::llama);
    }

    @Test
    void qwen2() throws IOException {
        reproduces("qwen2", Models::qwen2);
    }

    private static void reproduces(String name, Supplier<Tokenizer> model) throws IOException {
        String texts = Files.readString(Models.data("vocab/ggml-vocab-" + name + ".gguf.inp"));
        List<String> ids = Files.readAllLines(Models.data("vocab/ggml-vocab-" + name + ".gguf.out"));
        Tokenizer tokenizer = model.get();
        List<String> cases = Arrays.asList(texts.split(SEPARATOR));
        assertThat(cases).hasSameSizeAs(ids);
        for (int i = 0; i < cases.size(); i++) {
            int[] expected = Arrays.stream(ids.get(i).split(" "))
                    .filter(id -> !id.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            assertThat(tokenizer.encode(cases.get(i), false, false))
                    .as("case %d: '%s'", i, cases.get(i))
                    .containsExactly(expected);
            assertThat(tokenizer.decode(expected)).as("case %d", i).isEqualTo(cases.get(i));
        }
    }
}
