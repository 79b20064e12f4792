package nmos.traces.synth;

import java.util.Locale;

/// Kinds of people, by what they do in a turn. A new one is a constant here.
public enum Person {
    /// Thinks while typing: pauses, deletes, goes on. Now and then asks again without a key, as often as recorded people did.
    COMPOSING {
        @Override
        void turn(Typist typist, int left) {
            if (typist.retriesOutOfHabit()) {
                typist.retry();
                return;
            }
            typist.begin();
            typist.type(typist.promptLength(), 1000);
            typist.submit();
        }
    },
    /// Copies what is already there to be read: the same keys with next to no pauses. One interval in 300 is 2 s and more in
    /// transcription (136 million keystrokes, Dhakal et al. 2018) and one in 38 in composing.
    RETYPING {
        @Override
        void turn(Typist typist, int left) {
            typist.begin();
            typist.type(typist.promptLength(), 1000 * 38 / 300);
            typist.submit();
        }
    },
    /// Pastes a passage and, in two turns of three, types a question under it.
    PASTING {
        @Override
        void turn(Typist typist, int left) {
            typist.begin();
            typist.paste(typist.passageLength());
            if (typist.happens(666_667)) {
                typist.type(typist.promptLength(), 1000);
            }
            typist.submit();
        }
    },
    /// Composes a prompt, then mostly asks for another reply to it without a key.
    RETRYING {
        @Override
        void turn(Typist typist, int left) {
            if (typist.mayRetry() && typist.happens(750_000)) {
                typist.retry();
            } else {
                COMPOSING.turn(typist, left);
            }
        }
    },
    /// Goes back every two seconds to change a word in the middle.
    EDITING {
        @Override
        void turn(Typist typist, int left) {
            typist.begin();
            typist.type(40, 0);
            for (int edits = 4 + typist.below(8); edits > 0; edits--) {
                typist.waitFor(2_000_000_000L);
                typist.replaceWord();
            }
            typist.submit();
        }
    },
    /// Composes, and leaves in the middle of the last prompt.
    LEAVING {
        @Override
        void turn(Typist typist, int left) {
            if (left > 0) {
                COMPOSING.turn(typist, left);
            } else {
                typist.begin();
                typist.type(Math.max(1, typist.promptLength() / 2), 1000);
                typist.leave(600_000_000_000L);
            }
        }
    };

    public final String label = name().toLowerCase(Locale.ROOT);

    /// One turn; so many are `left` after it.
    abstract void turn(Typist typist, int left);
}
