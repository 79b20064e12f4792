package nmos.live.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Keeps what people were shown, turn by turn.
final class Log implements LiveMinds.Listener {
    private record Key(int session, int turn) {}

    private final Texts texts;
    private final List<LiveOutcome.Reply> replies;
    private final LiveMinds.Listener next;
    private final Map<Key, Integer> at = new HashMap<>();

    Log(Texts texts, List<LiveOutcome.Reply> replies, LiveMinds.Listener next) {
        this.texts = texts;
        this.replies = replies;
        this.next = next;
    }

    @Override
    public void shown(int session, int turn, int... tokens) {
        Integer known = at.get(new Key(session, turn));
        if (known == null) {
            at.put(new Key(session, turn), replies.size());
            int[] prompt = texts.tokens(session, 0, texts.replyAt(session));
            replies.add(new LiveOutcome.Reply(session, turn, prompt, tokens));
        } else {
            LiveOutcome.Reply before = replies.get(known);
            int[] all = IntStream.concat(IntStream.of(before.tokens()), IntStream.of(tokens)).toArray();
            replies.set(known, new LiveOutcome.Reply(session, turn, before.prompt(), all));
        }
        next.shown(session, turn, tokens);
    }

    @Override
    public void failed(int session, int turn) {
        next.failed(session, turn);
    }

    @Override
    public void unverified(int session, int turn, int token) {
        next.unverified(session, turn, token);
    }

    @Override
    public void said(int session, int turn, int tau) {
        next.said(session, turn, tau);
    }

}
