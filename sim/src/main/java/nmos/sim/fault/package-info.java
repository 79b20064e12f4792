/// What goes wrong, from a seed: which fetches come late, fail, are lost or are heard of out of order, and when memory
/// runs short.
///
/// Must not know: stations, worlds or the time it is. It answers questions and keeps no state.
package nmos.sim.fault;
