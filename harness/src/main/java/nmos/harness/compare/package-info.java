/// Engines side by side: one model file, the same prompts, as many threads, memory and drive for each, one after the other in
/// processes of their own.
///
/// Must not know: how figures are shown, the command line.
package nmos.harness.compare;
