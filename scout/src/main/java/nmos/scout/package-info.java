/// What a half-typed prompt is about: scouts that rank the classes of intent, their evaluation on labelled prompts, and the
/// confusion table by which a simulator, which has no text, plays a scout.
///
/// Must not know: policies, sessions, time, or where randomness comes from.
package nmos.scout;
