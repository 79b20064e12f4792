package nmos.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import nmos.journal.Command;
import nmos.journal.JournalEntry;
import nmos.journal.Replay.Outcome;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a replay found, for people and for programs.
final class ReplayText {
    private ReplayText() {}

    static String plain(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Same(long signals, long commands, boolean torn) ->
                "same: " + signals + " signals, " + commands + " commands"
                        + (torn ? "; the journal is torn: its run was cut short after the last of them" : "");
            case Outcome.Differs differs -> plain(differs);
        };
    }

    private static String plain(Outcome.Differs differs) {
        JournalEntry recorded = differs.recorded();
        String head = "different at signal " + recorded.number() + ", offset " + recorded.offset() + ", "
                + recorded.timeNs() + " ns: " + recorded.signal() + "\n";
        return head + switch (differs.what()) {
            case COMMANDS -> "  recorded " + recorded.commands() + "\n  replayed " + differs.commands();
            case WAKE -> "  recorded wake at " + recorded.wakeAtNs() + " ns\n  replayed wake at " + differs.wakeAtNs() + " ns";
            case DIGEST ->
                "  same commands, but the state is another: recorded " + hex(recorded.digest()) + ", replayed "
                        + hex(differs.digest());
        };
    }

    static String json(Outcome outcome) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            switch (outcome) {
                case Outcome.Same(long signals, long commands, boolean torn) -> {
                    json.writeBooleanProperty("same", true);
                    json.writeNumberProperty("signals", signals);
                    json.writeNumberProperty("commands", commands);
                    json.writeBooleanProperty("torn", torn);
                }
                case Outcome.Differs differs -> {
                    json.writeBooleanProperty("same", false);
                    write(json, differs);
                }
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Outcome.Differs differs) {
        JournalEntry recorded = differs.recorded();
        json.writeNumberProperty("signal_number", recorded.number());
        json.writeNumberProperty("offset", recorded.offset());
        json.writeNumberProperty("time_ns", recorded.timeNs());
        json.writeStringProperty("signal", recorded.signal().toString());
        json.writeStringProperty("differs_in", differs.what().name().toLowerCase(Locale.ROOT));
        answer(json, "recorded", recorded.commands(), recorded.wakeAtNs(), recorded.digest());
        answer(json, "replayed", differs.commands(), differs.wakeAtNs(), differs.digest());
    }

    private static void answer(JsonGenerator json, String name, List<Command> commands, long wakeAtNs, long digest) {
        json.writeName(name);
        json.writeStartObject();
        json.writeName("commands");
        json.writeStartArray();
        commands.forEach(command -> json.writeString(command.toString()));
        json.writeEndArray();
        if (wakeAtNs != Long.MAX_VALUE) {
            json.writeNumberProperty("wake_at_ns", wakeAtNs);
        }
        json.writeStringProperty("digest", hex(digest));
        json.writeEndObject();
    }

    private static String hex(long digest) {
        return String.format(Locale.ROOT, "%016x", digest);
    }
}
