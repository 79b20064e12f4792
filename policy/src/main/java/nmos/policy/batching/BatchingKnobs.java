package nmos.policy.batching;

/// What may be set about batching. `maxRows`: rows in one pass at the most.
public record BatchingKnobs(Batchings kind, int maxRows) {}
