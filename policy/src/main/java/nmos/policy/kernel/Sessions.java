package nmos.policy.kernel;

import java.util.Arrays;
import nmos.policy.Digest;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.speculation.Speculation;
import nmos.policy.speculation.SpeculationKnobs;

/// What each session is doing and how far its KV reaches. State only: the kernel decides.
final class Sessions {
    static final int IDLE = 0;
    /// Submitted: prompt tokens wait for a pass.
    static final int PROMPT = 1;
    static final int DRAFTING = 2;
    /// The last known token, and perhaps a tree, wait for a pass.
    static final int TREE = 3;
    static final int IN_PASS = 4;
    /// Its pass was given up; the turn fails when the pass has reported.
    static final int FAILING = 5;
    /// No turn, but a pass computes tokens of a prompt that is still being typed.
    static final int ANTICIPATING = 6;

    static final int STATE = 0;
    static final int REVISION = 1;
    static final int TOTAL = 2;
    /// Tokens whose KV exists.
    static final int KV = 3;
    /// Submitted revision that still waits to be tokenised, plus one; 0 for none.
    static final int SUBMITTED = 4;
    /// Rank of the submit among all.
    static final int TURN = 5;
    static final int DRAFT = 6;
    static final int KEPT = 7;
    /// Prompt rows in the running pass end here; 0 for a tree.
    static final int ROWS_TO = 8;
    static final int CAUSE = 9;
    /// A prompt tokenised while a turn runs waits for its end.
    static final int PENDING = 10;
    static final int PENDING_REVISION = 11;
    static final int PENDING_TOTAL = 12;
    static final int PENDING_CHANGED = 13;
    /// Tokens of the prompt that will stay unless the person goes back.
    static final int STABLE = 14;
    static final int PENDING_STABLE = 15;
    private static final int DRAFTED_HASH = 16;
    private static final int WIDTH = 17;

    private final Fields fields;
    private final Fields common;
    private final int count;
    private final Speculation[] speculation;
    private final DraftOrder[] order;
    private final DraftTree[] tree;

    Sessions(Facts facts, SpeculationKnobs knobs, Digest digest) {
        count = facts.kv().sessions();
        fields = new Fields(count * WIDTH, 32, digest);
        common = new Fields(1, 33, digest);
        speculation = new Speculation[count];
        order = new DraftOrder[count];
        tree = new DraftTree[count];
        for (int session = 0; session < count; session++) {
            speculation[session] = knobs.kind().create(knobs, facts);
        }
        Arrays.fill(order, Speculation.NOTHING);
        Arrays.fill(tree, DraftTree.EMPTY);
    }

    int count() {
        return count;
    }

    long get(int session, int field) {
        return fields.get(session * WIDTH + field);
    }

    int asInt(int session, int field) {
        return (int) get(session, field);
    }

    void set(int session, int field, long value) {
        fields.set(session * WIDTH + field, value);
    }

    boolean busy(int session) {
        return get(session, STATE) != IDLE;
    }

    void activate(int session) {
        common.add(0, 1);
        set(session, TURN, common.get(0));
        set(session, SUBMITTED, 0);
        set(session, STATE, PROMPT);
    }

    Speculation speculation(int session) {
        return speculation[session];
    }

    DraftOrder order(int session) {
        return order[session];
    }

    DraftTree tree(int session) {
        return tree[session];
    }

    void drafted(int session, DraftOrder what, DraftTree answer) {
        order[session] = what;
        tree[session] = answer;
        set(session, DRAFTED_HASH, hash(what, answer));
    }

    private static long hash(DraftOrder order, DraftTree tree) {
        long hash = Digest.mix(order.nodes() + 1L, order.depth() + 1L);
        hash = Digest.mix(hash, order.drafter().ordinal() + 1L);
        hash = Digest.mix(hash, order.form().ordinal() + 1L);
        hash = Digest.mix(hash, order.branch() + 1L);
        for (int width : order.widths()) {
            hash = Digest.mix(hash, width);
        }
        for (int node = 0; node < tree.nodes(); node++) {
            hash = Digest.mix(hash, ((tree.parent()[node] + 1L) << 32) + tree.confidencePpm()[node] + 1);
        }
        return hash;
    }

    /// Sessions with an unfinished turn, in the order of their submits.
    int waiting(int[] into) {
        int n = 0;
        for (int session = 0; session < count; session++) {
            if (!busy(session)) {
                continue;
            }
            int at = n++;
            while (at > 0 && get(into[at - 1], TURN) > get(session, TURN)) {
                into[at] = into[at - 1];
                at--;
            }
            into[at] = session;
        }
        return n;
    }

    long learntDigest() {
        long sum = 0;
        for (int session = 0; session < count; session++) {
            sum += Digest.mix(session, speculation[session].digest());
        }
        return sum;
    }
}
