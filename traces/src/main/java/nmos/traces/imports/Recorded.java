package nmos.traces.imports;

import java.util.List;
import nmos.traces.KeyClass;

/// One thing a recording tells, `ns` after its session's start. `count`: characters inserted or deleted; may be 0 for a paste over
/// `removed` others.
record Recorded(long ns, What what, int count, int removed) {
    Recorded(long ns, What what, int count) {
        this(ns, what, count, 0);
    }

    enum What {
        LETTER, SPACE, PUNCTUATION, NEWLINE, DELETE, PASTE,
        /// Mouse, cursor or a modifier: nothing changed.
        MOVE,
        /// The person asked a model for text.
        REQUEST,
        /// The model's text appeared, was taken, or was put away: what came of a request is not the person's typing.
        SHOWN, TAKEN, CLOSED;

        static What ofKey(int codePoint) {
            return switch (KeyClass.of(codePoint)) {
                case LETTER -> LETTER;
                case SPACE -> SPACE;
                case PUNCTUATION -> PUNCTUATION;
                case NEWLINE -> NEWLINE;
            };
        }

        boolean changesText() {
            return compareTo(MOVE) < 0;
        }
    }

    /// A recording of one person at work.
    record Session(String name, List<Recorded> actions) {}
}
