/// Model shapes, exact per tensor: what a GGUF of a given architecture and quantisation weighs, and what a pass reads of it.
///
/// Must not know: machines, scenarios, files of weights.
package nmos.scenarios.shape;
