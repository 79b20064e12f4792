package nmos.live.world;

import nmos.live.draft.TokenTree;
import nmos.policy.DraftTree;
import nmos.world.acceptance.Guess;

/// A draft with its tokens.
record LiveGuess(TokenTree nodes) implements Guess {
    static final LiveGuess NONE = new LiveGuess(TokenTree.EMPTY);

    @Override
    public DraftTree tree() {
        return nodes.shape();
    }
}
