/// Arithmetic on the CPU: products of many rows with a stored matrix, and the small functions between them.
///
/// Weights are unpacked from their blocks to floats a few rows at a time, into scratch that stays in the first-level cache,
/// and used there for every row of the pass. A stored number times a stored scale is exact in a float, so the unpacked
/// weights are the stored ones, rounded once; a row that is to be quantised is rounded to its 8-bit grid and kept as floats.
/// What is left is one product of floats for all types, at the speed of the fused multiply-add, whose bits for one output
/// depend on that output's row of weights and row of input alone: not on the rows beside it, nor on the number of threads.
/// They do depend on the width of the machine's vectors.
///
/// A lone row, as in decoding, would use each unpacked weight once; it has kernels of its own, which take the same steps in
/// the same order without the way through scratch.
///
/// Must not know: files, models, tokens.
package nmos.live.kernel;
