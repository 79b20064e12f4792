package nmos.live.draft;

import java.util.Arrays;
import nmos.live.kv.KvBranch;

/// How far the draft model has read one session: keys and values of a text, its own guesses at the end of it perhaps, and the
/// logits after its last token where they were computed.
final class Reading {
    private KvBranch branch;
    /// (branch.length() or more)
    private int[] text = new int[0];
    /// (vocabulary), after position `logitsAt - 1`.
    final float[] logits;

    private int logitsAt;

    Reading(KvBranch branch, int vocabulary) {
        this.branch = branch;
        logits = new float[vocabulary];
    }

    KvBranch branch() {
        return branch;
    }

    int length() {
        return branch.length();
    }

    /// Keeps what it has in common with a text: at most all but the last token, unless that one's logits are still there.
    void keepCommon(int[] tokens) {
        int mismatch = Arrays.mismatch(text, 0, branch.length(), tokens, 0, tokens.length);
        int common = mismatch < 0 ? tokens.length : mismatch;
        if (common < branch.length() || common != logitsAt) {
            branch.truncate(Math.min(common, Math.max(0, tokens.length - 1)));
            logitsAt = 0;
        }
    }

    /// The branch has grown by tokens of this text.
    void read(int[] tokens) {
        if (text.length < branch.length()) {
            text = Arrays.copyOf(text, Math.max(branch.length(), 2 * text.length));
        }
        System.arraycopy(tokens, 0, text, 0, branch.length());
        logitsAt = 0;
    }

    /// The logits are those after the last position.
    void knowsLogits() {
        logitsAt = branch.length();
    }

    /// Goes on with a branch that began as this one's.
    void adopt(KvBranch grown, int... more) {
        int known = branch.length();
        branch.close();
        branch = grown;
        text = Arrays.copyOf(text, Math.max(text.length, grown.length()));
        System.arraycopy(more, 0, text, known, grown.length() - known);
        logitsAt = 0;
    }

    void close() {
        branch.close();
    }
}
