package nmos.scout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import nmos.policy.Ranking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordScoutTest {
    private static final String ALPHABET = "  abcdefghi\n\"'{}()$0123456789.,;:?!=>äß漢\uD83D\uDE00";

    private final KeywordScout scout = new KeywordScout();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "CODE | Why does this Python script crash when the list is empty?",
        "CODE | please refactor the code below and add unit tests",
        "CODE | def mean(values):",
        "CHAT | Who painted the ceiling of the Sistine Chapel?",
        "CHAT | write an email to my landlord about the heating",
        "CHAT | I want you to act as a grumpy ship's cook",
        "DOCS | Summarize the following article in three sentences:",
        "DOCS | Extract the names from the passage below",
        "MATH | A baker sells 12 loaves an hour for $3 each. How much does he earn in 4 hours?",
        "MATH | What is the remainder when 7 times 19 is divided by 5?"
    })
    void plainCasesAreTold(Intent intent, String prompt) {
        assertThat(first(prompt)).isEqualTo(intent);
    }

    @Test
    void aWordThatIsBeingTypedCountsOnceItsEndIsClear() {
        assertThat(first("Write a f")).isEqualTo(Intent.CHAT);
        assertThat(first("Write a fun")).isEqualTo(Intent.CODE);
        assertThat(first("Write a function")).isEqualTo(Intent.CODE);
    }

    @Test
    void aWordInsideAnotherIsNotThatWord() {
        assertThat(scout.rank("they scripted it ")).isEqualTo(scout.rank(""));
        assertThat(scout.rank("a script for it ")).isNotEqualTo(scout.rank(""));
    }

    @Test
    void aLongTextThatAddressesNobodyIsADocument() {
        String text = "The river rises in the hills and runs east past the old mills. ".repeat(20);
        assertThat(first(text)).isEqualTo(Intent.DOCS);
        assertThat(first(text.substring(0, 100))).isNotEqualTo(Intent.DOCS);
    }

    @Test
    void whatComesAfterTheFirstPagesChangesNothing() {
        String start = "Compare these two drafts for me. ".repeat(200);
        assertThat(scout.rank(start + "def f(): return 1")).isEqualTo(scout.rank(start));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyTextGetsEveryIntentOnceInFallingOrderAndAMillionInAll(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int[] chars = random.ints(random.nextInt(300), 0, ALPHABET.codePointCount(0, ALPHABET.length()))
                    .map(at -> ALPHABET.codePointAt(ALPHABET.offsetByCodePoints(0, at)))
                    .toArray();
            String text = new String(chars, 0, chars.length);
            Ranking ranking = scout.rank(text);
            assertThat(Arrays.stream(ranking.intents()).sorted()).as(text).containsExactly(0, 1, 2, 3);
            assertThat(Arrays.stream(ranking.ppm()).sum()).as(text).isEqualTo(1_000_000);
            assertThat(IntStream.range(1, 4)).as(text).allMatch(rank -> ranking.ppm()[rank] <= ranking.ppm()[rank - 1]);
            assertThat(new KeywordScout().rank(text)).isEqualTo(ranking);
        }
    }

    @Test
    void everyKeywordIsWrittenAsTextIsRead() {
        assertThat(Keyword.all()).allMatch(keyword -> keyword.phrase().matches("[a-z0-9+]+( [a-z0-9+]+)*") && keyword.evidence() > 0);
        assertThat(Keyword.all()).extracting(Keyword::phrase).doesNotHaveDuplicates();
    }

    private Intent first(String typed) {
        return Intent.values()[scout.rank(typed).intents()[0]];
    }
}
