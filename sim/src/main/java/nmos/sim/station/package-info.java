/// Devices as queues: what a disk, a link and a processor make of the jobs they are given, in integer nanoseconds.
///
/// A station serves jobs on a calendar and reports each exactly once: done, failed or dropped, with the nanoseconds the
/// device worked on it. Reports come out of calendar events, never from inside `submit` or `cancel`. What befalls a job is
/// told to the station when the job comes; the station itself draws nothing.
///
/// Must not know: what is moved or computed, why, or for whom; no policy, no budget, no randomness.
package nmos.sim.station;
