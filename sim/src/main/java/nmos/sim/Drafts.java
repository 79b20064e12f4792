package nmos.sim;

import java.util.Arrays;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.Draft;

/// What the drafters guessed last in each session, and how long the draft model takes to guess.
final class Drafts {
    private final Facts.Draft speed;
    private final Acceptance acceptance;
    /// by session
    private final Draft[] latest;
    private final long[] ids;
    private final boolean[] hasPrompt;

    Drafts(Facts facts, Acceptance acceptance, int sessions) {
        this.acceptance = acceptance;
        speed = facts.draft();
        latest = new Draft[sessions];
        Arrays.setAll(latest, acceptance::undrafted);
        ids = new long[sessions];
        hasPrompt = new boolean[sessions];
    }

    void turnBegins(int session, int turn) {
        acceptance.begin(session, turn);
        hasPrompt[session] = false;
    }

    DraftTree make(long id, int session, DraftOrder order) {
        latest[session] = acceptance.draft(session, order);
        ids[session] = id;
        return latest[session].tree();
    }

    /// A session's draft, which must be the latest: those before it are void.
    Draft latest(int session, long id) {
        if (ids[session] != id) {
            throw new IllegalStateException("session " + session + " has no draft " + id);
        }
        return latest[session];
    }

    /// The draft model reads the prompt when it is first asked in a turn; after that it keeps up as it drafts.
    long modelNs(int session, DraftTree tree, long promptTokens) {
        int[] parent = tree.parent();
        int[] depth = new int[parent.length];
        int levels = 0;
        for (int node = 0; node < parent.length; node++) {
            depth[node] = parent[node] < 0 ? 1 : depth[parent[node]] + 1;
            levels = Math.max(levels, depth[node]);
        }
        long prefill = hasPrompt[session] ? 0 : promptTokens * speed.nsPerPrefillRow();
        hasPrompt[session] = true;
        return prefill + levels * speed.nsPerLevel() + parent.length * speed.nsPerNode();
    }
}
