package nmos.traces.synth;

import java.util.Locale;
import nmos.traces.KeyClass;
import org.jspecify.annotations.Nullable;

/// Where a key stands among its neighbours. It says more about the time before it than anything else: the median pause before a
/// first deletion is three times that within a word, and one sentence in five begins after 2 s and more.
enum KeyContext {
    IN_WORD, SPACE, PUNCTUATION, WORD_START, SENTENCE_START, NEWLINE, FIRST_DELETE, NEXT_DELETE, AFTER_DELETE;

    final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The last two keys of a session. A deletion is null.
    static final class Neighbours {
        private @Nullable KeyClass last = KeyClass.SPACE;
        private @Nullable KeyClass beforeLast = KeyClass.PUNCTUATION;

        /// The context of the key that comes now; null for a deletion.
        KeyContext next(@Nullable KeyClass key) {
            KeyContext context = context(key);
            beforeLast = last;
            last = key;
            return context;
        }

        boolean lastWasDeletion() {
            return last == null;
        }

        private KeyContext context(@Nullable KeyClass key) {
            if (key == null) {
                return last == null ? NEXT_DELETE : FIRST_DELETE;
            }
            if (last == null) {
                return AFTER_DELETE;
            }
            return switch (key) {
                case NEWLINE -> NEWLINE;
                case SPACE -> SPACE;
                case PUNCTUATION -> PUNCTUATION;
                case LETTER -> switch (last) {
                    case LETTER -> IN_WORD;
                    case PUNCTUATION, NEWLINE -> SENTENCE_START;
                    case SPACE -> endsSentence(beforeLast) ? SENTENCE_START : WORD_START;
                };
            };
        }

        private static boolean endsSentence(@Nullable KeyClass key) {
            return key == KeyClass.PUNCTUATION || key == KeyClass.NEWLINE;
        }
    }
}
