package nmos.live.world;

import java.util.List;
import nmos.world.run.RunOutcome;

/// What a live run came to. `faults`: what went wrong with files and devices, a line each. `io`: how files were read. `madeUp`:
/// some of what was typed is text that nobody wrote. `kvBytes`: KV still held at the end.
public record LiveOutcome(
        RunOutcome run, List<Reply> replies, List<String> faults, String io, boolean madeUp, long kvBytes) {
    /// What was shown of a turn's reply, and the conversation and prompt before it.
    public record Reply(int session, int turn, int[] prompt, int[] tokens) {}
}
