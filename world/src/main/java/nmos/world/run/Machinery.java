package nmos.world.run;

import java.util.List;
import java.util.function.Consumer;
import nmos.policy.Signal;

/// What carries out the work: drives, links, processors, memory. All of it is asked, and all of its reports come, on the thread
/// that runs the calendar, and no report comes from within what asked for it.
public interface Machinery {
    void fetch(long fetch, int shard, int from, int urgency, Report report);

    /// `bytes`: the KV that moves.
    void movePage(long move, int page, int first, int last, int from, int to, long bytes, int urgency, Report report);

    /// Takes back a fetch or a move as far as that can be; none if it has reported.
    void cancel(long work);

    /// The rows of a pass go on in another tier.
    void moveActivations(int from, int to, PassRun pass, Runnable done);

    /// Computes shards `[first, end)` for all rows of a pass.
    void compute(PassRun pass, int first, int end, int tier, Report report);

    /// A layer that experts follow is computed for the pass: tells which of them its rows go to, as [Signal.Routed] has it, and
    /// what can be guessed of layers to come.
    default void routed(PassRun pass, int shard, Consumer<Signal> ears) {
        throw new IllegalStateException("nothing here knows where rows go after shard " + shard);
    }

    /// The pass has its rows.
    default void beginPass(PassRun pass) {}

    /// Shards `first..last` will be computed for the pass: their KV has its memory from now on.
    default void planned(int first, int last) {}

    /// They were, or will not be.
    default void settled(int first, int last) {}

    /// The pass is over: concluded, or given up.
    default void passOver(PassRun pass) {}

    default void evict(int shard, int tier) {}

    default void openPage(int page, int branch, int from, int to, int tier) {}

    default void sharePage(int page, int branch) {}

    default void fold(int page) {}

    default void truncate(int branch, int position) {}

    default void release(int page) {}

    /// What each device has done.
    List<RunOutcome.Device> devices();
}
