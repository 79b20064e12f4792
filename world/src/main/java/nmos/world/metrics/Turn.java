package nmos.world.metrics;

import java.util.Optional;
import java.util.OptionalLong;
import nmos.policy.Cause;

/// What a person saw of one turn. Times count from the intended moment of the submit.
///
/// `tau` has one entry for each pass after the prompt's; `itlNs` one for each token after the first, a chunk of n tokens
/// counting n times its share of the gap before it. A failed turn has a cause, and the tokens shown before it failed.
/// `firstTokens` came from passes that began before the submit, or from the one that brought the first token, and `decodeNs` is
/// the time from then to the last token. `counted` is false for
/// warm-up.
public record Turn(
        int session,
        int index,
        boolean counted,
        long submittedNs,
        long ttftVerifiedNs,
        OptionalLong ttftDraftNs,
        long decodeNs,
        int tokens,
        int firstTokens,
        int[] tau,
        long[] itlNs,
        Optional<Cause> failed) {

    /// Whether a verified token was shown at all.
    public boolean answered() {
        return tokens > 0;
    }

    long firstTokenNs() {
        return submittedNs + ttftVerifiedNs;
    }
}
