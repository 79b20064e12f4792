package nmos.traces;

import java.util.OptionalInt;

/// Something a person did, `ns` after the start of the trace. Sessions are numbered from 0 in the order they open.
public sealed interface TraceEvent {
    long ns();

    int session();

    /// A person sits down. The first event of a session, and only that.
    record Open(long ns, int session, String person) implements TraceEvent {}

    /// A prompt is begun. What the reply will be is a fact of the world that a policy must never see: its content class and
    /// its length. `promptTokens`: how many tokens the submitted prompt was recorded to have. `again`: the prompt starts out
    /// as the one submitted last, as when a person asks for another reply or changes a word; else it starts out empty.
    record Begin(long ns, int session, ContentClass reply, int replyTokens, OptionalInt promptTokens, boolean again)
            implements TraceEvent {}

    /// One key put `typed` at position `at` of the prompt.
    record Key(long ns, int session, int at, Inserted typed) implements TraceEvent {
        /// The class of the key: of its first character where the text is told.
        public KeyClass keyClass() {
            return switch (typed) {
                case Inserted.Text text -> KeyClass.of(text.text().codePointAt(0));
                case Inserted.Typed told -> told.key();
                case Inserted.Length length -> KeyClass.LETTER;
            };
        }
    }

    /// `removed` characters from position `at` on went, and `inserted` took their place: a deletion or a replacement.
    record Edit(long ns, int session, int at, int removed, Inserted inserted) implements TraceEvent {}

    /// More than a key arrived at once.
    record Paste(long ns, int session, int at, Inserted inserted) implements TraceEvent {}

    /// The person turned away for `lengthNs`. Gaps between events are pauses too; this one is known to be.
    record Pause(long ns, int session, long lengthNs) implements TraceEvent {}

    /// The person wants a reply to the prompt as it stands. Ends the turn.
    record Submit(long ns, int session) implements TraceEvent {}
}
