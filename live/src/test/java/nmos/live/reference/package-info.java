/// llama.cpp through npm's node-llama-cpp: logits and token ids that the Java binding does not give. For tests only;
/// they skip where node, npm or its registry is out of reach.
package nmos.live.reference;
