/// A run of the policy, the same in every world: who types what when, which command leads to which work, which signals come of
/// it, and what is counted. What carries the work out is a [nmos.world.run.Machinery], what is thought is [nmos.world.run.Minds],
/// and time is a [nmos.world.run.Calendar].
///
/// Must not know: whether any of these three is real.
package nmos.world.run;
