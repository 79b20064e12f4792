/// Virtual time: what will happen when, and in which order. Two calendars keep one contract, one on DSOL and one on a bare
/// heap, so that the fast one can be held to the slow one, event by event.
///
/// Must not know: what the events mean. No wall clock, no threads, no randomness.
package nmos.sim.calendar;
