package nmos.journal;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;

/// Keeps the commands it is given, in order: for replay and for tests.
public final class CommandRecorder implements Commands {
    private final List<Command> commands = new ArrayList<>();

    /// Nothing recorded yet.
    public CommandRecorder() {}

    /// Everything since the last call, oldest first.
    public List<Command> drain() {
        List<Command> drained = List.copyOf(commands);
        commands.clear();
        return drained;
    }

    @Override
    public void askScout(int session, int revision) {
        commands.add(new Command.AskScout(session, revision));
    }

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, long deadlineNs) {
        commands.add(new Command.Fetch(fetch, shard, from, urgency, deadlineNs));
    }

    @Override
    public void cancel(long work) {
        commands.add(new Command.Cancel(work));
    }

    @Override
    public void evict(int shard, int tier) {
        commands.add(new Command.Evict(shard, tier));
    }

    @Override
    public void passRows(long pass, int session, int revision, int from, int to, boolean logits) {
        commands.add(new Command.PassRows(pass, session, revision, from, to, logits));
    }

    @Override
    public void passTree(long pass, int session, long draft, int nodes) {
        commands.add(new Command.PassTree(pass, session, draft, nodes));
    }

    @Override
    public void beginPass(long pass) {
        commands.add(new Command.BeginPass(pass));
    }

    @Override
    public void compute(long compute, long pass, int first, int last, int tier) {
        commands.add(new Command.Compute(compute, pass, first, last, tier));
    }

    @Override
    public void abandonPass(long pass) {
        commands.add(new Command.AbandonPass(pass));
    }

    @Override
    public void draft(long draft, int session, DraftOrder order) {
        commands.add(new Command.Draft(draft, session, order));
    }

    @Override
    public void complete(long draft, int session, int revision, int tokens) {
        commands.add(new Command.Complete(draft, session, revision, tokens));
    }

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {
        commands.add(new Command.OpenPage(page, branch, from, to, tier));
    }

    @Override
    public void sharePage(int page, int branch) {
        commands.add(new Command.SharePage(page, branch));
    }

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {
        commands.add(new Command.MovePage(move, page, first, last, from, to, urgency));
    }

    @Override
    public void fold(int page) {
        commands.add(new Command.Fold(page));
    }

    @Override
    public void truncate(int branch, int position) {
        commands.add(new Command.Truncate(branch, position));
    }

    @Override
    public void release(int page) {
        commands.add(new Command.Release(page));
    }

    @Override
    public void emit(int session, int tokens) {
        commands.add(new Command.Emit(session, tokens));
    }

    @Override
    public void retract(int session, int tokens) {
        commands.add(new Command.Retract(session, tokens));
    }

    @Override
    public void failTurn(int session, Cause cause) {
        commands.add(new Command.FailTurn(session, cause));
    }
}
