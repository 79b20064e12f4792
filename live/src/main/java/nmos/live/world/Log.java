package nmos.live.world;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Keeps what people were shown, turn by turn.
final class Log implements LiveMinds.Listener {
    private static final int[] NOTHING = {};

    private record Key(int session, int turn) {}

    private final Texts texts;
    private final List<LiveOutcome.Reply> replies;
    private final LiveMinds.Listener next;
    private final Map<Key, Integer> at = new HashMap<>();
    /// by session, of the reply that was begun last: tokens said in each of its passes
    private final Map<Integer, int[]> tau = new HashMap<>();

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
            replies.add(new LiveOutcome.Reply(session, turn, prompt, tokens, said(session)));
        } else {
            LiveOutcome.Reply before = replies.get(known);
            int[] all = IntStream.concat(IntStream.of(before.tokens()), IntStream.of(tokens)).toArray();
            replies.set(known, new LiveOutcome.Reply(session, turn, before.prompt(), all, said(session)));
        }
        next.shown(session, turn, tokens);
    }

    private int[] said(int session) {
        return tau.getOrDefault(session, NOTHING);
    }

    @Override
    public void begins(int session, int turn) {
        tau.put(session, NOTHING);
        next.begins(session, turn);
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
    public void said(int session, int turn, int tokens) {
        int[] before = said(session);
        int[] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = tokens;
        tau.put(session, all);
        next.said(session, turn, tokens);
    }
}
