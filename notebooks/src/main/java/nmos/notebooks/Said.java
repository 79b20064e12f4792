package nmos.notebooks;

import java.util.Locale;

/// A sentence with figures in it, in Markdown, so that no figure need stand in a notebook's own text.
public record Said(String markdown) {
    /// Arguments as in [String#format], numbers the same in every country.
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
    public static Said say(String format, Object... figures) {
        return new Said(String.format(Locale.ROOT, format, figures));
    }
}
