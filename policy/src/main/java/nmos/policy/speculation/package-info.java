/// What to draft, and how much of it to verify.
///
/// Must not know: tokens, text, which guesses will be accepted, or how passes are carried out. Sees shapes, confidences,
/// what a pass of so many rows costs, and what became of earlier guesses.
package nmos.policy.speculation;
