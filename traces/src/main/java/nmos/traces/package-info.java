/// What people did at a keyboard, and when: sessions of turns, each a prompt that came about key by key and was submitted, or
/// left half way.
///
/// Must not know: models, tokens beyond recorded counts, the policy and its signals, files, or how a trace was made.
package nmos.traces;
