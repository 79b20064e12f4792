package nmos.policy.kv;

/// What may be set about KV.
public record KvKnobs(KvPolicies kind, long pageBytes) {}
