/// A pass on a CUDA device: what [nmos.live.model.ForwardPass] is on the CPU, layer by layer, with the weights of a layer wherever on the
/// device they are at hand. What a pass writes is allocated once.
///
/// Matrices and pages are the CPU's own records, over memory segments that only *name* device memory: nothing but their addresses may be used.
///
/// Must not know: text, sampling, tiers, budgets, where weights come from.
package nmos.live.cuda.model;
