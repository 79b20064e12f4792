package nmos.policy.river;

/// What may be set about the river. `fetchesPerHop`: fetches in flight on one hop at a time. `marginPpm`: how much earlier than
/// expected to start a just-in-time fetch, as a share of its expected time.
public record RiverKnobs(Rivers kind, int fetchesPerHop, int marginPpm) {}
