/// Chance, by name: every purpose draws from a stream of its own, so that changing what one part draws changes nothing
/// for the others, and two settings of a scenario see the same keystrokes.
///
/// Must not know: what is drawn, or when.
package nmos.sim.random;
