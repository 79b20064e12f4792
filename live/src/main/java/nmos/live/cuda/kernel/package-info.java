/// The kernels in `live/src/main/cuda`, one class each: what it is called, how it is cut into blocks and threads, how its arguments lie.
/// Bits of a row depend on that row alone; `live/src/main/cuda/README.md` says in which order everything is added up.
///
/// Device memory is an address, as for [nmos.live.cuda.driver.Driver]. All launches of one set of kernels are made by one thread at a time.
///
/// Must not know: models, layers, passes.
package nmos.live.cuda.kernel;
