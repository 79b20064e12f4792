/// The calls of the CUDA driver API that we make, of one device: memory, copies, streams, events, launches. An installed NVIDIA driver is all
/// they need, no toolkit and no runtime library.
///
/// Must not know: models, kernels, tiers, policies.
package nmos.live.cuda.driver;
