/// The thread that owns a policy: one at a time, with the clock.
///
/// Must not know: what happens on it.
package nmos.live.loop;
