/// What a model file asks of a machine: its shards, the bytes a pass reads, and whether it fits.
///
/// Must not know: engines, kernels, policies; it reads headers, never weights.
package nmos.live.inspect;
