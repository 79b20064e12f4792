package nmos.traces;

/// What went into a prompt. Positions and lengths count Unicode code points.
public sealed interface Inserted {
    int length();

    /// Told in full.
    record Text(String text) implements Inserted {
        @Override
        public int length() {
            return text.codePointCount(0, text.length());
        }
    }

    /// Only how much.
    record Length(int length) implements Inserted {}

    /// One key of this class, told in a trace without text.
    record Typed(KeyClass key) implements Inserted {
        @Override
        public int length() {
            return 1;
        }
    }

    Inserted NOTHING = new Length(0);
}
