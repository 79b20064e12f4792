package nmos.live.verify;

import nmos.live.draft.TokenTree;
import nmos.world.acceptance.Verdict;

/// What the oracle said to a draft: the verdict as a policy is told it, the token that follows the accepted ones, and whether
/// that one ends the reply. The pass yields the accepted nodes' tokens and the bonus token; `finished` replies may yield an
/// ending token as the bonus, which is not shown.
public record Outcome(Verdict verdict, int bonusToken, boolean finished) {

    /// The tokens that the pass yields.
    public int[] tokens(TokenTree tree) {
        int[] accepted = tree.text(verdict.leaf());
        int[] tokens = new int[accepted.length + 1];
        System.arraycopy(accepted, 0, tokens, 0, accepted.length);
        tokens[accepted.length] = bonusToken;
        return tokens;
    }

    /// Of a pass whose row 0 is the last known token and row `1 + i` node `i`: the rows whose keys and values stay.
    public int[] rows(TokenTree tree) {
        int[] path = tree.path(verdict.leaf());
        int[] rows = new int[path.length + 1];
        for (int i = 0; i < path.length; i++) {
            rows[i + 1] = path[i] + 1;
        }
        return rows;
    }
}
