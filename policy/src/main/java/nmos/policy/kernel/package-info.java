/// The one policy that all worlds run: books of what is where and in flight, and the state machine that asks the small
/// policies beside it and turns their answers into commands.
///
/// Must not know: which world is listening.
package nmos.policy.kernel;
