package nmos.scenarios.yaml;

/// A file the person at the keyboard has to change. The message is one line: `file:line: field: what, what to do`.
public final class InvalidFile extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_MESSAGE = 400;

    public InvalidFile(Place place, String path, String problem) {
        super(oneLine(place + ": " + (path.isEmpty() ? "" : path + ": ") + problem));
    }

    /// Whatever the file held must not break the line, move the cursor or flood the screen.
    private static String oneLine(String text) {
        var line = new StringBuilder();
        text.codePoints().limit(LONGEST_MESSAGE).forEach(c ->
                line.appendCodePoint(breaksLines(c) ? ' ' : c));
        if (text.codePointCount(0, text.length()) > LONGEST_MESSAGE) {
            line.append("...");
        }
        return line.toString();
    }

    private static boolean breaksLines(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
