/// llama.cpp beside us: the reference for greedy text, the baseline for speed, and a small model for the scout.
///
/// It runs in a child process, because its binding aborts the JVM on a bad token id, hangs after close and never lets
/// the JVM end. The two talk over a Unix-domain socket, which native code that prints cannot disturb. Must not know:
/// GGUF, tokenizers or kernels of ours, the policy.
package nmos.llamacpp;
