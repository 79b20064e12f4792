package nmos.live.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {
    static Stream<Named<Supplier<Tokenizer>>> byteLevel() {
        return Stream.of(
                Named.of("gpt-2", Models::gpt2),
                Named.of("qwen2", Models::qwen2),
                Named.of("llama-bpe words", () -> Models.qwenWordsAs("llama-bpe")));
    }

    static Stream<Named<Supplier<Tokenizer>>> all() {
        return Stream.concat(
                byteLevel(), Stream.of(Named.of("llama", Models::llama), Named.of("stories260K", Models::stories)));
    }

    @ParameterizedTest
    @MethodSource("byteLevel")
    void byteLevelTextComesBackAsItWas(Supplier<Tokenizer> model) {
        Tokenizer tokenizer = model.get();
        for (int seed = 0; seed < 3_000; seed++) {
            String text = RandomText.of(new Random(seed), 40);
            assertThat(tokenizer.decode(tokenizer.encode(text, false, false))).as("seed %d", seed).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void piecesOfAStreamMakeTheWhole(Supplier<Tokenizer> model) {
        Tokenizer tokenizer = model.get();
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            int[] ids = random.ints(30, 0, tokenizer.vocabulary().size()).toArray(); // broken UTF-8 included
            int[] after = prepend(tokenizer.encode("x", false, false), ids);
            var stream = new StreamDecoder(tokenizer);
            var text = new StringBuilder();
            for (int id : after) {
                String piece = stream.next(id);
                assertThat(piece).as("seed %d", seed).satisfies(TokenizerTest::endsInAWholeCharacter);
                text.append(piece);
            }
            text.append(stream.end());
            String whole = tokenizer.addsSpacePrefix() ? " " + tokenizer.decode(after) : tokenizer.decode(after);
            assertThat(text.toString()).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCharacterInPiecesIsHeldBack(Supplier<Tokenizer> model) {
        Tokenizer tokenizer = model.get();
        int[] ids = tokenizer.encode("\ud808\udc00", false, false); // a cuneiform sign: no vocabulary has it whole
        var stream = new StreamDecoder(tokenizer);
        String last = "";
        for (int i = 0; i < ids.length; i++) {
            last = stream.next(ids[i]);
            assertThat(last.strip().isEmpty()).isEqualTo(i < ids.length - 1);
        }
        assertThat(last).isEqualTo("\ud808\udc00");
        assertThat(stream.end()).isEmpty();
        for (int i = 0; i < ids.length - 1; i++) {
            stream.next(ids[i]);
        }
        assertThat(stream.end()).isEqualTo("\ufffd");
    }

    @ParameterizedTest
    @MethodSource("all")
    void loneSurrogatesAreReplaced(Supplier<Tokenizer> model) {
        Tokenizer tokenizer = model.get();
        for (String text : List.of("a\ud800b", "\udc00", "\udc00\ud800", "x\ud83e")) {
            String replaced = text.replace('\ud800', '\ufffd').replace('\udc00', '\ufffd').replace('\ud83e', '\ufffd');
            assertThat(tokenizer.encode(text, true, true)).containsExactly(tokenizer.encode(replaced, true, true));
            assertThat(tokenizer.decode(tokenizer.encode(text, false, false))).isEqualTo(replaced);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsNoTokens(Supplier<Tokenizer> model) {
        assertThat(model.get().encode("", false, true)).isEmpty();
        assertThat(model.get().decode()).isEmpty();
    }

    /// A megabyte in which one word, one run of spaces or one pair of letters never ends. A loop that looked through
    /// all symbols for each merge would take hours; the limit is there to end such a run, and is no measure of speed.
    @ParameterizedTest
    @MethodSource("all")
    void aMegabyteOfAnythingEnds(Supplier<Tokenizer> model) {
        Tokenizer tokenizer = model.get();
        var random = new Random(1);
        List<String> texts = List.of(
                "a".repeat(1 << 20),
                " ".repeat(1 << 20),
                "ab".repeat(1 << 19),
                "\n \t".repeat(1 << 18),
                "'".repeat(1 << 20),
                "中文".repeat(1 << 18),
                "<|im_end|><s>".repeat(1 << 16),
                RandomText.of(random, 1 << 18));
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (String text : texts) {
                String expected = tokenizer instanceof Spm ? text.replace('\u2581', ' ') : text;
                assertThat(tokenizer.decode(tokenizer.encode(text, false, false)).equals(expected)).isTrue();
            }
        });
    }

    @Test
    void spmPrefixesASpaceAndABeginning() {
        Tokenizer llama = Models.llama();
        assertThat(llama.encode("Hello", true, false)).containsExactly(1, 15043);
        assertThat(llama.encode("", true, false)).containsExactly(1);
        assertThat(llama.decode(1, 15043)).isEqualTo("Hello");
        assertThat(llama.decode(1, 15043, 3186, 2)).isEqualTo("Hello world");
        assertThat(new StreamDecoder(llama).next(3186)).isEqualTo(" world");
    }

    @Test
    void controlTokensAreReadOnlyWhereAsked() {
        Tokenizer llama = Models.llama();
        assertThat(llama.encode("<s>a</s>b", false, true)).containsExactly(1, 263, 2, 289);
        assertThat(llama.encode("<s>", false, false)).isNotEmpty().doesNotContain(1);
        Tokenizer qwen = Models.qwen2();
        assertThat(qwen.encode("<|im_start|>a<|im_end|>", false, true)).containsExactly(151_644, 64, 151_645);
        assertThat(qwen.encode("<|im_start|>", false, false)).isNotEmpty().doesNotContain(151_644);
        assertThat(qwen.decode(151_644, 64, 151_645, 151_700)).isEqualTo("a");
    }

    @Test
    void knowsWhatEndsAReply() {
        assertThat(Models.llama().vocabulary().endsGeneration(2)).isTrue();
        assertThat(Models.llama().vocabulary().endsGeneration(1)).isFalse();
        assertThat(Models.qwen2().vocabulary().endsGeneration(151_643)).as("<|endoftext|>").isTrue();
        assertThat(Models.qwen2().vocabulary().endsGeneration(151_645)).as("<|im_end|>").isTrue();
        assertThat(Models.qwen2().vocabulary().endsGeneration(151_644)).as("<|im_start|>").isFalse();
    }

    @Test
    void refusesTokensThatAreNone() {
        Tokenizer gpt2 = Models.gpt2();
        assertThatThrownBy(() -> gpt2.decode(50_257)).hasMessage("token 50257 is outside the vocabulary of 50257");
        assertThatThrownBy(() -> gpt2.decode(-1)).hasMessage("token -1 is outside the vocabulary of 50257");
    }

    private static int[] prepend(int[] first, int[] rest) {
        return Stream.of(first, rest).flatMapToInt(Arrays::stream).toArray();
    }

    private static void endsInAWholeCharacter(String piece) {
        assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isTrue();
    }
}
