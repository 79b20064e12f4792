package nmos.traces.synth;

import java.util.EnumMap;
import java.util.Map;
import nmos.traces.ContentClass;

/// What people do around a submit, and how much they type before one. Prompts of class DOCS are those of people who ask a model
/// to go on with a text.
record Habits(
        Quantiles submitMs,
        Quantiles nextTurnMs,
        Quantiles retryMs,
        int untouchedPpm,
        Map<ContentClass, Quantiles> typedChars,
        Quantiles pastedChars) {

    static Habits shipped() {
        Table habits = Table.shipped("coauthor.habits");
        Table prompts = Table.shipped("prompts.lengths");
        Map<ContentClass, Quantiles> typed = new EnumMap<>(ContentClass.class);
        for (ContentClass content : ContentClass.values()) {
            Table table = content == ContentClass.DOCS ? habits : prompts;
            typed.put(content, table.quantiles("typed-chars." + content.label));
        }
        return new Habits(habits.quantiles("submit-ms"), habits.quantiles("next-turn-ms"),
                habits.quantiles("retry-ms"), habits.number("untouched-ppm"), typed, prompts.quantiles("pasted-chars"));
    }

    int typed(ContentClass content, Chance chance) {
        Quantiles lengths = typedChars.get(content);
        if (lengths == null) {
            throw new IllegalStateException("no lengths for " + content);
        }
        return Math.max(1, lengths.count(chance));
    }

    /// Assumed: the recordings have no chat replies. A text is continued by 30 tokens at most, CoAuthor's own limit.
    static int replyTokens(ContentClass content, Chance chance) {
        return switch (content) {
            case CHAT -> 60 + chance.below(340);
            case CODE -> 80 + chance.below(520);
            case MATH -> 80 + chance.below(320);
            case DOCS -> 30;
        };
    }
}
