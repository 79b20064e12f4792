package nmos.journal;

import nmos.policy.Cause;
import nmos.policy.Commands;
import nmos.policy.DraftOrder;

/// A command as a fact: one record per method of [Commands], for reading, comparing and printing.
public sealed interface Command {

    record AskScout(int session, int revision) implements Command {}

    record Fetch(long fetch, int shard, int from, int urgency, long deadlineNs) implements Command {}

    record Cancel(long work) implements Command {}

    record Evict(int shard, int tier) implements Command {}

    record PassRows(long pass, int session, int revision, int from, int to, boolean logits) implements Command {}

    record PassTree(long pass, int session, long draft, int nodes) implements Command {}

    record BeginPass(long pass) implements Command {}

    record Compute(long compute, long pass, int first, int last, int tier) implements Command {}

    record AbandonPass(long pass) implements Command {}

    record Draft(long draft, int session, DraftOrder order) implements Command {}

    record Complete(long draft, int session, int revision, int tokens) implements Command {}

    record OpenPage(int page, int branch, int from, int to, int tier) implements Command {}

    record SharePage(int page, int branch) implements Command {}

    record MovePage(long move, int page, int first, int last, int from, int to, int urgency) implements Command {}

    record Fold(int page) implements Command {}

    record Truncate(int branch, int position) implements Command {}

    record Release(int page) implements Command {}

    record Emit(int session, int tokens) implements Command {}

    record Retract(int session, int tokens) implements Command {}

    record FailTurn(int session, Cause cause) implements Command {}

    /// Gives this command to `out`.
    default void sendTo(Commands out) {
        switch (this) {
            case AskScout(int session, int revision) -> out.askScout(session, revision);
            case Fetch(long fetch, int shard, int from, int urgency, long deadlineNs) ->
                out.fetch(fetch, shard, from, urgency, deadlineNs);
            case Cancel(long work) -> out.cancel(work);
            case Evict(int shard, int tier) -> out.evict(shard, tier);
            case PassRows(long pass, int session, int revision, int from, int to, boolean logits) ->
                out.passRows(pass, session, revision, from, to, logits);
            case PassTree(long pass, int session, long draft, int nodes) -> out.passTree(pass, session, draft, nodes);
            case BeginPass(long pass) -> out.beginPass(pass);
            case Compute(long compute, long pass, int first, int last, int tier) ->
                out.compute(compute, pass, first, last, tier);
            case AbandonPass(long pass) -> out.abandonPass(pass);
            case Draft(long draft, int session, DraftOrder order) -> out.draft(draft, session, order);
            case Complete(long draft, int session, int revision, int tokens) ->
                out.complete(draft, session, revision, tokens);
            case OpenPage(int page, int branch, int from, int to, int tier) -> out.openPage(page, branch, from, to, tier);
            case SharePage(int page, int branch) -> out.sharePage(page, branch);
            case MovePage(long move, int page, int first, int last, int from, int to, int urgency) ->
                out.movePage(move, page, first, last, from, to, urgency);
            case Fold(int page) -> out.fold(page);
            case Truncate(int branch, int position) -> out.truncate(branch, position);
            case Release(int page) -> out.release(page);
            case Emit(int session, int tokens) -> out.emit(session, tokens);
            case Retract(int session, int tokens) -> out.retract(session, tokens);
            case FailTurn(int session, Cause cause) -> out.failTurn(session, cause);
        }
    }
}
