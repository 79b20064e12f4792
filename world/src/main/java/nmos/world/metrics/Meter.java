package nmos.world.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import nmos.policy.Cause;

/// Watches a run and keeps what its metrics are made of.
public final class Meter {
    private static final class Open {
        int index = -1;
        boolean counted;
        long submittedNs;
        long firstNs;
        /// When the first token was shown that nobody had verified; -1: none was.
        long unverifiedNs = -1;
        long lastNs;
        int tokens;
        int firstTokens;
        long decodeFromNs;
        final List<Integer> tau = new ArrayList<>();
        final List<Long> itlNs = new ArrayList<>();
        boolean running;
    }

    private final List<Turn> turns = new ArrayList<>();
    private final List<Pass> passes = new ArrayList<>();
    private final Open[] open;
    private final boolean showsUnverified;
    private long passBeganNs;
    private int passRows;
    private boolean passDecodes;
    private boolean passCounted;
    private long lastTurnEndedNs;
    /// by depth: guesses of this depth sent below an accepted one, and those of them accepted
    private final List<long[]> triedAndAccepted = new ArrayList<>();

    public Meter(int sessions) {
        this(sessions, false);
    }

    /// `showsUnverified`: people see what a draft would say before the oracle does.
    public Meter(int sessions, boolean showsUnverified) {
        this.showsUnverified = showsUnverified;
        open = new Open[sessions];
        Arrays.setAll(open, session -> new Open());
    }

    /// The person meant to submit at `intendedNs`, whenever the world came to hear of it.
    public void submitted(int session, long intendedNs, boolean counted) {
        Open turn = open[session];
        turn.index++;
        turn.counted = counted;
        turn.submittedNs = intendedNs;
        turn.unverifiedNs = -1;
        turn.tokens = 0;
        turn.firstTokens = 0;
        turn.tau.clear();
        turn.itlNs.clear();
        turn.running = true;
    }

    /// The person sees a token that nobody has verified.
    public void unverified(long nowNs, int session) {
        Open turn = open[session];
        if (turn.running && turn.tokens == 0 && turn.unverifiedNs < 0) {
            turn.unverifiedNs = nowNs;
        }
    }

    /// The person sees so many verified tokens at once.
    public void verified(long nowNs, int session, int tokens) {
        Open turn = open[session];
        if (turn.tokens == 0) {
            turn.firstNs = nowNs;
            turn.firstTokens = tokens;
            turn.decodeFromNs = nowNs;
        } else {
            if (passBeganNs < turn.submittedNs) {
                // Some of that pass was done when the person asked.
                turn.firstTokens += tokens;
                turn.decodeFromNs = nowNs;
            }
            turn.tau.add(tokens);
            for (int i = 0; i < tokens; i++) {
                turn.itlNs.add((nowNs - turn.lastNs) / tokens);
            }
        }
        turn.lastNs = nowNs;
        turn.tokens += tokens;
    }

    /// The oracle followed a draft for `accepted` tokens; `more` says whether another guess hung below the last of them.
    public void guessed(int accepted, boolean more) {
        for (int depth = 0; depth < accepted + (more ? 1 : 0); depth++) {
            if (depth == triedAndAccepted.size()) {
                triedAndAccepted.add(new long[2]);
            }
            triedAndAccepted.get(depth)[0]++;
            triedAndAccepted.get(depth)[1] += depth < accepted ? 1 : 0;
        }
    }

    /// By depth, the share of guesses accepted of those whose parent was, as (tried, accepted).
    public List<long[]> acceptanceByDepth() {
        return List.copyOf(triedAndAccepted);
    }

    public void finished(long nowNs, int session) {
        close(nowNs, session, Optional.empty());
    }

    public void failed(long nowNs, int session, Cause cause) {
        close(nowNs, session, Optional.of(cause));
    }

    private void close(long nowNs, int session, Optional<Cause> cause) {
        Open turn = open[session];
        if (!turn.running) {
            return;
        }
        turn.running = false;
        lastTurnEndedNs = nowNs;
        boolean answered = turn.tokens > 0;
        turns.add(new Turn(
                session,
                turn.index,
                turn.counted,
                turn.submittedNs,
                answered ? turn.firstNs - turn.submittedNs : 0,
                shownAtAll(turn),
                answered ? turn.lastNs - turn.decodeFromNs : 0,
                turn.tokens,
                turn.firstTokens,
                turn.tau.stream().mapToInt(Integer::intValue).toArray(),
                turn.itlNs.stream().mapToLong(Long::longValue).toArray(),
                cause));
    }

    private OptionalLong shownAtAll(Open turn) {
        if (!showsUnverified) {
            return OptionalLong.empty();
        }
        if (turn.unverifiedNs >= 0) {
            return OptionalLong.of(turn.unverifiedNs - turn.submittedNs);
        }
        return turn.tokens > 0 ? OptionalLong.of(turn.firstNs - turn.submittedNs) : OptionalLong.empty();
    }

    public void passBegan(long nowNs, int rows, IntStream sessions, boolean decode) {
        passBeganNs = nowNs;
        passRows = rows;
        passDecodes = decode;
        passCounted = sessions.anyMatch(session -> open[session].counted);
    }

    /// The oracle said so many tokens in it, shown by now or not.
    public void passEnded(long nowNs, int passTokens) {
        passes.add(new Pass(passBeganNs, nowNs, passRows, passTokens, passDecodes, passCounted));
    }

    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    public List<Pass> passes() {
        return List.copyOf(passes);
    }

    /// When the last turn ended: a run is measured until then.
    public long lastTurnEndedNs() {
        return lastTurnEndedNs;
    }
}
