package nmos.policy;

import java.util.Arrays;

/// Something that happened in a world. A signal never tells the future: neither the rest of the typing nor which guesses
/// will be accepted.
///
/// Work (fetches, computes, drafts, page moves, passes) is named by the id the policy gave it and ends in exactly one
/// report: landed, computed, drafted or passed; failed; or dropped. Reports carry the time a device was busy with it.
public sealed interface Signal {

    /// The person typed a character.
    record Keystroke(int session, int revision) implements Signal {}

    /// The person deleted or replaced text.
    record Edited(int session, int revision) implements Signal {}

    /// The person has not touched the keyboard for a while.
    record Paused(int session, int revision) implements Signal {}

    /// The person wants an answer to the prompt as it was at `revision`.
    record Submitted(int session, int revision) implements Signal {}

    /// The prompt of `revision` has `total` tokens, the earlier conversation included. Tokens before `firstChanged` are
    /// those of the last tokenised revision; tokens before `stablePrefix` will stay unless the person goes back to edit;
    /// of the tokens predicted for the person, `confirmed` were really typed.
    record Tokenised(int session, int revision, int stablePrefix, int total, int firstChanged, int confirmed)
            implements Signal {}

    /// The scout's answer: intent classes, likeliest first.
    record Ranked(int session, int revision, Ranking ranking) implements Signal {}

    /// A fetch or a page move arrived.
    record Landed(long work, long busyNs) implements Signal {}

    /// A run of shards was computed for all rows of its pass.
    record Computed(long work, long busyNs) implements Signal {}

    /// The router of layer `shard` is through: `rows[i]` rows of the pass go to `experts[i]`, shards that follow it, in rising
    /// order. Comes just before the [Computed] of the run that the layer ends.
    record Routed(long pass, int shard, int[] experts, int[] rows) implements Signal {
        @Override
        public boolean equals(Object other) {
            return other instanceof Routed that
                    && pass == that.pass
                    && shard == that.shard
                    && Arrays.equals(experts, that.experts)
                    && Arrays.equals(rows, that.rows);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * Long.hashCode(pass) + shard) + Arrays.hashCode(experts)) + Arrays.hashCode(rows);
        }

        @Override
        public String toString() {
            return "Routed[pass=" + pass + ", shard=" + shard + ", experts=" + Arrays.toString(experts) + ", rows=" + Arrays.toString(rows)
                    + "]";
        }
    }

    /// A guess, from what a layer before said, which experts the router of layer `shard` will choose for the pass.
    record Foreseen(long pass, int shard, int[] experts) implements Signal {
        @Override
        public boolean equals(Object other) {
            return other instanceof Foreseen that
                    && pass == that.pass
                    && shard == that.shard
                    && Arrays.equals(experts, that.experts);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Long.hashCode(pass) + shard) + Arrays.hashCode(experts);
        }

        @Override
        public String toString() {
            return "Foreseen[pass=" + pass + ", shard=" + shard + ", experts=" + Arrays.toString(experts) + "]";
        }
    }

    /// A drafter's guesses for a session. An empty tree is an answer too.
    record Drafted(long work, int session, DraftTree tree, long busyNs) implements Signal {}

    /// Work that ended without its result.
    record Failed(long work, Cause cause, long busyNs) implements Signal {}

    /// Work that was cancelled or abandoned, or that the world gave up without an error.
    record Dropped(long work, long busyNs) implements Signal {}

    /// What the oracle said to one session's rows in a pass that wanted logits; comes before [Passed].
    /// `accepted` tree nodes up to and including `leaf` (-1: none) agreed with the oracle and are now appended, as is
    /// the row they hang from; the pass so yields `accepted + 1` tokens. The bonus token equals the unaccepted child
    /// `bonusChild` of `leaf` that was drafted but not sent along (-1: none). `finished` ends the turn.
    record Verified(long pass, int session, int accepted, int leaf, int bonusChild, boolean finished) implements Signal {}

    /// All rows of the pass went through all shards. The pass's one report when it succeeds.
    record Passed(long pass, long busyNs) implements Signal {}

    /// Attention mass a page received in a pass, in parts per million of the pass's whole.
    record Attended(int page, long massPpm) implements Signal {}

    /// The tier's budget is now this much. It may be more or less than before.
    record Pressed(int tier, long budgetBytes) implements Signal {}

    /// The time [Policy#wakeAtNs] asked for has come.
    record Woke() implements Signal {}
}
