package nmos.policy.kernel;

import java.util.Arrays;
import nmos.policy.Digest;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.batching.Turns;
import nmos.policy.speculation.Speculation;
import nmos.policy.speculation.SpeculationKnobs;

/// What each session is doing and how far its KV reaches. State only: others decide.
final class Sessions implements Turns {
    static final int IDLE = 0;
    /// Prompt tokens wait for a pass.
    static final int PROMPT = 1;
    static final int DRAFTING = 2;
    /// The last known token, and perhaps a tree, wait for a pass.
    static final int TREE = 3;
    static final int IN_PASS = 4;
    /// Its pass was given up; the turn fails when the pass has reported.
    static final int FAILING = 5;
    /// No turn, but a pass computes tokens of a prompt that is still being typed.
    static final int ANTICIPATING = 6;
    /// The whole reply was computed before anybody asked for it.
    static final int SAID_ALL = 7;
    /// No turn, but the draft completes the half-typed prompt.
    static final int COMPLETING = 8;

    static final int STATE = 0;
    /// The prompt that is being answered, or computed ahead: its revision and its tokens.
    static final int REVISION = 1;
    static final int TOTAL = 2;
    /// Tokens whose KV exists.
    static final int KV = 3;
    /// Submitted revision that was not yet taken up, plus one; 0 for none.
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
    static final int SAID = 17;
    static final int PASSES = 18;
    static final int WAITED = 19;
    static final int TAU_PPM = 20;
    /// How the turn stands to its submit: [#ASKED], [#EARLY] or [#VOID].
    static final int EARLINESS = 21;
    /// Tokens the draft added to the prompt that an early turn answers.
    static final int PREDICTED = 22;
    /// Verified tokens of an early turn, not shown yet.
    static final int HELD = 23;
    /// Tokens computed ahead of the submit; 0 for none.
    static final int PREFILLED = 24;
    /// Typed tokens, and their revision, that an early turn's prompt was last found to agree with.
    static final int TYPED = 25;
    static final int TYPED_REVISION = 26;
    /// A draft that goes on from the tree in the running pass; 0 for none.
    static final int AHEAD = 27;
    /// The prompt was not answered yet.
    static final int FRESH = 28;
    /// Working ahead failed; wait until more is typed.
    static final int HALTED = 29;
    private static final int WIDTH = 30;

    static final int ASKED = 0;
    /// Nobody has submitted yet.
    static final int EARLY = 1;
    /// What it answers is not what was typed; it goes when its pass has reported.
    static final int VOID = 2;

    private static final int TURNS = 0;
    private static final int REPLIES = 1;
    private static final int REPLY_TOKENS = 2;

    private static final int PPM = 1_000_000;

    private final Fields fields;
    private final Fields common;
    private final int count;
    private final int maxRows;
    private final Speculation[] speculation;
    private final DraftOrder[] order;
    private final DraftTree[] tree;

    Sessions(Facts facts, SpeculationKnobs knobs, int maxRows, Digest digest) {
        this.maxRows = maxRows;
        count = facts.kv().sessions();
        fields = new Fields(count * WIDTH, 32, digest);
        common = new Fields(3, 33, digest);
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

    private void add(int session, int field, long delta) {
        fields.add(session * WIDTH + field, delta);
    }

    int state(int session) {
        return asInt(session, STATE);
    }

    boolean busy(int session) {
        return state(session) != IDLE;
    }

    boolean early(int session) {
        return get(session, EARLINESS) != ASKED;
    }

    /// Somebody waits for this session's turn.
    boolean inTurn(int session) {
        int state = state(session);
        return state != IDLE && state != ANTICIPATING && state != COMPLETING && !early(session);
    }

    /// Tokens to compute before the reply can begin.
    int promptTokens(int session) {
        return asInt(session, TOTAL) + asInt(session, PREDICTED);
    }

    /// A turn begins: its prompt waits for a pass.
    void begin(int session, int earliness) {
        common.add(TURNS, 1);
        set(session, TURN, common.get(TURNS));
        set(session, EARLINESS, earliness);
        set(session, STATE, PROMPT);
        set(session, SAID, 0);
        set(session, PASSES, 0);
        set(session, WAITED, 0);
        set(session, TAU_PPM, PPM);
    }

    /// What was begun early is what was asked for.
    void asked(int session) {
        common.add(TURNS, 1);
        set(session, TURN, common.get(TURNS));
        set(session, EARLINESS, ASKED);
        set(session, TOTAL, promptTokens(session));
        set(session, PREDICTED, 0);
        set(session, HELD, 0);
    }

    void over(int session) {
        set(session, STATE, IDLE);
        set(session, EARLINESS, ASKED);
        set(session, PREDICTED, 0);
        set(session, HELD, 0);
    }

    void inPass(int session) {
        set(session, WAITED, 0);
        add(session, PASSES, 1);
    }

    void passedOver(int session) {
        add(session, WAITED, 1);
    }

    /// The oracle said so many tokens more.
    void said(int session, int tokens) {
        if (get(session, SAID) > 0) {
            add(session, TAU_PPM, ((long) tokens * PPM - get(session, TAU_PPM)) / 4);
        }
        add(session, SAID, tokens);
    }

    void replyOver(int session) {
        common.add(REPLIES, 1);
        common.add(REPLY_TOKENS, get(session, SAID));
    }

    @Override
    public long submitted(int session) {
        return get(session, TURN);
    }

    @Override
    public int promptRows(int session) {
        return get(session, SAID) > 0 ? 0 : promptTokens(session) - asInt(session, KV);
    }

    @Override
    public int said(int session) {
        return asInt(session, SAID);
    }

    @Override
    public int passes(int session) {
        return asInt(session, PASSES);
    }

    @Override
    public int meanReply() {
        return common.get(REPLIES) == 0 ? 0 : (int) (common.get(REPLY_TOKENS) / common.get(REPLIES));
    }

    @Override
    public int tauPpm(int session) {
        return asInt(session, TAU_PPM);
    }

    @Override
    public int maxRows() {
        return maxRows;
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

    long learntDigest() {
        long sum = 0;
        for (int session = 0; session < count; session++) {
            sum += Digest.mix(session, speculation[session].digest());
        }
        return sum;
    }
}
