/// Which sessions' rows share a pass, and who goes first.
///
/// Must not know: what a session's text says.
package nmos.policy.batching;
