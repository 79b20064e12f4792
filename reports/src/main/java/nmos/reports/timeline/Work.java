package nmos.reports.timeline;

import java.util.List;

/// A piece of work from its command to its report. `busyNs`: how long a device worked on it, as that told; `bytes`: those it was to
/// move, 0 for what moves none; of one that failed or was dropped nobody told how many did. One that never reported, because the run
/// was cut short, ends with the journal.
public record Work(long id, What what, long beganNs, long endedNs, Ending ending, long busyNs, long bytes) {

    /// Shards are numbered as in the run's report, tiers from storage upwards.
    public sealed interface What {
        /// A shard goes from tier `from` to the next.
        record Fetch(int shard, int from) implements What {}

        /// The KV of shards `first..last` in a page goes to a neighbouring tier.
        record Move(int page, int first, int last, int from, int to) implements What {}

        record Compute(long pass, int first, int last, int tier) implements What {}

        /// `nodes` were guessed; 0 before it answers.
        record Draft(int session, int nodes) implements What {}

        /// `promptRows` of its rows are prompts', the others draft trees'. `tokens`: what the oracle said to all of its sessions.
        record Pass(List<Integer> sessions, int rows, int promptRows, int tokens) implements What {
            public Pass {
                sessions = List.copyOf(sessions);
            }
        }
    }

    public enum Ending {
        DONE,
        FAILED,
        /// Cancelled or abandoned.
        DROPPED,
        /// The journal ends before it did.
        UNKNOWN
    }

    public long ns() {
        return endedNs - beganNs;
    }
}
