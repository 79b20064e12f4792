package nmos.traces.file;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;

/// The events as their lines call them, and how each is read.
enum EventKind {
    OPEN("open") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException {
            return new TraceEvent.Open(ns, session, fields.text("person"));
        }
    },
    BEGIN("begin") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException {
            ContentClass reply = ContentClass.values()[fields.word("reply", REPLIES)];
            int replyTokens = fields.integer("replyTokens");
            OptionalInt promptTokens = fields.has("promptTokens")
                    ? OptionalInt.of(fields.integer("promptTokens"))
                    : OptionalInt.empty();
            return new TraceEvent.Begin(
                    ns, session, reply, replyTokens, promptTokens, fields.has("again") && fields.flag("again"));
        }
    },
    KEY("key") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException {
            Inserted typed = text
                    ? new Inserted.Text(fields.text("key"))
                    : new Inserted.Typed(KeyClass.values()[fields.word("key", KEYS)]);
            return new TraceEvent.Key(ns, session, fields.integer("at"), typed);
        }
    },
    EDIT("edit") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException {
            return new TraceEvent.Edit(ns, session, fields.integer("at"), fields.integer("remove"),
                    fields.has("insert") ? inserted(fields, text) : Inserted.NOTHING);
        }
    },
    PASTE("paste") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException {
            return new TraceEvent.Paste(ns, session, fields.integer("at"), inserted(fields, text));
        }
    },
    PAUSE("pause") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException {
            return new TraceEvent.Pause(ns, session, fields.number("lengthNs"));
        }
    },
    SUBMIT("submit") {
        @Override
        TraceEvent read(long ns, int session, Fields fields, boolean text) {
            return new TraceEvent.Submit(ns, session);
        }
    };

    static final List<String> LABELS = Arrays.stream(values()).map(kind -> kind.label).toList();
    private static final List<String> REPLIES = Arrays.stream(ContentClass.values()).map(c -> c.label).toList();
    private static final List<String> KEYS = Arrays.stream(KeyClass.values()).map(c -> c.label).toList();

    final String label;

    EventKind(String label) {
        this.label = label;
    }

    /// The event whose own fields these are. `text`: as in the header.
    abstract TraceEvent read(long ns, int session, Fields fields, boolean text) throws TraceException;

    private static Inserted inserted(Fields fields, boolean text) throws TraceException {
        return text ? new Inserted.Text(fields.text("insert")) : new Inserted.Length(fields.integer("insert"));
    }
}
