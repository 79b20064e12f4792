package nmos.policy;

/// Where a policy puts its decisions: one method per command, so that a world that forgets one does not compile.
///
/// Tiers are numbered from storage (0) upwards; a fetch goes one tier up. Ids are the policy's own and positive.
public interface Commands {
    /// Asks what the half-typed prompt is about; answered by [Signal.Ranked] or never.
    void askScout(int session, int revision);

    /// Copies a shard that is resident in tier `from` into tier `from + 1`. Lower urgencies go first among waiting
    /// ones, whenever they were given; the deadline is when a compute is expected to want it.
    void fetch(long fetch, int shard, int from, int urgency, long deadlineNs);

    /// Asks to stop a fetch, a page move or a draft. It still reports: a fetch or a move as landed if it was too late, else
    /// dropped; a draft as dropped in any case, and it never was the session's draft.
    void cancel(long work);

    /// Gives up a tier's copy of a shard. Nothing may be fetching or computing from it.
    void evict(int shard, int tier);

    /// Adds prompt tokens `[from, to)` of a session to a pass not yet begun. Those past the end of the prompt are the tokens
    /// that the session's latest draft completed it with.
    void passRows(long pass, int session, int revision, int from, int to, boolean logits);

    /// Adds a session's last known token and the first `nodes` nodes of its draft to a pass not yet begun
    /// (draft 0 with no nodes: the token alone).
    void passTree(long pass, int session, long draft, int nodes);

    /// Begins the pass with the rows added to it.
    void beginPass(long pass);

    /// Computes shards `first..last` for the pass in this tier, where all of them are, or are being, fetched. May be given
    /// before they land and before earlier runs are done: the world chains them in order. A run ends with a layer that has
    /// experts; those that [Signal.Routed] names then come in runs of their own, in any order, all before the next layer.
    void compute(long compute, long pass, int first, int last, int tier);

    /// Gives a pass up. Its computes and the pass itself still report.
    void abandonPass(long pass);

    /// Asks a drafter to go on from the session's last known token. While a tree of the session is in a pass, the draft goes on
    /// below that tree: the answer is the nodes of the draft the tree was taken from, then the new ones. If the oracle's
    /// bonus token is one of these nodes, what hangs below it is the session's draft from then on, under the same id and in
    /// the same order.
    void draft(long draft, int session, DraftOrder order);

    /// Asks the draft model to complete a prompt that is still being typed: answered by [Signal.Drafted] with a chain of
    /// `tokens` tokens at the most that ends where the model thinks the prompt does.
    void complete(long draft, int session, int revision, int tokens);

    /// From now on rows of a branch at positions `[from, to)` go to this page, for the layers computed in this tier. Its memory
    /// is taken there, layer by layer, by the computes that write it. An id is free again once its page was released.
    void openPage(int page, int branch, int from, int to, int tier);

    /// Lets one more branch read a full page, at the same positions. Nobody writes to it any more.
    void sharePage(int page, int branch);

    /// Moves the KV of those of shards `first..last` that a page serves from one tier to a neighbouring one. Urgencies are
    /// those of fetches.
    void movePage(long move, int page, int first, int last, int from, int to, int urgency);

    /// Drops the rows of a page from attention for good. Its memory is still to be released.
    void fold(int page);

    /// Forgets KV from `position` on. A session's committed branch has the session's number. The branch lets go of pages
    /// from there on; a page it shares is not cut in two.
    void truncate(int branch, int position);

    /// Gives the memory of a page back that no branch holds.
    void release(int page);

    /// Shows the session's next `tokens` tokens.
    void emit(int session, int tokens);

    /// Takes back the last `tokens` shown tokens.
    void retract(int session, int tokens);

    /// Ends the session's turn without an answer.
    void failTurn(int session, Cause cause);
}
