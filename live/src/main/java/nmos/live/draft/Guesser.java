package nmos.live.draft;

import java.util.List;

/// Whoever knows what may follow a guess.
interface Guesser {
    /// Fills `next`, and `proposal` where chance decides, of guesses that were not asked about before: at most `wanted` choices
    /// each. False: stopped before it was done.
    boolean ask(List<Guess> guesses, int wanted);
}
