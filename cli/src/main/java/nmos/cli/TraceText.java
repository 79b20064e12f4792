package nmos.cli;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import nmos.journal.Figures;
import nmos.traces.TraceHeader;
import nmos.traces.imports.ImportCount;
import nmos.traces.stats.MeanSpeed;
import nmos.traces.stats.Spread;
import nmos.traces.stats.TypingStats;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What the trace commands print.
final class TraceText {
    private static final int CHARS_PER_WORD = 5;
    private static final long MILLION = 1_000_000;

    private interface Scale {
        BigDecimal of(long value);
    }

    private TraceText() {}

    static String plain(Path out, ImportCount count) {
        String left = count.left() == 0 ? "" : ", " + count.left() + " changes left out that touched what was there before the prompt";
        return String.format(Locale.ROOT, "%s: %d sessions, %d turns, %d events%s%n",
                out, count.sessions(), count.turns(), count.events(), left);
    }

    static String json(Path out, ImportCount count) {
        return object(json -> {
            json.writeStringProperty("file", out.toString());
            json.writeNumberProperty("sessions", count.sessions());
            json.writeNumberProperty("turns", count.turns());
            json.writeNumberProperty("events", count.events());
            json.writeNumberProperty("changes_left_out", count.left());
        });
    }

    static String plain(TraceHeader header, TypingStats stats) {
        StringBuilder text = new StringBuilder();
        text.append(header.source()).append('\n');
        line(text, String.format(Locale.ROOT, "%d sessions, %d turns submitted, %d left half way, %.1f %% submitted without a key",
                stats.sessions(), stats.turns(), stats.leftHalfWay(), percent(stats.untouchedTurnsPpm())));
        line(text, String.format(Locale.ROOT, "%d keys and edits, %.1f %% of them delete; %.1f %% of the time is pauses of 2 s and more",
                stats.changes(), percent(stats.deletesPpm()), percent(stats.timeInPausesPpm())));
        line(text, String.format(Locale.ROOT,
                "%-34s %9s %9s %9s %9s %9s %9s %9s %9s", "", "n", "p5", "p10", "p25", "p50", "p75", "p90", "p95"));
        row(text, "interval, ms", stats.intervalNs(), 1e6);
        row(text, "burst, keys and edits", stats.burstChanges(), 1);
        row(text, "deletes by session, %", stats.deletesPpmBySession(), 1e4);
        row(text, "net speed, words/min", stats.netCharsPerMinute(), CHARS_PER_WORD);
        row(text, "  without pauses, words/min", stats.netCharsPerMinuteWithoutPauses(), CHARS_PER_WORD);
        stats.windows().forEach(window -> row(text, "until +" + window.characters() + " in a turn, s", window.ns(), 1e9));
        stats.streamWindows().forEach(window -> row(text, "until +" + window.characters() + " through submits, s", window.ns(), 1e9));
        row(text, "last key of the turn to submit, s", stats.submitDelayNs(), 1e9);
        row(text, "last key of any turn to submit, s", stats.lastKeyToSubmitNs(), 1e9);
        row(text, "prompt, characters typed", stats.promptChars(), 1);
        MeanSpeed speed = stats.meanSpeed();
        if (speed.known()) {
            for (TypingStats.Window window : stats.windows()) {
                line(text, String.format(Locale.ROOT, "a model of %.1f words a minute claims %.1f s for %d characters;"
                                + " true are %.1f / %.1f / %.1f s at p10 / p50 / p90",
                        speed.wordsPerMinute(), speed.claimedNs(window.characters()) / 1e9, window.characters(),
                        window.ns().p10() / 1e9, window.ns().p50() / 1e9, window.ns().p90() / 1e9));
            }
        }
        return text.toString();
    }

    static String json(TraceHeader header, TypingStats stats) {
        return object(json -> {
            json.writeStringProperty("source", header.source());
            json.writeStringProperty("why", header.why());
            json.writeNumberProperty("sessions", stats.sessions());
            json.writeNumberProperty("turns", stats.turns());
            json.writeNumberProperty("left_half_way", stats.leftHalfWay());
            json.writeNumberProperty("turns_without_a_key", share(stats.untouchedTurnsPpm()));
            json.writeNumberProperty("changes", stats.changes());
            spread(json, "interval_ms", stats.intervalNs(), Figures::ms);
            json.writeNumberProperty("interval_mean_ms", Figures.ms(stats.meanIntervalNs()));
            json.writeName("intervals_above_ms");
            json.writeStartObject();
            stats.intervalsAbove().forEach(above ->
                json.writeNumberProperty(Long.toString(above.ns() / MILLION), share(above.ppm())));
            json.writeEndObject();
            json.writeNumberProperty("time_in_pauses", share(stats.timeInPausesPpm()));
            spread(json, "burst_changes", stats.burstChanges(), BigDecimal::valueOf);
            json.writeNumberProperty("deletes", share(stats.deletesPpm()));
            spread(json, "deletes_by_session", stats.deletesPpmBySession(), TraceText::share);
            spread(json, "net_words_per_minute", stats.netCharsPerMinute(), TraceText::words);
            spread(json, "net_words_per_minute_without_pauses", stats.netCharsPerMinuteWithoutPauses(), TraceText::words);
            windows(json, "windows_ms", stats.windows());
            windows(json, "stream_windows_ms", stats.streamWindows());
            spread(json, "submit_delay_ms", stats.submitDelayNs(), Figures::ms);
            spread(json, "last_key_to_submit_ms", stats.lastKeyToSubmitNs(), Figures::ms);
            spread(json, "prompt_chars", stats.promptChars(), BigDecimal::valueOf);
            if (stats.meanSpeed().known()) {
                meanSpeed(json, stats);
            }
        });
    }

    private static void meanSpeed(JsonGenerator json, TypingStats stats) {
        json.writeName("mean_speed");
        json.writeStartObject();
        json.writeNumberProperty("words_per_minute", Figures.of(stats.meanSpeed().wordsPerMinute()));
        json.writeName("claimed_ms");
        json.writeStartObject();
        stats.windows().forEach(window -> json.writeNumberProperty(
                Integer.toString(window.characters()), Figures.ms(stats.meanSpeed().claimedNs(window.characters()))));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void windows(JsonGenerator json, String name, List<TypingStats.Window> windows) {
        json.writeName(name);
        json.writeStartObject();
        windows.forEach(window -> spread(json, Integer.toString(window.characters()), window.ns(), Figures::ms));
        json.writeEndObject();
    }

    private static void spread(JsonGenerator json, String name, Spread spread, Scale scale) {
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("n", spread.n());
        if (spread.n() > 0) {
            json.writeNumberProperty("p5", scale.of(spread.p5()));
            json.writeNumberProperty("p10", scale.of(spread.p10()));
            json.writeNumberProperty("p25", scale.of(spread.p25()));
            json.writeNumberProperty("p50", scale.of(spread.p50()));
            json.writeNumberProperty("p75", scale.of(spread.p75()));
            json.writeNumberProperty("p90", scale.of(spread.p90()));
            json.writeNumberProperty("p95", scale.of(spread.p95()));
            json.writeNumberProperty("p99", scale.of(spread.p99()));
        }
        json.writeEndObject();
    }

    private static String object(Consumer<JsonGenerator> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static void row(StringBuilder text, String name, Spread spread, double unit) {
        if (spread.n() == 0) {
            line(text, String.format(Locale.ROOT, "%-34s %9d", name, 0));
            return;
        }
        line(text, String.format(Locale.ROOT, "%-34s %9d %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f", name,
                spread.n(), spread.p5() / unit, spread.p10() / unit, spread.p25() / unit, spread.p50() / unit,
                spread.p75() / unit, spread.p90() / unit, spread.p95() / unit));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static double percent(long ppm) {
        return ppm / 1e4;
    }

    private static BigDecimal share(long ppm) {
        return BigDecimal.valueOf(ppm, 6);
    }

    private static BigDecimal words(long charsPerMinute) {
        return Figures.ratio(charsPerMinute, CHARS_PER_WORD);
    }
}
