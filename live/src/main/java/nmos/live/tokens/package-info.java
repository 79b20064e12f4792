/// Text to token ids and back, as the model's own file says: SentencePiece-style vocabularies and byte-level BPE,
/// special tokens, chat templates, and which two vocabularies may draft for one another.
///
/// Ids equal llama.cpp's, quirks included, because it is the reference that greedy text is compared with. Must not
/// know: tensors, kernels, sampling, sessions.
package nmos.live.tokens;
