/// What a trace is like: intervals, pauses, bursts, deletions, speed, the time until so many characters are there, and what a
/// model of mean words a minute would make of it.
///
/// Must not know: files and formats, or how a trace was made.
package nmos.traces.stats;
