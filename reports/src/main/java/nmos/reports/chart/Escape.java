package nmos.reports.chart;

/// Text as HTML and XML show it, whatever it holds: names and lines come from files that others wrote.
public final class Escape {
    private Escape() {}

    public static String text(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(shown(c) ? c : '\ufffd');
            }
        });
        return escaped.toString();
    }

    /// Not shown: control characters, halves of a character, and marks that turn the direction of what follows.
    private static boolean shown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.FORMAT -> !((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
            default -> true;
        };
    }
}
