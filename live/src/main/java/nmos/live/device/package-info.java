/// What the CPU plays a small GPU with: memory of a tier under a hard limit, links no faster than those they stand for, a thread
/// that computes.
///
/// Must not know: the policy, what is copied, what is computed.
package nmos.live.device;
