package nmos.world.ledger;

import static nmos.world.ledger.InvariantBroken.check;

import nmos.policy.Facts;

/// What became of every token: rows sent through passes, KV appended and undone, tokens shown. One pass at a time.
final class TokenLedger {
    private final int shards;
    private final RouteLedger routes;
    private final int tokensPerSession;
    private final long[] kv;
    private final long[] shown;
    /// Of the reply that is under way, or was the last.
    private final long[] verified;
    /// by session: some of that reply was shown, so all of it has to be
    private final boolean[] owed;
    private final boolean[] inPass;
    private final int[] rowsFrom;
    private final int[] rowsTo;
    private final int[] nodes;
    private final boolean[] logits;
    private final boolean[] said;
    private long pass;
    private boolean begun;
    private boolean abandoned;
    private int nextToCompute;
    private int computed;
    private long rows;

    TokenLedger(Facts facts, RouteLedger routes) {
        this.routes = routes;
        shards = facts.shards().size();
        tokensPerSession = facts.kv().tokensPerSession();
        int sessions = facts.kv().sessions();
        kv = new long[sessions];
        shown = new long[sessions];
        verified = new long[sessions];
        owed = new boolean[sessions];
        inPass = new boolean[sessions];
        rowsFrom = new int[sessions];
        rowsTo = new int[sessions];
        nodes = new int[sessions];
        logits = new boolean[sessions];
        said = new boolean[sessions];
    }

    void rows(long id, int session, int from, int to, boolean wantsLogits) {
        open(id, session);
        check(from == kv[session] && to > from && to <= tokensPerSession, "L7", "prompt rows that do not follow the KV", from, kv[session]);
        rowsFrom[session] = from;
        rowsTo[session] = to;
        nodes[session] = 0;
        logits[session] = wantsLogits;
        rows += to - from;
    }

    void tree(long id, int session, int count) {
        open(id, session);
        check(count >= 0 && kv[session] + count + 1 <= tokensPerSession, "L7", "a tree that does not fit the context", count, kv[session]);
        rowsTo[session] = 0;
        nodes[session] = count;
        logits[session] = true;
        rows += count + 1;
    }

    private void open(long id, int session) {
        check(!begun && (pass == 0 || pass == id), "L9", "rows for a pass while another is in flight", id, pass);
        check(!inPass[session], "L9", "a session twice in one pass", id, session);
        pass = id;
        inPass[session] = true;
        said[session] = false;
    }

    void begin(long id) {
        check(pass == id && !begun && rows > 0, "L9", "beginning a pass without rows or twice", id, pass);
        begun = true;
        abandoned = false;
        nextToCompute = 0;
        computed = 0;
        routes.begin();
    }

    /// Rows of the pass in flight.
    int rows(long id) {
        check(begun && id == pass, "L17", "a router of a pass that is not in flight", id, pass);
        return (int) rows;
    }

    void compute(long id, int first, int last) {
        check(begun && id == pass && !abandoned, "L5", "compute for a pass that is not in flight", id, pass);
        check(first >= 0 && last >= first && last < shards, "L5", "compute of no shards", first, last);
        if (routes.expert(first)) {
            nextToCompute = routes.named(first, last) ? routes.after(last) : nextToCompute;
            return;
        }
        check(first == nextToCompute, "L5", "compute out of order", first, nextToCompute);
        routes.layers(first, last);
        nextToCompute = last + 1;
    }

    void computed(int first, int last) {
        if (routes.expert(first)) {
            computed = routes.computed(first, last) ? routes.after(last) : computed;
            return;
        }
        check(first == computed, "L5", "computes reported out of order", first, computed);
        computed = last + 1;
    }

    void abandon(long id) {
        check(begun && id == pass && !abandoned, "L9", "abandoning a pass that is not in flight", id, pass);
        abandoned = true;
    }

    void verified(long id, int session, int accepted, int leaf) {
        check(begun && id == pass && !abandoned, "L7", "a verdict on a pass that is not in flight", id, pass);
        check(computed == shards, "L6", "a verdict before the last shard", computed, shards);
        check(inPass[session] && logits[session] && !said[session], "L7", "a verdict nobody asked for", id, session);
        check(accepted >= 0 && accepted <= nodes[session], "L7", "more accepted than sent", accepted, nodes[session]);
        check(leaf >= -1 && leaf < Math.max(1, nodes[session]) && (leaf >= 0) == (accepted > 0), "L7", "a leaf that was not sent", leaf, accepted);
        said[session] = true;
        if (rowsTo[session] > 0) {
            settled(session);
            verified[session] = 0;
            shown[session] = 0;
            owed[session] = false;
        }
        kv[session] = rowsTo[session] > 0 ? rowsTo[session] : kv[session] + accepted + 1;
        verified[session] += accepted + 1;
    }

    void passEnded(long id, boolean whole) {
        check(begun && id == pass, "L1", "a report of a pass that is not in flight", id, pass);
        for (int session = 0; session < kv.length; session++) {
            if (!inPass[session]) {
                continue;
            }
            check(!whole || said[session] == logits[session], "L7", "a session without its verdict", id, session);
            if (whole && !logits[session]) {
                kv[session] = rowsTo[session];
            }
            inPass[session] = false;
        }
        check(!whole || computed == shards, "L6", "a pass over before its last shard", computed, shards);
        pass = 0;
        begun = false;
        rows = 0;
    }

    /// Where the rows of the pass end in a session's context; 0 if it has none.
    int rowsEnd(int session) {
        return !inPass[session] ? 0 : rowsTo[session] > 0 ? rowsTo[session] : (int) kv[session] + nodes[session] + 1;
    }

    /// The session holds KV that another one computed.
    void shared(int session, long position) {
        kv[session] = Math.max(kv[session], position);
    }

    void truncate(int session, int position) {
        check(position >= 0 && position <= kv[session], "L7", "truncating beyond the KV", position, kv[session]);
        check(!inPass[session] || said[session], "L7", "truncating under a running pass", position, session);
        kv[session] = position;
    }

    /// A reply that was shown at all was shown to its end. One that was begun early may come to nothing.
    private void settled(int session) {
        check(!owed[session] || shown[session] == verified[session], "L7", "tokens verified and never shown", shown[session], verified[session]);
    }

    void emit(int session, int count) {
        owed[session] = true;
        shown[session] += count;
        check(count > 0 && shown[session] <= verified[session], "L7", "showing more than was verified", shown[session], verified[session]);
    }

    boolean allShown(int session) {
        return shown[session] == verified[session];
    }

    void retract(int session, int count) {
        shown[session] -= count;
        check(count > 0 && shown[session] >= 0, "L7", "taking back more than was shown", count, shown[session]);
    }

    long held() {
        long sum = 0;
        for (long tokens : kv) {
            sum += tokens;
        }
        return sum;
    }

    long kv(int session) {
        return kv[session];
    }

    boolean quiet() {
        return pass == 0;
    }

    void finish() {
        check(pass == 0, "L1", "a pass never reported", pass, 0);
        for (int session = 0; session < kv.length; session++) {
            settled(session);
        }
    }
}
