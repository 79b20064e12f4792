/// Recordings of other people's making, as typing traces. A format is one parser; how recordings become turns is decided once,
/// for all of them.
///
/// Must not know: statistics, the generator, or what is done with a trace.
package nmos.traces.imports;
