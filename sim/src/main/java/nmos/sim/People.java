package nmos.sim;

import nmos.policy.Signal;
import nmos.scenarios.Workload;
import nmos.sim.calendar.Calendar;
import nmos.world.metrics.Meter;

/// The people at the keyboards: they type, submit, wait for the reply, think, and start again.
final class People {
    /// Where what they do is heard.
    interface Ears {
        void hear(Signal signal);

        /// A reply to a new prompt is about to be wanted.
        void turnBegins(int session, int turn);
    }

    private final Calendar calendar;
    private final Workload workload;
    private final Meter meter;
    private final Ears ears;
    private final int[] turn;
    private final int[] revision;
    /// Tokens of the conversation so far, replies included.
    private final int[] history;
    private final int[] verified;
    private final boolean[] waiting;
    private int left;

    People(Calendar calendar, Workload workload, Meter meter, Ears ears) {
        this.calendar = calendar;
        this.workload = workload;
        this.meter = meter;
        this.ears = ears;
        turn = new int[workload.sessions()];
        revision = new int[workload.sessions()];
        history = new int[workload.sessions()];
        verified = new int[workload.sessions()];
        waiting = new boolean[workload.sessions()];
        left = workload.sessions();
    }

    void sitDown() {
        for (int session = 0; session < workload.sessions(); session++) {
            int who = session;
            calendar.at(calendar.nowNs(), () -> begin(who));
        }
    }

    /// Nobody will want anything any more.
    boolean gone() {
        return left == 0;
    }

    private void begin(int session) {
        if (turn[session] >= workload.turns()) {
            left--;
            return;
        }
        if (workload.freshContext()) {
            history[session] = 0;
        }
        verified[session] = 0;
        ears.turnBegins(session, turn[session]);
        type(session, workload.typingNs() == 0 ? workload.promptTokens() : 1);
    }

    private void type(int session, int typed) {
        int before = history[session] + (typed == 1 || workload.typingNs() == 0 ? 0 : typed - 1);
        int total = history[session] + typed;
        revision[session]++;
        ears.hear(new Signal.Keystroke(session, revision[session]));
        ears.hear(new Signal.Tokenised(session, revision[session], Math.max(before, total - 1), total, before, 0));
        if (typed < workload.promptTokens()) {
            calendar.after(workload.typingNs(), () -> type(session, typed + 1));
        } else {
            submit(session);
        }
    }

    private void submit(int session) {
        history[session] += workload.promptTokens();
        waiting[session] = true;
        meter.submitted(session, calendar.nowNs(), turn[session] >= workload.warmUpTurns());
        ears.hear(new Signal.Submitted(session, revision[session]));
    }

    /// How much of the reply is still to come.
    int tokensLeft(int session) {
        return workload.replyTokens() - verified[session];
    }

    /// The oracle said so many tokens more. Whether that is the whole reply.
    boolean heard(int session, int tokens) {
        verified[session] += tokens;
        history[session] += tokens;
        return verified[session] >= workload.replyTokens();
    }

    /// The reply is whole, or will never come.
    void turnOver(int session) {
        if (!waiting[session]) {
            return;
        }
        waiting[session] = false;
        turn[session]++;
        calendar.after(workload.thinkNs(), () -> begin(session));
    }
}
