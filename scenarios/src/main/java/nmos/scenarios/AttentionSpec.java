package nmos.scenarios;

/// Where attention goes, as a simulator assumes it: of a pass's whole, `sinkPpm` to the first four tokens, `recentPpm` evenly
/// to the last `recentTokens`, and the rest to heavy hitters: stretches of 16 tokens whose weights, ranked, fall with the
/// power `zipfMilli` / 1000 of their rank. `takesTime`: a layer reads the KV it attends to at its device's bandwidth, where the
/// machine's file has one; else that is free.
///
/// That there are sinks at the first four tokens is Xiao et al., "Efficient Streaming Language Models with Attention Sinks"
/// (ICLR 2024); that accumulated attention follows a power law, and that recent tokens and few others carry it, Zhang et al.,
/// "H2O" (NeurIPS 2023). The sizes of the shares differ from layer to layer and text to text: those here are assumed.
public record AttentionSpec(boolean takesTime, int sinkPpm, int recentPpm, int recentTokens, int zipfMilli) {
    public static AttentionSpec assumed(boolean takesTime) {
        return new AttentionSpec(takesTime, 300_000, 300_000, 256, 700);
    }
}
