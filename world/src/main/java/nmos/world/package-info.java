/// What the simulated and the live world share, so that neither can define a word its own way.
///
/// Must not know: which world it serves, and how either carries out a command.
package nmos.world;
