package nmos.sim;

import java.util.List;
import java.util.random.RandomGenerator;
import nmos.policy.DraftTree;
import nmos.policy.Signal;
import nmos.scenarios.Scenario;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.sim.calendar.Calendar;
import nmos.traces.TypedTurn;
import nmos.world.metrics.Meter;
import nmos.world.typing.SteadyTurn;
import nmos.world.typing.TracedTurn;
import nmos.world.typing.TurnScript;

/// The people at the keyboards: they type, submit, wait for the reply, think, and start again.
final class People {
    /// Where what they do is heard.
    interface Ears {
        void hear(Signal signal);
    }

    private static final int PPM = 1_000_000;

    private static final class Person {
        final int session;
        /// Empty where all turns are alike.
        final List<TypedTurn> typed;
        final int turns;
        int turn = -1;
        TurnScript script;
        int stepsLeft;
        long beganNs;
        int revision;
        /// Tokens of the conversation before the prompt, of the prompt so far, and of the reply that were shown.
        int before;
        int prompt;
        int shown;
        boolean waiting;
        /// Tokens the draft completed the prompt with, that are what will be typed, from this many on.
        int guessed;
        int guessedRight;

        Person(int session, List<TypedTurn> typed, int turns, TurnScript first) {
            this.session = session;
            this.typed = typed;
            this.turns = turns;
            script = first;
        }
    }

    private final Calendar calendar;
    private final Workload workload;
    private final Scenario.Completion completion;
    private final RandomGenerator guesses;
    private final Meter meter;
    private final Ears ears;
    private final Person[] people;
    private int left;

    People(Calendar calendar, SimSetup setup, RandomGenerator guesses, Meter meter, Ears ears) {
        this.calendar = calendar;
        this.workload = setup.workload();
        this.completion = setup.completion();
        this.guesses = guesses;
        this.meter = meter;
        this.ears = ears;
        left = workload.sessions();
        people = new Person[left];
        Typed typed = workload.typed();
        for (int session = 0; session < left; session++) {
            List<TypedTurn> turns = typed == null ? List.of() : typed.turns(session, setup.replication());
            people[session] = new Person(
                    session, turns, typed == null ? workload.turns() : turns.size(), new SteadyTurn(workload));
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

    int turn(int session) {
        return Math.max(0, people[session].turn);
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
        person.script = person.typed.isEmpty() ? new SteadyTurn(workload) : traced(person);
        if (!person.script.again()) {
            boolean anew = workload.freshContext() || person.turn == 0;
            person.before = anew ? workload.sharedPrefixTokens() : conversation;
        }
        person.prompt = 0;
        person.shown = 0;
        person.guessedRight = 0;
        person.stepsLeft = person.script.steps();
        goOn(person);
    }

    private static TurnScript traced(Person person) {
        TypedTurn turn = person.typed.get(person.turn);
        return new TracedTurn(turn, person.turn == 0 ? 0 : person.typed.get(person.turn - 1).promptLength());
    }

    /// The next step, the submit or the end, when its time has come. Who is late does at once what was due before.
    private void goOn(Person person) {
        if (person.stepsLeft > 0) {
            person.stepsLeft--;
            TurnScript.Step step = person.script.next();
            due(person, person.beganNs + step.afterNs(), () -> step(person, step));
        } else if (person.script.submitAfterNs() == TurnScript.NEVER) {
            calendar.after(workload.thinkNs(), () -> next(person));
        } else {
            long atNs = person.beganNs + person.script.submitAfterNs();
            due(person, atNs, () -> submit(person, atNs));
        }
    }

    private void due(Person person, long atNs, Runnable action) {
        long now = calendar.nowNs();
        if (atNs > now + workload.pauseAfterNs() && person.prompt > 0) {
            calendar.after(workload.pauseAfterNs(), () -> ears.hear(new Signal.Paused(person.session, person.revision)));
        }
        if (atNs <= now) {
            action.run();
        } else {
            calendar.at(atNs, action::run);
        }
    }

    private void step(Person person, TurnScript.Step step) {
        person.revision++;
        person.prompt = step.total();
        int total = person.before + step.total();
        int changed = person.before + step.changed();
        if (changed < person.guessed) {
            person.guessedRight = 0;
        }
        int confirmed = Math.clamp(total - person.guessed, 0, person.guessedRight);
        ears.hear(step.edits()
                ? new Signal.Edited(person.session, person.revision)
                : new Signal.Keystroke(person.session, person.revision));
        ears.hear(new Signal.Tokenised(
                person.session, person.revision, person.before + step.stable(), total, changed, confirmed));
        goOn(person);
    }

    private void submit(Person person, long intendedNs) {
        person.waiting = true;
        meter.submitted(person.session, intendedNs, person.turn >= workload.warmUpTurns());
        ears.hear(new Signal.Submitted(person.session, person.revision));
    }

    /// Tokens of the conversation and of the prompt as it stands.
    int tokens(int session) {
        return people[session].before + people[session].prompt;
    }

    int replyTokens(int session) {
        return people[session].script.replyTokens();
    }

    /// The person sees so many tokens more. Whether that is the whole reply.
    boolean shown(int session, int tokens) {
        Person person = people[session];
        person.shown += tokens;
        return person.shown >= person.script.replyTokens();
    }

    /// The reply is whole, or will never come.
    void turnOver(int session) {
        Person person = people[session];
        if (person.waiting) {
            person.waiting = false;
            calendar.after(workload.thinkNs(), () -> next(person));
        }
    }

    /// What the draft thinks the person will type: `tokens` tokens at the most, ending where it thinks the prompt does.
    DraftTree complete(int session, int tokens) {
        Person person = people[session];
        int ahead = person.script.promptTokens() - person.prompt;
        int right = 0;
        while (right < Math.min(tokens, ahead) && guesses.nextInt(PPM) < completion.tokenPpm()) {
            right++;
        }
        boolean whole = right == ahead && right > 0 && guesses.nextInt(PPM) < completion.endPpm();
        int length = whole ? right : tokens;
        person.guessed = person.before + person.prompt;
        person.guessedRight = right;
        int[] parent = new int[length];
        int[] confidence = new int[length];
        for (int node = 0; node < length; node++) {
            parent[node] = node - 1;
            long last = node == length - 1 ? completion.endPpm() : PPM;
            confidence[node] = (int) (completion.tokenPpm() * last / PPM);
        }
        return new DraftTree(parent, confidence);
    }
}
