/// What the oracle says to guesses: how far it agrees and what comes next, so that the text is distributed as if nobody had
/// guessed.
///
/// Must not know: who guessed, models, devices, signals and commands.
package nmos.live.verify;
