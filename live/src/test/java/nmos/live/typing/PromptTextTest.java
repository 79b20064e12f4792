package nmos.live.typing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptTextTest {
    private static PromptText prompt(MadeUpText source, ContentClass reply, String start, List<TraceEvent> changes) {
        var begin = new TraceEvent.Begin(0, 0, reply, 9, OptionalInt.empty(), !start.isEmpty());
        return new PromptText(new TypedTurn(begin, 0, changes, TypedTurn.NEVER, 0), start, source);
    }

    private static PromptText prompt(List<TraceEvent> changes) {
        return prompt(new MadeUpText(1, 0, 0), ContentClass.CHAT, "", changes);
    }

    /// `L` letter, `_` space, `.` punctuation, `/` newline, each at the end of what is there.
    private static List<TraceEvent> keys(String classes) {
        List<TraceEvent> keys = new ArrayList<>();
        for (int at = 0; at < classes.length(); at++) {
            KeyClass key = KeyClass.values()["L_./".indexOf(classes.charAt(at))];
            keys.add(new TraceEvent.Key(at, 0, at, new Inserted.Typed(key)));
        }
        return keys;
    }

    private static String typed(PromptText prompt) {
        for (int change = 0; change < prompt.changes(); change++) {
            prompt.apply();
        }
        return prompt.text();
    }

    @Test
    void whatIsToldStandsAsTold() {
        PromptText prompt = prompt(List.of(
                new TraceEvent.Key(0, 0, 0, new Inserted.Text("🦙")),
                new TraceEvent.Key(1, 0, 1, new Inserted.Text("b")),
                new TraceEvent.Paste(2, 0, 1, new Inserted.Text("é🦙")),
                new TraceEvent.Edit(3, 0, 2, 1, new Inserted.Text("x"))));
        assertThat(typed(prompt)).isEqualTo("🦙éxb");
        assertThat(prompt.madeUp()).isFalse();
    }

    @Test
    void aChangeIsToldInChars() {
        PromptText prompt = prompt(List.of(
                new TraceEvent.Paste(0, 0, 0, new Inserted.Text("🦙🦙a")), new TraceEvent.Edit(1, 0, 1, 2, Inserted.NOTHING)));
        assertThat(prompt.apply()).isEqualTo(new PromptText.Change(0, 0, "🦙🦙a"));
        assertThat(prompt.apply()).isEqualTo(new PromptText.Change(2, 3, ""));
        assertThat(prompt.text()).isEqualTo("🦙");
    }

    @Test
    void keysOfAClassBecomeWordsOfThatManyLetters() {
        PromptText prompt = prompt(keys("LLL_LLLLL._L/LLLLLLLLLLLLLLLLLLLLLLL"));
        String text = typed(prompt);
        assertThat(text).matches("[a-z]{3} [a-z]{5}\\p{Punct} [ai]\n[a-z]{23}");
        assertThat(CommonWords.of(3, "")).contains(text.substring(0, 3));
        assertThat(CommonWords.of(5, "")).contains(text.substring(4, 9));
        assertThat(prompt.madeUp()).isTrue();
    }

    @Test
    void aWordGoesOnAsAnotherWhereOneFits() {
        List<TraceEvent> changes = keys("LLLLL");
        changes.add(new TraceEvent.Edit(9, 0, 3, 2, Inserted.NOTHING));
        PromptText shorter = prompt(changes);
        String begun = typed(shorter);
        changes.add(new TraceEvent.Key(10, 0, 3, new Inserted.Typed(KeyClass.LETTER)));
        changes.add(new TraceEvent.Key(11, 0, 4, new Inserted.Typed(KeyClass.LETTER)));
        String retyped = typed(prompt(changes));
        assertThat(retyped).startsWith(begun);
        assertThat(CommonWords.of(5, begun)).contains(retyped);
    }

    @Test
    void laterKeysNeverChangeEarlierLetters() {
        for (int seed = 0; seed < 50; seed++) {
            var turn = RandomTurns.of(seed, false).turns().getFirst().getFirst();
            var prompt = new PromptText(turn, "", new MadeUpText(seed, 0, 0));
            String before = "";
            for (int change = 0; change < prompt.changes(); change++) {
                PromptText.Change made = prompt.apply();
                assertThat(prompt.text())
                        .isEqualTo(before.substring(0, made.at()) + made.inserted()
                                + before.substring(made.at() + made.removed()));
                before = prompt.text();
            }
            assertThat(before.codePointCount(0, before.length())).isEqualTo(turn.promptLength());
        }
    }

    @Test
    void theSameSeedSessionAndTurnGiveTheSameTextAndOthersGiveOthers() {
        List<TraceEvent> keys = keys("LLLL_LLLLL_LLL_LLLLLL");
        List<String> texts = new ArrayList<>();
        for (MadeUpText source : List.of(
                new MadeUpText(1, 0, 0), new MadeUpText(2, 0, 0), new MadeUpText(1, 1, 0), new MadeUpText(1, 0, 1))) {
            texts.add(typed(prompt(source, ContentClass.CHAT, "", keys)));
            assertThat(typed(prompt(source, ContentClass.CHAT, "", keys))).isEqualTo(texts.getLast());
        }
        assertThat(texts).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(ContentClass.class)
    void aPasteIsExactlyAsLongAsTold(ContentClass reply) {
        for (int chars : new int[] {1, 2, 57, 1_000}) {
            List<TraceEvent> paste = List.of(new TraceEvent.Paste(0, 0, 0, new Inserted.Length(chars)));
            String text = typed(prompt(new MadeUpText(1, 0, 0), reply, "", paste));
            assertThat(text).hasSize(chars).matches("(?s)\\p{ASCII}*");
            if (chars == 1_000) {
                assertThat(text.contains(" = ")).isEqualTo(reply == ContentClass.CODE);
            }
        }
    }

    @Test
    void aReplacementIsWordsOfThatManyCharacters() {
        for (int chars = 0; chars <= 40; chars++) {
            String text = new MadeUpText(chars, 0, 0).phrase(0, Math.max(1, chars));
            assertThat(text).hasSize(Math.max(1, chars)).matches("[a-z]+( [a-z]+)*");
            List<TraceEvent> edit = List.of(new TraceEvent.Edit(0, 0, 1, 1, new Inserted.Length(chars)));
            assertThat(typed(prompt(new MadeUpText(1, 0, 0), ContentClass.CODE, "abc", edit)))
                    .hasSize(2 + chars)
                    .matches("a[a-z ]*c");
        }
    }

    @Test
    void thePromptBeforeIsThereAtTheStart() {
        List<TraceEvent> edit = List.of(new TraceEvent.Edit(0, 0, 4, 3, new Inserted.Text("hens")));
        assertThat(typed(prompt(new MadeUpText(1, 0, 0), ContentClass.CHAT, "two cats", edit))).isEqualTo("two henss");
    }

    @Test
    void thereAreWordsOfEveryLength() {
        for (int letters = 1; letters <= CommonWords.LONGEST; letters++) {
            assertThat(CommonWords.of(letters, "")).isNotEmpty().allMatch(word -> word.matches("[a-z]+"));
        }
    }
}
