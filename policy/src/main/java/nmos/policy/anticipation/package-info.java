/// What to do for a prompt before it is submitted.
///
/// Must not know: what the person will type next.
package nmos.policy.anticipation;
