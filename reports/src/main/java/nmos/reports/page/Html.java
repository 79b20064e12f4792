package nmos.reports.page;

import java.util.ArrayDeque;
import java.util.Deque;
import nmos.reports.chart.Escape;

/// Markup, written so that no text can become any.
final class Html {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Attributes are names and values in turn.
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"").append(Escape.text(attributes[i + 1])).append('"');
        }
        out.append('>');
        open.push(tag);
        return this;
    }

    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    Html line() {
        out.append('\n');
        return this;
    }

    Html text(String text) {
        out.append(Escape.text(text));
        return this;
    }

    /// An element that holds only text.
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /// Markup that was made elsewhere.
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    String written() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
