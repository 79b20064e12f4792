package nmos.traces.synth;

import static nmos.traces.ContentClass.CHAT;
import static nmos.traces.ContentClass.CODE;
import static nmos.traces.ContentClass.DOCS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nmos.traces.ContentClass;
import nmos.traces.Trace;
import nmos.traces.file.TraceReader;
import nmos.traces.file.TraceWriter;

/// The traces under `traces/data`, and what generates each. A new one is a constant here, its file, and a line in
/// `traces/data/README.md`.
public enum ShippedTrace {
    COMPOSING_CHAT(crowd(8, CHAT, Person.COMPOSING), "what typing can hide: chat prompts composed with pauses and second thoughts"),
    COMPOSING_CODE(crowd(12, CODE, Person.COMPOSING), "short prompts for code: less time to hide in than chat gives"),
    GOING_ON(new Crowd(List.of(Person.COMPOSING), 16, FittedRhythm.COAUTHOR, DOCS, 0, 1),
            "a text written with a model that is asked to go on: quick turns, some without a key"),
    RETYPING(crowd(8, CHAT, Person.RETYPING), "copying is not composing: the same keys without the pauses"),
    PASTING(crowd(8, CHAT, Person.PASTING), "long prompts that arrive at once: prefill has next to no typing to hide behind"),
    RETRYING(crowd(20, CHAT, Person.RETRYING), "turns without a key: anticipation gets nothing to go by"),
    EDITING_OFTEN(crowd(12, CHAT, Person.EDITING),
            "an edit in the middle every 2 s: a pass of 10 s that starts afresh at each would never end"),
    LEAVING_HALF_WAY(crowd(2, CHAT, Person.LEAVING, Person.LEAVING, Person.LEAVING),
            "prompts that are never submitted: what was done ahead for them has to be given back"),
    TWO_PEOPLE(crowd(4, CHAT, Person.COMPOSING, Person.COMPOSING), "two people share a machine: their passes can, too");

    public final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final Crowd crowd;
    private final String why;

    ShippedTrace(Crowd crowd, String why) {
        this.crowd = crowd;
        this.why = why;
    }

    private static Crowd crowd(int turns, ContentClass reply, Person... people) {
        return new Crowd(List.of(people), turns, FittedRhythm.KLICKE, reply, 0, 1);
    }

    public String file() {
        return label + ".jsonl";
    }

    /// As it ships.
    public Trace read() throws IOException {
        InputStream in = ShippedTrace.class.getResourceAsStream("/nmos/traces/shipped/" + file());
        if (in == null) {
            throw new IllegalStateException(file() + " does not ship with this program");
        }
        try (TraceReader reader = TraceReader.of(file(), in)) {
            return reader.rest();
        }
    }

    /// As it would be generated now.
    public Trace generate() {
        return crowd.trace(why);
    }

    /// Writes all of them to a folder: how those under `traces/data` were made.
    public static void main(String[] args) throws IOException {
        for (ShippedTrace shipped : values()) {
            try (OutputStream out = Files.newOutputStream(Path.of(args[0]).resolve(shipped.file()))) {
                TraceWriter.write(shipped.generate(), out);
            }
        }
    }
}
