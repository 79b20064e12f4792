package nmos.live.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufValue;
import nmos.live.gguf.GgufWriter;
import nmos.live.reference.NodeLlama;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same ids as llama.cpp itself for text that no vector thought of.
class AgainstLlamaCppTest {
    private static final int TEXTS = 500;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"vocab/ggml-vocab-gpt-2.gguf", "vocab/ggml-vocab-llama-spm.gguf", "models/stories260K.gguf"})
    void filesAtHand(String file) {
        agrees(Models.data(file));
    }

    @Test
    void qwen2() {
        agrees(write("qwen2"));
    }

    /// Which also takes whole words before merges.
    @Test
    void llamaBpeOverQwensWords() {
        agrees(write("llama-bpe"));
    }

    private static void agrees(Path file) {
        NodeLlama reference = NodeLlama.orSkip();
        List<String> texts = Stream.concat(
                        IntStream.range(0, TEXTS).mapToObj(seed -> RandomText.of(new Random(seed), 30)),
                        Arrays.stream(CharClass.NEW_IN_16).mapToObj(AgainstLlamaCppTest::aroundAYoungCharacter))
                .toList();
        try (Gguf gguf = Gguf.open(file)) {
            Tokenizer tokenizer = Tokenizer.of(gguf);
            for (boolean parseSpecial : new boolean[] {false, true}) {
                List<int[]> expected = reference.tokens(file, texts, parseSpecial);
                for (int seed = 0; seed < texts.size(); seed++) {
                    assertThat(tokenizer.encode(texts.get(seed), false, parseSpecial))
                            .as("%s, seed %d: '%s'", file.getFileName(), seed, texts.get(seed))
                            .containsExactly(expected.get(seed));
                }
            }
        }
    }

    /// Cut one way where these are letters or numbers, another where they are symbols.
    private static String aroundAYoungCharacter(int point) {
        return IntStream.rangeClosed(point - 1, point + 1)
                .mapToObj(p -> Character.toString(p) + "<unk " + Character.toString(p) + "'sea ")
                .collect(Collectors.joining());
    }

    private Path write(String preTokenizer) {
        TokenizerModel model = Models.qwen(Models.data("vocab/qwen.tiktoken"), preTokenizer, 151_936);
        var metadata = new LinkedHashMap<String, GgufValue>();
        metadata.put("general.architecture", GgufValue.text("qwen2"));
        metadata.put("tokenizer.ggml.model", GgufValue.text("gpt2"));
        metadata.put("tokenizer.ggml.pre", GgufValue.text(preTokenizer));
        metadata.put("tokenizer.ggml.tokens", GgufValue.strings(List.of(model.tokens())));
        metadata.put("tokenizer.ggml.token_type", GgufValue.i32s(model.types()));
        metadata.put("tokenizer.ggml.merges", GgufValue.strings(List.of(model.merges())));
        metadata.put("tokenizer.ggml.bos_token_id", GgufValue.u32(model.ids().eos()));
        metadata.put("tokenizer.ggml.eos_token_id", GgufValue.u32(model.ids().eos()));
        Path file = dir.resolve(preTokenizer + ".gguf");
        GgufWriter.write(file, metadata, List.of(), GgufWriter.IfPresent.REFUSE, _ -> {});
        return file;
    }
}
