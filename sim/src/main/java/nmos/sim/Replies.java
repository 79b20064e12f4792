package nmos.sim;

import java.util.ArrayDeque;
import java.util.Arrays;

/// What the oracle said to each session's last prompt, and what of it nobody saw yet.
final class Replies {
    private static final class Reply {
        int said;
        final ArrayDeque<Integer> unseen = new ArrayDeque<>();
    }

    private final Reply[] replies;

    Replies(int sessions) {
        replies = new Reply[sessions];
        Arrays.setAll(replies, session -> new Reply());
    }

    void begin(int session) {
        replies[session].said = 0;
        replies[session].unseen.clear();
    }

    int said(int session) {
        return replies[session].said;
    }

    void say(int session, int tokens) {
        replies[session].said += tokens;
        replies[session].unseen.add(tokens);
    }

    /// Tokens of the verdict that is to be seen next: all of it is shown, or nothing.
    int show(int session) {
        return replies[session].unseen.remove();
    }
}
