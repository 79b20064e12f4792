package nmos.traces.synth;

import java.util.EnumMap;
import java.util.Map;

/// How people type, fitted to recordings. A person has a pace (the median interval), a hesitation (how much oftener than others
/// they pause, in parts per thousand) and a habit of deleting. Before each key lies either a quick interval, in thousandths of
/// the pace, or a pause of 2 s and more; which, and how long, goes by the key's context.
record Rhythm(
        Map<KeyContext, Timing> timings,
        Quantiles paceMs,
        Quantiles hesitationPermille,
        Quantiles deletionsPpm,
        Quantiles deletedAtOnce,
        Quantiles wordLetters,
        int punctuationPpm,
        int newlinePpm,
        int paceAdjustedPermille,
        int pausesAdjustedPermille) {

    /// Of one context: quick intervals in thousandths of the pace, pauses in ms, and how often it is a pause.
    record Timing(Quantiles quickPermille, Quantiles pauseMs, int pausePpm) {}

    static Rhythm of(Table table) {
        Map<KeyContext, Timing> timings = new EnumMap<>(KeyContext.class);
        for (KeyContext context : KeyContext.values()) {
            timings.put(context, new Timing(table.quantiles("quick-permille." + context.label),
                    table.quantiles("pause-ms." + context.label), table.number("pause-ppm." + context.label)));
        }
        return new Rhythm(timings, table.quantiles("person.pace-ms"), table.quantiles("person.hesitation-permille"),
                table.quantiles("person.deletions-ppm"), table.quantiles("deleted-at-once"), table.quantiles("word-letters"),
                table.number("punctuation-ppm"), table.number("newline-ppm"), table.number("adjusted.pace-permille"),
                table.number("adjusted.pauses-permille"));
    }

    Timing timing(KeyContext context) {
        Timing timing = timings.get(context);
        if (timing == null) {
            throw new IllegalStateException("no timing for " + context);
        }
        return timing;
    }
}
