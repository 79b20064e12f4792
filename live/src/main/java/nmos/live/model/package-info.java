/// Decoder models of the llama and Qwen families: what a file says about one ([nmos.live.model.ModelConfig]), its weights
/// ([nmos.live.model.ModelWeights]) and the arithmetic of a pass ([nmos.live.model.ForwardPass]), layer by layer, so that a
/// layer's weights need only be at hand while it is computed.
///
/// Names of metadata and tensors, and what each architecture does with them: llama.cpp's `llama-arch.cpp` and `llama-model.cpp`.
///
/// Must not know: text, sampling, where weights come from.
package nmos.live.model;
