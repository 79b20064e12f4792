package nmos.world.acceptance;

import java.util.List;

/// First choices that are right as often in a row as the pass of the same number accepted when the turn was recorded. A reply that
/// needs more passes than its own goes on into the next one's, round the tape.
///
/// There are other choices too, so that a tree has as many nodes as it had; none of them is right, and their confidence is 0, as
/// a tape says how far a pass came and not by which child.
final class TurnTapeGuesses implements Guesses {
    /// (passes): all replies end to end.
    private final int[] accepted;
    /// (replies): first pass of each.
    private final int[] start;
    private final TapedTurns turns;
    private final int[] confidencePpm;

    TurnTapeGuesses(TurnTape tape) {
        List<TurnTape.Reply> replies = tape.replies();
        accepted = replies.stream()
                .flatMapToInt(reply -> reply.accepted().stream().mapToInt(Integer::intValue))
                .toArray();
        start = new int[replies.size()];
        for (int reply = 1; reply < start.length; reply++) {
            start[reply] = start[reply - 1] + replies.get(reply - 1).accepted().size();
        }
        turns = new TapedTurns(replies.stream().map(TurnTape.Reply::of).toList(), start.length);
        confidencePpm = PassTapeGuesses.confidencePpm(accepted);
    }

    @Override
    public boolean speaks(Cursor at) {
        return true;
    }

    @Override
    public int confidences(Cursor at, int ahead, long branch, int[] ppm) {
        ppm[0] = confidencePpm[Math.min(ahead, confidencePpm.length - 1)];
        for (int choice = 1; choice < CHOICES; choice++) {
            ppm[choice] = 0;
        }
        return CHOICES;
    }

    @Override
    public int truth(Cursor at, int ahead) {
        if (accepted.length == 0) {
            return NONE;
        }
        // The first pass of a turn is the prompt's.
        long pass = (long) start[turns.part(at)] + Math.max(0, at.turnPasses() - 1);
        return ahead < accepted[(int) (pass % accepted.length)] ? 0 : NONE;
    }
}
