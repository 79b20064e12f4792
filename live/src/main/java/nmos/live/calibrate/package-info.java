/// Measures this machine with the live world's own drive, links, kernels and threads, and says what a machine file needs: so that
/// a simulation predicts what a live run here will do. Where a GPU computes it is timed by its own events, and ends up in the same places.
///
/// Every number is a median of repeats with its spread. What looks wrong is not left out: it is said in a line, beside the number.
///
/// Must not know: policies, scenarios' workloads, what anybody does with the machine file.
package nmos.live.calibrate;
