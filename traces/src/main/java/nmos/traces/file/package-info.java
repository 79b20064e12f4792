/// The file format of typing traces: JSON lines, read strictly and one line at a time, written so that what was written reads
/// back and writes again to the same bytes.
///
/// Must not know: how a trace came about, or what is done with it.
package nmos.traces.file;
