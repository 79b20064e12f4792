/// Models nobody trained: random weights in real shapes and types, for measuring bytes and time, and matched pairs whose
/// agreement is chosen, for measuring speculation. Real GGUF files, loadable by llama.cpp too. A seed decides every byte.
///
/// Must not know: kernels, engines, machines, the policy.
package nmos.live.synth;
