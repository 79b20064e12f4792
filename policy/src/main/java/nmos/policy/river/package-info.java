/// When to start fetching what: order, lookahead, and how early before a compute wants it.
///
/// Must not know: shard sizes beyond what a fetch is expected to take, sessions, or which pass is running.
package nmos.policy.river;
