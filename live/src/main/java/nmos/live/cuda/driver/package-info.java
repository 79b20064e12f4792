/// The calls of the CUDA driver API that we make, of one device: memory, copies, streams, events, launches. An installed NVIDIA driver is all
/// they need, no toolkit and no runtime library.
///
/// JCuda makes the calls that are made now and then. Those that are made for each kernel and each piece of a copy are bound here, of the same
/// library. JCuda's handles are held on to, since it frees nothing that it did not make, and tell the driver's own ([Handles]) to the calls that
/// are not its. A module path would need nothing else: both of JCuda's jars are automatic modules, and `live` is none.
///
/// Must not know: models, kernels, tiers, policies.
package nmos.live.cuda.driver;
