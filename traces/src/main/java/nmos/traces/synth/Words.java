package nmos.traces.synth;

import java.util.ArrayDeque;
import java.util.Deque;
import nmos.traces.KeyClass;

/// The keys of a text nobody wrote, by class: words, marks, ends of lines.
final class Words {
    private final Rhythm rhythm;
    private final Chance chance;
    private final Deque<KeyClass> planned = new ArrayDeque<>();

    Words(Rhythm rhythm, Chance chance) {
        this.rhythm = rhythm;
        this.chance = chance;
    }

    void startAfresh() {
        planned.clear();
    }

    KeyClass next() {
        if (planned.isEmpty()) {
            for (int letters = Math.max(1, rhythm.wordLetters().count(chance)); letters > 0; letters--) {
                planned.add(KeyClass.LETTER);
            }
            if (chance.happens(rhythm.punctuationPpm())) {
                planned.add(KeyClass.PUNCTUATION);
            }
            planned.add(chance.happens(rhythm.newlinePpm()) ? KeyClass.NEWLINE : KeyClass.SPACE);
        }
        return planned.remove();
    }

    /// What was deleted is typed again.
    void comeBackTo(KeyClass deleted) {
        planned.addFirst(deleted);
    }

    /// Whether the word that was begun is whole.
    boolean wordIsWhole() {
        return planned.isEmpty() || planned.peek() == KeyClass.SPACE || planned.peek() == KeyClass.NEWLINE;
    }
}
