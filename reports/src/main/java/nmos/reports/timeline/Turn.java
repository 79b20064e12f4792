package nmos.reports.timeline;

import nmos.policy.Cause;
import org.jspecify.annotations.Nullable;

/// One prompt of a session, in the order in which turns ended; those that never did come last.
///
/// `beganNs`: its first keystroke, or the submit where nothing was typed. `submitNs`: when the person meant to submit, where the run's
/// report tells, else when the run heard of it. `draftNs`: the first token shown at all, where unverified ones are shown; `firstNs`:
/// the first verified one; `firstPass`: the pass that brought it. `endNs`: the last token shown, the failure, or where the journal ends.
/// `over` is false where the journal ends first. `toFirst` is what the time from submit to first token went to (to the end where there
/// was none), `toEnd` that from submit to end.
public record Turn(
        int session,
        int index,
        long beganNs,
        long submitNs,
        @Nullable Long draftNs,
        @Nullable Long firstNs,
        @Nullable Long firstPass,
        long endNs,
        int tokens,
        boolean over,
        @Nullable Cause failed,
        Breakdown toFirst,
        Breakdown toEnd) {

    /// Submit to first verified token.
    public @Nullable Long ttftVerifiedNs() {
        return firstNs == null ? null : firstNs - submitNs;
    }
}
