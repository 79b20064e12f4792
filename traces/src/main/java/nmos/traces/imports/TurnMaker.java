package nmos.traces.imports;

import java.util.OptionalInt;
import java.util.function.Consumer;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;

/// Makes turns of what was recorded.
///
/// * A request is a submit. What the model then showed, and what the person took of it, is the reply and no typing.
/// * A request with nothing typed since the last one is a retry of the prompt before it.
/// * Typing that starts with a deletion goes back into the prompt before, which the turn then starts from.
/// * A composition without any request is submitted at its end or as [ImportOptions#cutChars] says, half a second after the
///   last key (the median from last key to request in CoAuthor), or at the next action if that comes first.
/// * What follows the last request was left half way.
///
/// The recordings do not say where the cursor is: every change is at the end of the prompt. A deletion takes what there is.
final class TurnMaker {
    private static final long SUBMIT_AFTER_NS = 500_000_000;

    private final ImportOptions options;
    private final Consumer<TraceEvent> out;
    private int session = -1;
    private long turns;
    private long events;
    private long left;
    private long startNs;
    private long lastNs;

    private boolean inTurn;
    private int length;
    private int submittedLength;

    TurnMaker(ImportOptions options, Consumer<TraceEvent> out) {
        this.options = options;
        this.out = out;
    }

    ImportCount count() {
        return new ImportCount(session + 1, turns, events, left);
    }

    void take(Recorded.Session recorded) {
        session++;
        startNs = session == 0 ? 0 : lastNs + TraceImport.BETWEEN_SESSIONS_NS;
        inTurn = false;
        length = 0;
        submittedLength = 0;
        emit(new TraceEvent.Open(startNs, session, recorded.name()));
        boolean requests = recorded.actions().stream().anyMatch(action -> action.what() == Recorded.What.REQUEST);
        boolean sentenceEnded = false;
        long typedNs = startNs;
        for (Recorded action : recorded.actions()) {
            long ns = startNs + action.ns();
            if (!requests && inTurn && sentenceEnded && options.cutChars() > 0 && length >= options.cutChars()) {
                submit(Math.min(ns, typedNs + SUBMIT_AFTER_NS));
            }
            if (action.what() == Recorded.What.REQUEST) {
                request(ns);
            } else if (action.what().changesText()) {
                change(ns, action);
                typedNs = ns;
                sentenceEnded = switch (action.what()) {
                    case PUNCTUATION, NEWLINE -> true;
                    case SPACE -> sentenceEnded;
                    default -> false;
                };
            }
        }
        if (!requests && inTurn && length > 0) {
            submit(typedNs + SUBMIT_AFTER_NS);
        }
    }

    private void request(long ns) {
        if (!inTurn) {
            if (submittedLength == 0) {
                left++;
                return;
            }
            begin(ns, true);
        }
        if (length == 0) {
            left++;
            return;
        }
        submit(ns);
    }

    private void change(long ns, Recorded action) {
        boolean deletion = action.what() == Recorded.What.DELETE;
        if (!inTurn) {
            if (deletion && submittedLength == 0) {
                left++;
                return;
            }
            begin(ns, deletion);
        }
        switch (action.what()) {
            case DELETE -> {
                int removed = Math.min(action.count(), length);
                if (removed == 0) {
                    left++;
                    return;
                }
                length -= removed;
                emit(new TraceEvent.Edit(ns, session, length, removed, Inserted.NOTHING));
            }
            case PASTE -> {
                int removed = Math.min(action.removed(), length);
                length -= removed;
                if (removed > 0) {
                    emit(new TraceEvent.Edit(ns, session, length, removed, new Inserted.Length(action.count())));
                } else if (action.count() > 0) {
                    emit(new TraceEvent.Paste(ns, session, length, new Inserted.Length(action.count())));
                } else {
                    left++;
                }
                length += action.count();
            }
            case LETTER -> key(ns, KeyClass.LETTER);
            case SPACE -> key(ns, KeyClass.SPACE);
            case PUNCTUATION -> key(ns, KeyClass.PUNCTUATION);
            case NEWLINE -> key(ns, KeyClass.NEWLINE);
            case MOVE, REQUEST, SHOWN, TAKEN, CLOSED -> throw new IllegalArgumentException("changes no text: " + action);
        }
    }

    private void key(long ns, KeyClass key) {
        emit(new TraceEvent.Key(ns, session, length, new Inserted.Typed(key)));
        length++;
    }

    private void begin(long ns, boolean again) {
        inTurn = true;
        length = again ? submittedLength : 0;
        emit(new TraceEvent.Begin(ns, session, options.reply(), options.replyTokens(), OptionalInt.empty(), again));
    }

    private void submit(long ns) {
        inTurn = false;
        submittedLength = length;
        turns++;
        emit(new TraceEvent.Submit(ns, session));
    }

    private void emit(TraceEvent event) {
        events++;
        lastNs = event.ns();
        out.accept(event);
    }
}
