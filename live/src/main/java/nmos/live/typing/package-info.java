/// What people type, as real text and the model's own tokens; the conversation that comes of it; and a reply's text as it
/// grows and shrinks.
///
/// The world's scripts say when a prompt changes and, of its tokens, how many. A live world has to compute them, so here are
/// the ids too, and all counts are of them. Must not know: the policy, devices, clocks, how a reply comes about.
///
/// What a trace tells is used as it is. A trace without text gets text that is made up: common words of the lengths that
/// were typed, and for what was pasted sentences, or lines of code where the reply is code. Prompts go to the model as they
/// were typed, without the markers of a chat template.
package nmos.live.typing;
