package nmos.world.run;

import nmos.world.acceptance.Guess;
import nmos.world.metrics.Meter;
import org.jspecify.annotations.Nullable;

/// Shows people who wait what the draft model would say, token by token, until the oracle has said it: what is verified takes
/// the place of what was not, and the draft model goes on from there.
///
/// One token is asked for at a time, so that drafts and passes which need the same device wait for no more than that.
final class Previews {
    /// As far as anybody reads ahead of what is certain.
    private static final int MOST_AHEAD = 32;

    private final Calendar calendar;
    private final Minds minds;
    private final Meter meter;
    private final boolean[] waiting;
    private final boolean[] asked;
    private final int[] ahead;
    private final int[] left;
    /// Counts what was verified or begun: an answer to an older question is not shown.
    private final int[] edition;

    Previews(Calendar calendar, Minds minds, Meter meter, int sessions) {
        this.calendar = calendar;
        this.minds = minds;
        this.meter = meter;
        waiting = new boolean[sessions];
        asked = new boolean[sessions];
        ahead = new int[sessions];
        left = new int[sessions];
        edition = new int[sessions];
    }

    /// Somebody waits for a reply of `tokens` tokens.
    void submitted(int session, int tokens) {
        waiting[session] = true;
        left[session] = tokens;
        startOver(session);
    }

    /// So many tokens were verified and are shown in place of those that were not.
    void verified(int session, int tokens) {
        left[session] -= tokens;
        if (waiting[session]) {
            startOver(session);
        }
    }

    void over(int session) {
        waiting[session] = false;
        edition[session]++;
    }

    private void startOver(int session) {
        ahead[session] = 0;
        edition[session]++;
        ask(session);
    }

    private void ask(int session) {
        if (!waiting[session] || asked[session] || ahead[session] >= Math.min(MOST_AHEAD, left[session])) {
            return;
        }
        asked[session] = true;
        int current = edition[session];
        minds.preview(session, ahead[session], (outcome, guess, _) -> answered(session, current, guess));
    }

    private void answered(int session, int of, @Nullable Guess guess) {
        asked[session] = false;
        if (of != edition[session]) {
            ask(session);
        } else if (guess != null && guess.tree().nodes() > 0) {
            ahead[session]++;
            minds.shownUnverified(session, guess);
            meter.unverified(calendar.nowNs(), session);
            ask(session);
        }
    }
}
