/// Which KV stays where, and what is folded.
///
/// Must not know: tokens or attention payloads; it sees pages, branches and masses.
package nmos.policy.kv;
