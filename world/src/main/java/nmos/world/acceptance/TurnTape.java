package nmos.world.acceptance;

import java.util.ArrayList;
import java.util.List;

/// How many guesses the oracle accepted in each pass of recorded replies. `source` says of which run.
public record TurnTape(String source, List<Reply> replies) {

    /// The passes of one reply in order, without that of the prompt, which brings the first token; none where that was all.
    public record Reply(TapedTurn of, List<Integer> accepted) {
        public Reply {
            accepted = List.copyOf(accepted);
            for (int pass = 0; pass < accepted.size(); pass++) {
                if (accepted.get(pass) < 0) {
                    throw new IllegalArgumentException("accepted: pass " + (pass + 1) + " has " + accepted.get(pass));
                }
            }
        }
    }

    public TurnTape {
        replies = List.copyOf(replies);
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("a tape needs at least one reply");
        }
        List<TapedTurn> turns = new ArrayList<>();
        replies.forEach(reply -> turns.add(reply.of()));
        TapedTurns.check(turns, replies.size(), "replies");
        RankTape.requireSource(source);
    }
}
