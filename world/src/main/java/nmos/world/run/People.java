package nmos.world.run;

import java.util.List;
import nmos.policy.Signal;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.traces.TypedTurn;
import nmos.world.metrics.Meter;
import nmos.world.typing.TurnScript;
import org.jspecify.annotations.Nullable;

/// The people at the keyboards: they type, submit, wait for the reply, think, and start again.
final class People {
    /// Where what they do is heard.
    interface Ears {
        void hear(Signal signal);
    }

    private static final class Person {
        final int session;
        /// Empty where all turns are alike.
        final List<TypedTurn> typed;
        final int turns;
        int turn = -1;
        @Nullable TurnScript script;
        int stepsLeft;
        long beganNs;
        int revision;
        /// Tokens of the conversation before the prompt, of the prompt so far, and of the reply that were shown.
        int before;
        int prompt;
        int shown;
        boolean waiting;

        Person(int session, List<TypedTurn> typed, int turns) {
            this.session = session;
            this.typed = typed;
            this.turns = turns;
        }

        TurnScript script() {
            TurnScript begun = script;
            if (begun == null) {
                throw new IllegalStateException("session " + session + " has begun no turn");
            }
            return begun;
        }
    }

    private final Calendar calendar;
    private final Workload workload;
    private final Minds minds;
    private final Meter meter;
    private final Ears ears;
    private final Person[] people;
    private int left;

    People(Calendar calendar, Workload workload, int replication, Minds minds, Meter meter, Ears ears) {
        this.calendar = calendar;
        this.workload = workload;
        this.minds = minds;
        this.meter = meter;
        this.ears = ears;
        left = workload.sessions();
        people = new Person[left];
        Typed typed = workload.typed();
        for (int session = 0; session < left; session++) {
            List<TypedTurn> turns = typed == null ? List.of() : typed.turns(session, replication);
            people[session] = new Person(session, turns, typed == null ? workload.turns() : turns.size());
        }
    }

    void sitDown() {
        for (Person person : people) {
            calendar.at(calendar.nowNs(), () -> next(person));
        }
    }

    /// Nobody will want anything any more.
    boolean gone() {
        return left == 0;
    }

    /// The person goes on to the next turn, as soon as it is due.
    private void next(Person person) {
        if (person.turn + 1 == person.turns) {
            left--;
            return;
        }
        Typed typed = workload.typed();
        long due = typed != null && typed.openLoop() ? person.typed.get(person.turn + 1).begin().ns() : calendar.nowNs();
        calendar.at(Math.max(due, calendar.nowNs()), () -> begin(person, due));
    }

    private void begin(Person person, long dueNs) {
        int conversation = person.before + person.prompt + person.shown;
        person.turn++;
        person.beganNs = dueNs;
        boolean anew = workload.freshContext() || person.turn == 0;
        TurnScript script = minds.begin(person.session, person.turn, anew);
        person.script = script;
        if (!script.again()) {
            person.before = anew ? workload.sharedPrefixTokens() : conversation;
        }
        person.prompt = 0;
        person.shown = 0;
        person.stepsLeft = script.steps();
        goOn(person);
    }

    /// The next step, the submit or the end, when its time has come. Who is late does at once what was due before, a long prompt
    /// key by key perhaps.
    private void goOn(Person person) {
        while (person.stepsLeft > 0) {
            person.stepsLeft--;
            TurnScript.Step step = person.script().next();
            long atNs = person.beganNs + step.afterNs();
            mayPause(person, atNs);
            if (atNs > calendar.nowNs()) {
                calendar.at(atNs, () -> {
                    step(person, step);
                    goOn(person);
                });
                return;
            }
            step(person, step);
        }
        if (person.script().submitAfterNs() == TurnScript.NEVER) {
            calendar.after(workload.thinkNs(), () -> next(person));
            return;
        }
        long atNs = person.beganNs + person.script().submitAfterNs();
        mayPause(person, atNs);
        if (atNs > calendar.nowNs()) {
            calendar.at(atNs, () -> submit(person, atNs));
        } else {
            submit(person, atNs);
        }
    }

    /// Nothing happens until then, which is long enough to notice.
    private void mayPause(Person person, long untilNs) {
        if (untilNs > calendar.nowNs() + workload.pauseAfterNs() && person.prompt > 0) {
            calendar.after(workload.pauseAfterNs(), () -> ears.hear(new Signal.Paused(person.session, person.revision)));
        }
    }

    private void step(Person person, TurnScript.Step step) {
        person.revision++;
        person.prompt = step.total();
        int total = person.before + step.total();
        int changed = person.before + step.changed();
        ears.hear(step.edits()
                ? new Signal.Edited(person.session, person.revision)
                : new Signal.Keystroke(person.session, person.revision));
        int confirmed = minds.typed(person.session, person.before, step);
        ears.hear(new Signal.Tokenised(
                person.session, person.revision, person.before + step.stable(), total, changed, confirmed));
    }

    private void submit(Person person, long intendedNs) {
        person.waiting = true;
        meter.submitted(person.session, intendedNs, person.turn >= workload.warmUpTurns());
        ears.hear(new Signal.Submitted(person.session, person.revision));
    }

    /// Submitted, and the reply is not whole.
    boolean waiting(int session) {
        return people[session].waiting;
    }

    /// Tokens of the reply that the person has not seen.
    int left(int session) {
        return replyTokens(session) - people[session].shown;
    }

    int replyTokens(int session) {
        return people[session].script().replyTokens();
    }

    /// The person sees so many tokens more. Whether that is the whole reply.
    boolean shown(int session, int tokens) {
        Person person = people[session];
        person.shown += tokens;
        return person.shown >= person.script().replyTokens();
    }

    /// The reply is whole, or will never come.
    void turnOver(int session) {
        Person person = people[session];
        if (person.waiting) {
            person.waiting = false;
            calendar.after(workload.thinkNs(), () -> next(person));
        }
    }
}
