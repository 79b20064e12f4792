package nmos.world.run;

import java.util.Arrays;

/// What the oracle said to each session's last prompt, and what of it nobody saw yet.
final class Replies {
    private static final class Reply {
        int said;
        int unseen;
    }

    private final Reply[] replies;

    Replies(int sessions) {
        replies = new Reply[sessions];
        Arrays.setAll(replies, session -> new Reply());
    }

    void begin(int session) {
        replies[session].said = 0;
        replies[session].unseen = 0;
    }

    int said(int session) {
        return replies[session].said;
    }

    void say(int session, int tokens) {
        replies[session].said += tokens;
        replies[session].unseen += tokens;
    }

    /// All that was said is shown: one verdict's tokens, or those of all there were before anybody asked.
    void show(int session, int tokens) {
        if (tokens != replies[session].unseen) {
            throw new IllegalStateException(
                    "session " + session + " shows " + tokens + " of " + replies[session].unseen + " tokens");
        }
        replies[session].unseen = 0;
    }
}
