package nmos.live.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreTokenizerTest {
    private static final String[] PARTS = {
        "a", "Z", "é", "ß", "中", "ǅ", "ª", "𝔸", "𐐷", "1", "9", "٣", "Ⅷ", "½", "𝟙", " ", "  ", "\t", "\n", "\r\n", "\u000b", "\u0085",
        "\u00a0", "\u1680", "\u2003", "\u2028", "\u3000", "\u200b", "\u001c", "'s", "'S", "'ll", "'Re", "'", "''t", "ſ", ".", "!?",
        "_", "€", "🦙", "\u0301", "\u0378", "\ue000", "\u0000", "\ufffd"
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GPT_2     | we're  100% 'S fine 12345  | we,'re,_,_100,%,_',S,_fine,_12345,__",
        "LLAMA_BPE | we're  100% 'S fine 12345  | we,'re,_,_,100,%,_',S,_fine,_,123,45,__",
        "QWEN2     | we're  100% 'S fine 12345  | we,'re,_,_,1,0,0,%,_',S,_fine,_,1,2,3,4,5,__",
    }, ignoreLeadingAndTrailingWhitespace = true)
    void cutsWords(PreTokenizer preTokenizer, String text, String words) {
        assertThat(String.join(",", words(preTokenizer, text + "  ")).replace(' ', '_')).isEqualTo(words);
    }

    @Test
    void newlinesEndWordsOfSymbolsAndSpace() {
        assertThat(words(PreTokenizer.QWEN2, "a!\n\nb \n \n  c")).containsExactly("a", "!\n\n", "b", " \n \n", " ", " c");
        assertThat(words(PreTokenizer.GPT_2, "a!\n\nb \n \n  c")).containsExactly("a", "!", "\n", "\n", "b", " \n \n ", " c");
    }

    @ParameterizedTest
    @EnumSource(PreTokenizer.class)
    void equalsItsRegularExpression(PreTokenizer preTokenizer) {
        Pattern pattern = pattern(preTokenizer);
        for (int seed = 0; seed < 20_000; seed++) {
            String text = text(new Random(seed));
            List<String> expected = new ArrayList<>();
            for (Matcher m = pattern.matcher(text); m.find(); ) {
                expected.add(m.group());
            }
            assertThat(words(preTokenizer, text)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void refusesOthersByName() {
        assertThatThrownBy(() -> PreTokenizer.of("tekken"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("'tekken'");
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    private static List<String> words(PreTokenizer preTokenizer, String text) {
        List<String> words = new ArrayList<>();
        for (int from = 0, to; from < text.length(); from = to) {
            to = preTokenizer.end(text, from);
            words.add(text.substring(from, to));
        }
        return words;
    }

    /// The published expressions, with `\s` and its complement written out as the White_Space property.
    private static Pattern pattern(PreTokenizer preTokenizer) {
        String s = "\\t-\\r\\x{85}\\p{Z}";
        String digits = preTokenizer == PreTokenizer.QWEN2 ? "" : "{1,3}";
        String expression =
                switch (preTokenizer) {
                    case GPT_2 ->
                        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^S\\p{L}\\p{N}]+|[S]+(?![^S])|[S]+";
                    case LLAMA_BPE, QWEN2 ->
                        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + digits
                                + "| ?[^S\\p{L}\\p{N}]+[\\r\\n]*|[S]*[\\r\\n]+|[S]+(?![^S])|[S]+";
                };
        return Pattern.compile(expression.replace("[S]", "[" + s + "]").replace("[^S", "[^" + s));
    }
}
