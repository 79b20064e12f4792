package nmos.policy.batching;

/// What may be set about batching. `maxRows`: rows in one pass at the most. `maxSessions`: sessions in one pass at the most.
/// `patience`: passes that may begin without a waiting session before it goes first.
public record BatchingKnobs(Batchings kind, int maxRows, int maxSessions, int patience) {}
