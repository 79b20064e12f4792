package nmos.world.acceptance;

/// What the oracle said to a draft, in the words of [nmos.policy.Signal.Verified]: `accepted` nodes up to and including
/// `leaf` (-1: none) were right; the bonus token equals the child `bonusChild` of `leaf` that was drafted but not sent
/// along (-1: none).
public record Verdict(int accepted, int leaf, int bonusChild) {}
