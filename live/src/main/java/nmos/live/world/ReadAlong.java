package nmos.live.world;

import java.util.HashMap;
import java.util.Map;
import nmos.live.tokens.StreamDecoder;
import nmos.live.tokens.Tokenizer;

/// Tells an audience in text what people are shown in tokens.
final class ReadAlong implements LiveMinds.Listener {
    private record Reply(int turn, StreamDecoder text) {}

    private final Tokenizer tokenizer;
    private final Audience audience;
    /// by session, the reply that is being shown
    private final Map<Integer, Reply> replies = new HashMap<>();

    ReadAlong(Tokenizer tokenizer, Audience audience) {
        this.tokenizer = tokenizer;
        this.audience = audience;
    }

    @Override
    public void shown(int session, int turn, int... tokens) {
        Reply reply = replies.get(session);
        if (reply == null || reply.turn() != turn) {
            reply = new Reply(turn, new StreamDecoder(tokenizer));
            replies.put(session, reply);
        }
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(reply.text().next(token));
        }
        if (!text.isEmpty()) {
            audience.shown(session, turn, text.toString());
        }
    }
}
