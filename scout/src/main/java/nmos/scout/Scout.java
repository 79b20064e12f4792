package nmos.scout;

import nmos.policy.Ranking;

/// Guesses the intent of a prompt from as much of it as has been typed.
public interface Scout {
    /// Every [Intent], likeliest first, with probabilities that add up to a million. The same text gives the same ranking.
    Ranking rank(String typed);

    /// As reports and files call it.
    String name();
}
