/// How ggml stores numbers in blocks: one file per format with its layout, a decoder in double precision, an encoder, and
/// random blocks. Written to be read and to be the truth that fast kernels are tested against, not to be fast.
///
/// Layouts from ggml's `ggml-common.h` and `ggml-quants.c`. `d` is a scale and `m` a minimum, both F16 unless said otherwise;
/// everything is little endian.
///
/// Must not know: files, tensors' names, models.
package nmos.live.quant;
