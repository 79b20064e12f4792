/// A generator of people at keyboards, and the fit behind it. The rhythm of typing is data: tables of quantiles that were fitted
/// to recordings once and lie beside the code; the fit can be run again on the recordings.
///
/// Everything is integers and one generator of its own, so that a seed gives the same bytes on every machine.
///
/// Must not know: what is done with a trace.
package nmos.traces.synth;
