/// What a simulated drafter guesses and what the oracle makes of it: the hidden truth of a world without text.
///
/// Every draw is a function of the seed, the session, the turn and the position in the text, never of what was asked
/// before: so two settings meet the same text, and a longer draft contains the shorter one.
///
/// Must not know: time, devices, scenario files, or any policy. It sees what a policy orders; a policy sees of it what a
/// drafter would show ([nmos.policy.DraftTree]) and what the oracle said ([Verdict]), nothing else.
package nmos.world.acceptance;
