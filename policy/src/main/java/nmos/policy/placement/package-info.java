/// Where each shard rests between passes and where it is computed. Decided once, from facts alone.
///
/// Must not know: what is resident now, sessions, or the river that carries the plan out.
package nmos.policy.placement;
