package nmos.live.typing;

import java.util.List;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;
import nmos.traces.TypedTurn;

/// The prompt of one turn as it grows, change by change. What the trace tells stands as told; where it tells only classes
/// and lengths the text is made up.
final class PromptText {
    /// From char `at` on, `removed` chars went and `inserted` took their place. Traces count code points, strings chars.
    record Change(int at, int removed, String inserted) {}

    /// What replaces a few characters in the middle is some words, not a sentence.
    private static final int LONGEST_PHRASE = 40;

    private static final int LONGEST_BEGUN = 2 * CommonWords.LONGEST;

    private final List<TraceEvent> changes;
    private final MadeUpText source;
    private final TypedTurn turn;
    private final StringBuilder text;
    private int next;
    private int pairs;
    private boolean madeUp;

    /// Letters of a word being typed, which `coming` says will go on at `comingAt`.
    private String coming = "";

    private int comingAt;

    /// `start`: what the prompt starts out as.
    PromptText(TypedTurn turn, String start, MadeUpText source) {
        this.turn = turn;
        this.source = source;
        changes = turn.changes().stream().filter(change -> !(change instanceof TraceEvent.Pause)).toList();
        text = new StringBuilder(start);
        pairs = pairs(start);
    }

    int changes() {
        return changes.size();
    }

    /// What the next change is in the trace.
    TraceEvent upcoming() {
        return changes.get(next);
    }

    String text() {
        return text.toString();
    }

    boolean madeUp() {
        return madeUp;
    }

    /// Makes the next change.
    Change apply() {
        TraceEvent change = changes.get(next);
        Change made = switch (change) {
            case TraceEvent.Key key -> replace(key.at(), 0, key.typed());
            case TraceEvent.Edit edit -> replace(edit.at(), edit.removed(), edit.inserted());
            case TraceEvent.Paste paste -> replace(paste.at(), 0, paste.inserted());
            case TraceEvent.Open _, TraceEvent.Begin _, TraceEvent.Pause _, TraceEvent.Submit _ ->
                throw new IllegalStateException("not a change: " + change);
        };
        next++;
        return made;
    }

    private Change replace(int at, int removed, Inserted inserted) {
        int from = index(0, at);
        int to = index(from, removed);
        String put = switch (inserted) {
            case Inserted.Text told -> told.text();
            case Inserted.Typed key -> key(at, from, key.key());
            case Inserted.Length told -> length(told.length(), removed > 0);
        };
        madeUp |= !(inserted instanceof Inserted.Text) && !put.isEmpty();
        pairs += pairs(put) - pairs(text.subSequence(from, to));
        text.replace(from, to, put);
        return new Change(from, to - from, put);
    }

    private String length(int chars, boolean replaces) {
        return chars == 0
                ? ""
                : replaces && chars <= LONGEST_PHRASE
                        ? source.phrase(next, chars)
                        : source.passage(next, turn.begin().reply(), chars);
    }

    private String key(int at, int from, KeyClass key) {
        return switch (key) {
            case LETTER -> letter(at, from);
            case SPACE -> " ";
            case PUNCTUATION -> source.punctuation(next);
            case NEWLINE -> "\n";
        };
    }

    private String letter(int at, int from) {
        // a plan holds while one letter follows another
        if (coming.isEmpty() || comingAt != at || !isLetter(next - 1, at - 1)) {
            coming = source.letters(next, begun(from), run(at));
        }
        String letter = coming.substring(0, 1);
        coming = coming.substring(1);
        comingAt = at + 1;
        return letter;
    }

    /// Letters that follow each other from the next change on.
    private int run(int at) {
        int letters = 1;
        while (isLetter(next + letters, at + letters)) {
            letters++;
        }
        return letters;
    }

    private boolean isLetter(int change, int at) {
        return change >= 0
                && change < changes.size()
                && changes.get(change) instanceof TraceEvent.Key key
                && key.at() == at
                && key.typed() instanceof Inserted.Typed typed
                && typed.key() == KeyClass.LETTER;
    }

    private String begun(int to) {
        int from = to;
        while (from > 0 && to - from < LONGEST_BEGUN && text.charAt(from - 1) >= 'a' && text.charAt(from - 1) <= 'z') {
            from--;
        }
        return text.substring(from, to);
    }

    private int index(int from, int codePoints) {
        return pairs == 0 ? from + codePoints : text.offsetByCodePoints(from, codePoints);
    }

    private static int pairs(CharSequence chars) {
        return (int) chars.chars().filter(c -> Character.isHighSurrogate((char) c)).count();
    }
}
