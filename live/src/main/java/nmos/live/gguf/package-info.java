/// GGUF files: a reader that believes nothing it has not checked, and a writer whose files the reader and llama.cpp both load.
///
/// Layout (little endian): magic, version, counts, metadata, tensor descriptions, padding, tensor data. Source: ggml's
/// `docs/gguf.md` and `src/gguf.cpp`.
///
/// Must not know: what the metadata means to a model, how the numbers of a tensor are computed with, machines.
package nmos.live.gguf;
