/// Machines as data: tiers from storage up, the hops between them, the devices that compute, and where each number is from.
///
/// Must not know: scenarios, policies' choices, what is simulated and what is real.
package nmos.scenarios.machine;
