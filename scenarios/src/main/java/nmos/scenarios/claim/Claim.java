package nmos.scenarios.claim;

/// A published time per token and the formula it came from: `passNs / (k * acceptance)`, where a pass was taken to read
/// `shardBytes` from storage.
public record Claim(long shardBytes, long passNs, int k, int acceptancePpm, long publishedNsPerToken) {}
