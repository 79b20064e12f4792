/// The plain engine: a whole model in memory, a prompt in, tokens out. No policy, no tiers.
///
/// Must not know: scenarios, signals, devices.
package nmos.live.engine;
