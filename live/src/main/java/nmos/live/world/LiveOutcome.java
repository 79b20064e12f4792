package nmos.live.world;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nmos.journal.DeviceSpans;
import nmos.journal.RunReport;
import nmos.world.run.RunOutcome;
import org.jspecify.annotations.Nullable;

/// What a live run came to. `faults`: what went wrong with files and devices, a line each. `io`: how files were read. `madeUp`:
/// some of what was typed is text that nobody wrote. `kvBytes`: KV still held at the end. `attention`: where it fell, if the policy
/// wanted to know and it can be told. `vram`: what came of the budget of a device with memory of its own, `device`: what
/// its streams did.
public record LiveOutcome(
        RunOutcome run,
        List<Reply> replies,
        List<String> faults,
        String io,
        boolean madeUp,
        long kvBytes,
        Optional<AttentionShares> attention,
        RunReport.@Nullable Vram vram,
        DeviceSpans device) {
    /// How the run was carried out, for its report.
    public RunReport.CarriedOut carriedOut(LiveOptions how) {
        return new RunReport.CarriedOut(
                how.device().name().toLowerCase(Locale.ROOT), how.threads(), io, how.sampling().words(), madeUp, vram);
    }

    /// What was shown of a turn's reply, and the conversation and prompt before it. `tau`: tokens the oracle said in each of its
    /// passes, first that of the prompt; in a run that was stopped, those of the last may not have been shown.
    public record Reply(int session, int turn, int[] prompt, int[] tokens, int[] tau) {}
}
