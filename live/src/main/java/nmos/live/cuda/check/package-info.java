/// Holds a GPU's kernels and passes against the CPU's, on a machine that has one: what tests do over an interpreter of PTX, with the driver's
/// own compiler and the card's own units. Started by `live/gpu-check`.
///
/// Must not know: policies, scenarios, worlds.
package nmos.live.cuda.check;
