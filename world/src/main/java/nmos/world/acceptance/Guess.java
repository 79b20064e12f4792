package nmos.world.acceptance;

import nmos.policy.DraftTree;

/// What a drafter guessed, as whoever made it knows it; a policy sees the tree alone.
public interface Guess {
    DraftTree tree();
}
