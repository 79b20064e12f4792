/// From logits to the next token, the same for the same seed on every run.
///
/// Must not know: models, text.
package nmos.live.sampling;
