/// What people type as a policy sees it: revisions, tokens and pauses, from a trace or at a constant rate.
///
/// Must not know: the text, who carries out what a policy decides, or how late the replies are.
package nmos.world.typing;
