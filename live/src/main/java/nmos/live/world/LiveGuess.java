package nmos.live.world;

import nmos.live.draft.TokenTree;
import nmos.policy.DraftTree;
import nmos.world.acceptance.Guess;

/// A draft with its tokens. `completes`: it completes a prompt of so many tokens; else it is negative.
record LiveGuess(TokenTree nodes, int completes) implements Guess {
    static final LiveGuess NONE = new LiveGuess(TokenTree.EMPTY);

    LiveGuess(TokenTree nodes) {
        this(nodes, -1);
    }

    @Override
    public DraftTree tree() {
        return nodes.shape();
    }
}
