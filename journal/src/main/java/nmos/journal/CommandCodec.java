package nmos.journal;

import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;

/// How each command looks in a journal: the writer passes every command on to the world it was meant for, so that a run
/// is recorded without a record being allocated. Numbers once given stay.
final class CommandCodec implements Commands {
    /// Ends the commands of an entry.
    static final int END = 0;

    private static final int ASK_SCOUT = 1;
    private static final int FETCH = 2;
    private static final int CANCEL = 3;
    private static final int EVICT = 4;
    private static final int PASS_ROWS = 5;
    private static final int PASS_TREE = 6;
    private static final int BEGIN_PASS = 7;
    private static final int COMPUTE = 8;
    private static final int ABANDON_PASS = 9;
    private static final int DRAFT = 10;
    private static final int MOVE_PAGE = 11;
    private static final int FOLD = 12;
    private static final int TRUNCATE = 13;
    private static final int RELEASE = 14;
    private static final int EMIT = 15;
    private static final int RETRACT = 16;
    private static final int FAIL_TURN = 17;
    private static final int COMPLETE = 20;
    private static final int OPEN_PAGE = 18;
    private static final int SHARE_PAGE = 19;

    private static final Cause[] CAUSES = Cause.values();
    private static final DraftOrder.Drafter[] DRAFTERS = DraftOrder.Drafter.values();
    private static final DraftOrder.Form[] FORMS = DraftOrder.Form.values();

    private final EntryWriter out;
    private Commands world;
    private long nowNs;

    CommandCodec(EntryWriter out, Commands world) {
        this.out = out;
        this.world = world;
    }

    /// What follows happens at `nowNs` and is passed on.
    void direct(long now, Commands to) {
        nowNs = now;
        world = to;
    }

    /// Deadlines are written as time from now: shorter, and alike in every pass.
    static Command read(int kind, long nowNs, EntryReader in) throws JournalException {
        return switch (kind) {
            case ASK_SCOUT -> new Command.AskScout(in.integer(), in.integer());
            case FETCH ->
                new Command.Fetch(in.number(), in.integer(), in.integer(), in.integer(), nowNs + in.number());
            case CANCEL -> new Command.Cancel(in.number());
            case EVICT -> new Command.Evict(in.integer(), in.integer());
            case PASS_ROWS ->
                new Command.PassRows(
                        in.number(), in.integer(), in.integer(), in.integer(), in.integer(), in.flag());
            case PASS_TREE -> new Command.PassTree(in.number(), in.integer(), in.number(), in.integer());
            case BEGIN_PASS -> new Command.BeginPass(in.number());
            case COMPUTE ->
                new Command.Compute(in.number(), in.number(), in.integer(), in.integer(), in.integer());
            case ABANDON_PASS -> new Command.AbandonPass(in.number());
            case DRAFT ->
                new Command.Draft(
                        in.number(),
                        in.integer(),
                        new DraftOrder(
                                in.constant(DRAFTERS),
                                in.constant(FORMS),
                                in.integer(),
                                in.integer(),
                                in.integer(),
                                in.integers()));
            case COMPLETE -> new Command.Complete(in.number(), in.integer(), in.integer(), in.integer());
            case MOVE_PAGE ->
                new Command.MovePage(
                        in.number(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer());
            case OPEN_PAGE ->
                new Command.OpenPage(in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
            case SHARE_PAGE -> new Command.SharePage(in.integer(), in.integer());
            case FOLD -> new Command.Fold(in.integer());
            case TRUNCATE -> new Command.Truncate(in.integer(), in.integer());
            case RELEASE -> new Command.Release(in.integer());
            case EMIT -> new Command.Emit(in.integer(), in.integer());
            case RETRACT -> new Command.Retract(in.integer(), in.integer());
            case FAIL_TURN -> new Command.FailTurn(in.integer(), in.constant(CAUSES));
            default -> throw in.bad("no command has number " + kind);
        };
    }

    @Override
    public void askScout(int session, int revision) {
        out.kind(ASK_SCOUT).number(session).number(revision);
        world.askScout(session, revision);
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, long deadlineNs) {
        out.kind(FETCH).number(fetch).number(shard).number(from).number(urgency).number(deadlineNs - nowNs);
        world.fetch(fetch, shard, from, urgency, deadlineNs);
    }

    @Override
    public void cancel(long work) {
        out.kind(CANCEL).number(work);
        world.cancel(work);
    }

    @Override
    public void evict(int shard, int tier) {
        out.kind(EVICT).number(shard).number(tier);
        world.evict(shard, tier);
    }

    @Override
    public void passRows(long pass, int session, int revision, int from, int to, boolean logits) {
        out.kind(PASS_ROWS)
                .number(pass)
                .number(session)
                .number(revision)
                .number(from)
                .number(to)
                .flag(logits);
        world.passRows(pass, session, revision, from, to, logits);
    }

    @Override
    public void passTree(long pass, int session, long draft, int nodes) {
        out.kind(PASS_TREE).number(pass).number(session).number(draft).number(nodes);
        world.passTree(pass, session, draft, nodes);
    }

    @Override
    public void beginPass(long pass) {
        out.kind(BEGIN_PASS).number(pass);
        world.beginPass(pass);
    }

    @Override
    public void compute(long compute, long pass, int first, int last, int tier) {
        out.kind(COMPUTE).number(compute).number(pass).number(first).number(last).number(tier);
        world.compute(compute, pass, first, last, tier);
    }

    @Override
    public void abandonPass(long pass) {
        out.kind(ABANDON_PASS).number(pass);
        world.abandonPass(pass);
    }

    @Override
    public void draft(long draft, int session, DraftOrder order) {
        out.kind(DRAFT)
                .number(draft)
                .number(session)
                .kind(order.drafter().ordinal())
                .kind(order.form().ordinal())
                .number(order.nodes())
                .number(order.depth())
                .number(order.branch())
                .numbers(order.widths());
        world.draft(draft, session, order);
    }

    @Override
    public void complete(long draft, int session, int revision, int tokens) {
        out.kind(COMPLETE).number(draft).number(session).number(revision).number(tokens);
        world.complete(draft, session, revision, tokens);
    }

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {
        out.kind(OPEN_PAGE).number(page).number(branch).number(from).number(to).number(tier);
        world.openPage(page, branch, from, to, tier);
    }

    @Override
    public void sharePage(int page, int branch) {
        out.kind(SHARE_PAGE).number(page).number(branch);
        world.sharePage(page, branch);
    }

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {
        out.kind(MOVE_PAGE)
                .number(move)
                .number(page)
                .number(first)
                .number(last)
                .number(from)
                .number(to)
                .number(urgency);
        world.movePage(move, page, first, last, from, to, urgency);
    }

    @Override
    public void fold(int page) {
        out.kind(FOLD).number(page);
        world.fold(page);
    }

    @Override
    public void truncate(int branch, int position) {
        out.kind(TRUNCATE).number(branch).number(position);
        world.truncate(branch, position);
    }

    @Override
    public void release(int page) {
        out.kind(RELEASE).number(page);
        world.release(page);
    }

    @Override
    public void emit(int session, int tokens) {
        out.kind(EMIT).number(session).number(tokens);
        world.emit(session, tokens);
    }

    @Override
    public void retract(int session, int tokens) {
        out.kind(RETRACT).number(session).number(tokens);
        world.retract(session, tokens);
    }

    @Override
    public void failTurn(int session, Cause cause) {
        out.kind(FAIL_TURN).number(session).kind(cause.ordinal());
        world.failTurn(session, cause);
    }
}
