package nmos.live.engine;

import java.util.Arrays;

/// What a prompt led to. `promptNs`: until the first token's logits were there, over `promptTokens` rows; `decodeNs`: over
/// `decodePasses` passes of one row.
public record Reply(
        int[] ids, String text, boolean ended, int promptTokens, long promptNs, int decodePasses, long decodeNs) {
    private static final double NS_PER_SECOND = 1e9;

    /// 0 where nothing was decoded.
    public double decodeTokensPerSecond() {
        return decodePasses == 0 ? 0 : decodePasses * NS_PER_SECOND / decodeNs;
    }

    public double promptTokensPerSecond() {
        return promptTokens * NS_PER_SECOND / promptNs;
    }

    @Override
    public String toString() {
        return "Reply " + Arrays.toString(ids);
    }
}
