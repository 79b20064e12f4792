/// One definition of every metric, for simulated and measured runs alike.
///
/// Must not know: which world reports, or how a report is written down.
package nmos.world.metrics;
