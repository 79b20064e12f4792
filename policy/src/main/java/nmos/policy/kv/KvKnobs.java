package nmos.policy.kv;

import java.util.List;

/// What may be set about KV. `residentTokens`: tokens' KV set aside where layers are computed, for all sessions together.
/// `spillBytes`: what each tier, from storage up, sets aside for pages that do not fit there. `heavyTokens` and
/// `recentTokens`: what [H2o] keeps of a session.
public record KvKnobs(
        KvPolicies kind, long pageBytes, long residentTokens, List<Long> spillBytes, int heavyTokens, int recentTokens) {
    public KvKnobs {
        spillBytes = List.copyOf(spillBytes);
    }

    /// Without spill and folding.
    public KvKnobs(KvPolicies kind, long pageBytes) {
        this(kind, pageBytes, 0, List.of(), 0, 0);
    }
}
