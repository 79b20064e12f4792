package nmos.harness.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reply of an engine, timed in its own process from when the prompt is handed to it.
///
/// `decodedTokens` came in `decodeMs` after the first ones, which came at `ttftMs`; `decodeReadBytes` were read from drives meanwhile,
/// null where the system does not tell. `ids`: the reply's tokens, empty of an engine that does not say them.
public record EngineTurn(
        int turn,
        boolean warm,
        double ttftMs,
        int tokens,
        int decodedTokens,
        double decodeMs,
        @Nullable Long decodeReadBytes,
        List<Integer> ids,
        String text) {
    private static final double MS_PER_SEC = 1e3;

    public EngineTurn {
        ids = List.copyOf(ids);
    }

    public double tokensPerSecond() {
        return decodedTokens * MS_PER_SEC / decodeMs;
    }

    EngineTurn saying(String words) {
        return new EngineTurn(turn, warm, ttftMs, tokens, decodedTokens, decodeMs, decodeReadBytes, List.of(), words);
    }
}
