package nmos.reports.timeline;

import java.util.HashMap;
import java.util.Map;

/// How many tokens' KV each session holds: prompt rows once their pass is through, rows of a tree as far as the oracle agreed.
final class TokenBook {
    /// A session's rows in the pass in flight: where prompt rows end, 0 for a tree; whether there was a verdict.
    private record Rows(int to, boolean logits) {}

    private static final int SESSION_BYTES = 150;

    private final Room room;
    private final Map<Integer, Long> kv = new HashMap<>();
    private final Map<Integer, Rows> inPass = new HashMap<>();
    private long held;

    TokenBook(Room room) {
        this.room = room;
    }

    void prompt(int session, int to, boolean logits) {
        inPass.put(session, new Rows(to, logits));
    }

    void tree(int session) {
        inPass.put(session, new Rows(0, true));
    }

    boolean inPass(int session) {
        return inPass.containsKey(session);
    }

    /// Answers whether it was the verdict on a prompt.
    boolean verified(int session, int accepted) {
        Rows rows = inPass.get(session);
        if (rows != null && rows.to > 0) {
            set(session, rows.to);
            return true;
        }
        set(session, kv.getOrDefault(session, 0L) + accepted + 1);
        return false;
    }

    void passEnded(boolean whole) {
        if (whole) {
            inPass.forEach((session, rows) -> {
                if (!rows.logits) {
                    set(session, rows.to);
                }
            });
        }
        inPass.clear();
    }

    void truncated(int session, int position) {
        set(session, position);
    }

    private void set(int session, long tokens) {
        Long before = kv.put(session, tokens);
        if (before == null) {
            room.take(SESSION_BYTES);
        }
        held += tokens - (before == null ? 0 : before);
    }

    long held() {
        return held;
    }
}
