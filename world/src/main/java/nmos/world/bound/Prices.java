package nmos.world.bound;

/// A price for time on each hop and on the chain of computes (the last one), adding up to about 1, and for each byte of room
/// in a tier: `budget[t]` for anything there, `pin[t]` for weights at rest. None is negative.
record Prices(double[] time, double[] budget, double[] pin) {}
