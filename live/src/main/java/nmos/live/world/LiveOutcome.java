package nmos.live.world;

import java.util.List;
import java.util.Optional;
import nmos.world.run.RunOutcome;

/// What a live run came to. `faults`: what went wrong with files and devices, a line each. `io`: how files were read. `madeUp`:
/// some of what was typed is text that nobody wrote. `kvBytes`: KV still held at the end. `attention`: where it fell, if the policy
/// wanted to know and it can be told.
public record LiveOutcome(
        RunOutcome run,
        List<Reply> replies,
        List<String> faults,
        String io,
        boolean madeUp,
        long kvBytes,
        Optional<AttentionShares> attention) {
    /// What was shown of a turn's reply, and the conversation and prompt before it. `tau`: tokens the oracle said in each of its
    /// passes, first that of the prompt; in a run that was stopped, those of the last may not have been shown.
    public record Reply(int session, int turn, int[] prompt, int[] tokens, int[] tau) {}
}
