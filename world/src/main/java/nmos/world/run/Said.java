package nmos.world.run;

import nmos.world.acceptance.Guess;
import nmos.world.acceptance.Verdict;

/// What the oracle said to one session's rows. `followed`: for how many tokens it followed the guesses, also past the end of the
/// reply; `more`: another guess that was sent hung below the last of them.
public record Said(Verdict verdict, int followed, boolean more) {
    /// Of rows without guesses.
    public static final Said NEXT = new Said(new Verdict(0, -1, -1), 0, false);

    /// Whether one of the first `nodes` nodes hangs below `leaf`.
    public static boolean more(Guess guess, int nodes, int leaf) {
        int[] parent = guess.tree().parent();
        for (int node = leaf + 1; node < nodes; node++) {
            if (parent[node] == leaf) {
                return true;
            }
        }
        return false;
    }
}
