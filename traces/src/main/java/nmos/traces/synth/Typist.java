package nmos.traces.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import nmos.traces.ContentClass;
import nmos.traces.Inserted;
import nmos.traces.KeyClass;
import nmos.traces.TraceEvent;

/// One person at one keyboard: turns what a [Person] does into events. Words, timing and deeds draw from streams of their own, so
/// that the same seed types the same keys in any rhythm.
final class Typist {
    private static final long NS_PER_MS = 1_000_000;

    private final Rhythm rhythm;
    private final Habits habits;
    private final ContentClass reply;
    private final int promptChars;
    private final int session;
    private final Hand hand;
    private final Words words;
    private final Chance slips;
    private final Chance deeds;

    private final KeyContext.Neighbours neighbours = new KeyContext.Neighbours();
    /// What was typed last in this turn and may be deleted.
    private final List<KeyClass> typed = new ArrayList<>();
    private List<TraceEvent> events = new ArrayList<>();
    private long ns;
    private boolean atStart;
    private int length;
    private int submitted;

    /// `promptChars`: the length of every prompt, or 0 to draw each from what is usual for the kind of reply.
    Typist(Rhythm rhythm, Habits habits, ContentClass reply, int promptChars, int session, long startNs, long seed) {
        this.rhythm = rhythm;
        this.habits = habits;
        this.reply = reply;
        this.promptChars = promptChars;
        this.session = session;
        String of = " of session " + session;
        hand = new Hand(rhythm, new Chance(seed, "traits" + of), new Chance(seed, "timing" + of));
        words = new Words(rhythm, new Chance(seed, "words" + of));
        slips = new Chance(seed, "slips" + of);
        deeds = new Chance(seed, "deeds" + of);
        ns = startNs;
    }

    /// What happened since the last call.
    List<TraceEvent> takeEvents() {
        List<TraceEvent> taken = events;
        events = new ArrayList<>();
        return taken;
    }

    void open(String person) {
        events.add(new TraceEvent.Open(ns, session, person));
    }

    boolean happens(int ppm) {
        return deeds.happens(ppm);
    }

    int below(int bound) {
        return deeds.below(bound);
    }

    int promptLength() {
        return promptChars > 0 ? promptChars : habits.typed(reply, deeds);
    }

    int passageLength() {
        return Math.max(1, habits.pastedChars().count(deeds));
    }

    boolean retriesOutOfHabit() {
        return mayRetry() && deeds.happens(habits.untouchedPpm());
    }

    boolean mayRetry() {
        return submitted > 0;
    }

    /// Begins an empty prompt, once the reply to the last one has been read.
    void begin() {
        if (submitted > 0) {
            ns += habits.nextTurnMs().draw(deeds, NS_PER_MS);
        }
        begin(false);
    }

    private void begin(boolean again) {
        events.add(new TraceEvent.Begin(
                ns, session, reply, Habits.replyTokens(reply, deeds), OptionalInt.empty(), again));
        length = again ? submitted : 0;
        typed.clear();
        words.startAfresh();
        atStart = true;
    }

    /// Types until the prompt has `characters` more and its last word is whole. `pausesPermille`: how often the person pauses,
    /// against composing.
    void type(int characters, int pausesPermille) {
        typed.clear();
        int wanted = length + characters;
        int deleting = 0;
        while (deleting > 0 || length < wanted || !words.wordIsWhole()) {
            boolean slipped = typed.size() > 1 && !neighbours.lastWasDeletion() && slips.happens(hand.deletionsPpm);
            if (deleting == 0 && slipped) {
                deleting = rhythm.deletedAtOnce().count(slips);
            }
            deleting = Math.min(deleting, typed.size());
            if (deleting > 0) {
                deleting--;
                pass(neighbours.next(null), pausesPermille);
                words.comeBackTo(typed.removeLast());
                length--;
                events.add(new TraceEvent.Edit(ns, session, length, 1, Inserted.NOTHING));
            } else {
                KeyClass key = words.next();
                pass(neighbours.next(key), pausesPermille);
                events.add(new TraceEvent.Key(ns, session, length, new Inserted.Typed(key)));
                typed.add(key);
                length++;
            }
        }
    }

    void paste(int characters) {
        atStart = false;
        events.add(new TraceEvent.Paste(ns, session, length, new Inserted.Length(characters)));
        length += characters;
        typed.clear();
    }

    /// Puts another word for one in the middle of the prompt.
    void replaceWord() {
        int removed = Math.min(length, Math.max(1, rhythm.wordLetters().count(deeds)));
        int inserted = Math.max(1, rhythm.wordLetters().count(deeds));
        int at = deeds.below(length - removed + 1);
        events.add(new TraceEvent.Edit(ns, session, at, removed, new Inserted.Length(inserted)));
        length += inserted - removed;
        typed.clear();
    }

    void waitFor(long waitNs) {
        ns += waitNs;
    }

    /// As soon after the last key as people do.
    void submit() {
        ns += habits.submitMs().draw(deeds, NS_PER_MS);
        events.add(new TraceEvent.Submit(ns, session));
        submitted = length;
    }

    /// Asks for another reply to the last prompt.
    void retry() {
        ns += habits.retryMs().draw(deeds, NS_PER_MS);
        begin(true);
        events.add(new TraceEvent.Submit(ns, session));
    }

    void leave(long awayNs) {
        events.add(new TraceEvent.Pause(ns, session, awayNs));
    }

    private void pass(KeyContext context, int pausesPermille) {
        ns += atStart ? 0 : hand.beforeNs(context, pausesPermille);
        atStart = false;
    }
}
