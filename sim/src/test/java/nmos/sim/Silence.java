package nmos.sim;

import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;

/// Hears commands and does nothing.
final class Silence implements Commands {
    @Override
    public void askScout(int session, int revision) {}

    @Override
    public void fetch(long fetch, int shard, int from, int urgency, long deadlineNs) {}

    @Override
    public void cancel(long work) {}

    @Override
    public void evict(int shard, int tier) {}

    @Override
    public void passRows(long pass, int session, int revision, int from, int to, boolean logits) {}

    @Override
    public void passTree(long pass, int session, long draft, int nodes) {}

    @Override
    public void beginPass(long pass) {}

    @Override
    public void compute(long compute, long pass, int first, int last, int tier) {}

    @Override
    public void abandonPass(long pass) {}

    @Override
    public void draft(long draft, int session, DraftOrder order) {}

    @Override
    public void complete(long draft, int session, int revision, int tokens) {}

    @Override
    public void openPage(int page, int branch, int from, int to, int tier) {}

    @Override
    public void sharePage(int page, int branch) {}

    @Override
    public void movePage(long move, int page, int first, int last, int from, int to, int urgency) {}

    @Override
    public void fold(int page) {}

    @Override
    public void truncate(int branch, int position) {}

    @Override
    public void release(int page) {}

    @Override
    public void emit(int session, int tokens) {}

    @Override
    public void retract(int session, int tokens) {}

    @Override
    public void failTurn(int session, Cause cause) {}
}
