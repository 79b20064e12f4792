/// Who guesses: a small model that is resident in memory, or the session's own text. What comes out is a tree of tokens of
/// which a policy sees the shape, and all that the oracle's verdict needs to be lossless.
///
/// Must not know: the oracle's weights, devices, signals and commands, time.
package nmos.live.draft;
