package nmos.reports.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nmos.journal.RunReport;
import nmos.policy.Cause;
import nmos.reports.run.Run;
import org.jspecify.annotations.Nullable;

/// Follows the turns of all sessions as the metrics of a run do: a turn begins to count at its submit, what was said before is seen
/// there, and it ends with the last token of its reply or with its failure.
final class TurnBook {
    private static final int SESSION_BYTES = 150;
    private static final int TURN_BYTES = 350;

    /// A turn that was submitted.
    private static final class Open {
        final int session;
        final int index;
        final long beganNs;
        long submitNs;
        @Nullable Long draftNs;
        @Nullable Long firstNs;
        @Nullable Long firstPass;
        long endNs;
        int tokens;
        boolean over;
        @Nullable Cause failed;

        Open(int session, int index, long beganNs, long submitNs) {
            this.session = session;
            this.index = index;
            this.beganNs = beganNs;
            this.submitNs = submitNs;
            endNs = submitNs;
        }

        Turn turn(Occupied occupied) {
            return new Turn(
                    session, index, beganNs, submitNs, draftNs, firstNs, firstPass, endNs, tokens, over, failed,
                    occupied.between(submitNs, firstNs == null ? endNs : firstNs), occupied.between(submitNs, endNs));
        }
    }

    /// What is known of a session between turns and in them.
    private static final class Session {
        int turns;
        @Nullable Long typedNs;
        @Nullable Open open;
        /// The pass that said the first of the tokens nobody has seen.
        @Nullable Long saidBy;
        boolean whole;
    }

    private final Room room;
    private final Map<Integer, Session> sessions = new HashMap<>();
    private final List<Open> over = new ArrayList<>();

    TurnBook(Room room) {
        this.room = room;
    }

    private Session session(int number) {
        return sessions.computeIfAbsent(number, _ -> {
            room.take(SESSION_BYTES);
            return new Session();
        });
    }

    void typed(long nowNs, int number) {
        Session session = session(number);
        if (session.typedNs == null) {
            session.typedNs = nowNs;
        }
    }

    void submitted(long nowNs, int number) {
        Session session = session(number);
        room.take(TURN_BYTES);
        long beganNs = session.typedNs == null ? nowNs : session.typedNs;
        session.open = new Open(number, session.turns++, beganNs, nowNs);
        session.typedNs = null;
    }

    /// `anew`: the verdict on a prompt, with which a reply begins.
    void verified(int number, long pass, boolean anew, boolean finished) {
        Session session = session(number);
        if (anew || session.saidBy == null) {
            session.saidBy = pass;
        }
        session.whole = finished;
    }

    void shown(long nowNs, int number, int tokens) {
        Session session = session(number);
        Open turn = session.open;
        if (turn == null) {
            return;
        }
        if (turn.firstNs == null) {
            turn.firstNs = nowNs;
            turn.firstPass = session.saidBy;
        }
        session.saidBy = null;
        turn.tokens += tokens;
        turn.endNs = nowNs;
        if (session.whole) {
            close(session, turn);
        }
    }

    void failed(long nowNs, int number, Cause cause) {
        Session session = session(number);
        Open turn = session.open;
        if (turn != null) {
            turn.endNs = nowNs;
            turn.failed = cause;
            close(session, turn);
        }
    }

    private void close(Session session, Open turn) {
        turn.over = true;
        over.add(turn);
        session.open = null;
        session.whole = false;
    }

    List<Turn> turns(Run run, long endNs, Occupied occupied) {
        intended(run.turns());
        List<Open> all = new ArrayList<>(over);
        sessions.values().forEach(session -> {
            Open turn = session.open;
            if (turn != null) {
                turn.endNs = endNs;
                all.add(turn);
            }
        });
        return all.stream().map(turn -> turn.turn(occupied)).toList();
    }

    /// A run counts from when the person meant to submit, which a late one hears of later; only its report knows when that was. Turns
    /// stand there in the order in which they ended.
    private void intended(List<RunReport.Turn> reported) {
        for (int i = 0; i < Math.min(over.size(), reported.size()); i++) {
            Open turn = over.get(i);
            RunReport.Turn told = reported.get(i);
            if (told.session() != turn.session || told.tokens() != turn.tokens) {
                return;
            }
            Long ttftNs = told.ttftVerifiedNs();
            if (turn.firstNs != null && ttftNs != null && ttftNs >= 0 && ttftNs <= turn.firstNs) {
                turn.submitNs = turn.firstNs - ttftNs;
            }
            turn.draftNs = told.ttftDraftNs() == null ? null : turn.submitNs + told.ttftDraftNs();
        }
    }
}
