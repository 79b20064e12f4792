package nmos.world.acceptance;

/// Walks a rank tape. A turn starts with its own text, or, where the tape does not name turns, with the one whose number is session
/// plus turn, round the tape; and goes on into the following texts when that one ends. A draft that reaches over an end does too.
///
/// Along the true text guesses and truth are the recorded ones, so chains and static trees come out exactly. Below a wrong
/// guess the tape knows nothing: there the confidences of another position of the tape stand in, picked by position and
/// branch. They are never right, but they compete for places in a best-first tree, so that such trees come out
/// approximately.
final class RankTapeGuesses implements Guesses {
    /// (tokens): all texts end to end.
    private final int[] rank;
    private final int[][] ppm;
    /// (texts): first token of each.
    private final int[] start;
    private final TapedTurns turns;
    private final Draws elsewhere;

    RankTapeGuesses(RankTape tape, Draws draws) {
        int tokens = tape.texts().stream().mapToInt(text -> text.positions().size()).sum();
        rank = new int[tokens];
        ppm = new int[tokens][];
        start = new int[tape.texts().size()];
        int at = 0;
        for (int text = 0; text < start.length; text++) {
            start[text] = at;
            for (RankTape.Position position : tape.texts().get(text).positions()) {
                rank[at] = position.rank() == RankTape.UNRANKED ? NONE : position.rank();
                ppm[at] = position.ppm().stream().mapToInt(Integer::intValue).toArray();
                at++;
            }
        }
        turns = new TapedTurns(tape.turns(), start.length);
        elsewhere = draws.named(7);
    }

    @Override
    public boolean speaks(Cursor at) {
        return true;
    }

    @Override
    public int confidences(Cursor at, int ahead, long branch, int[] out) {
        int place = branch == 0
                ? place(at, ahead)
                : (int) (elsewhere.uniform(at.session(), at.turn(), at.position() + ahead, branch) * rank.length);
        System.arraycopy(ppm[place], 0, out, 0, ppm[place].length);
        return ppm[place].length;
    }

    @Override
    public int truth(Cursor at, int ahead) {
        return rank[place(at, ahead)];
    }

    private int place(Cursor at, int ahead) {
        return (int) (((long) start[turns.part(at)] + at.position() + ahead) % rank.length);
    }
}
