/// Minds that are made up: what is typed in numbers, what is guessed and said by chances, where attention falls by shares.
///
/// Chance goes by name: every purpose draws from a stream of its own, so that changing what one part draws changes nothing
/// for the others, and two settings of a scenario see the same keystrokes.
///
/// Must not know: text, tokens, or whether time is virtual.
package nmos.world.modelled;
