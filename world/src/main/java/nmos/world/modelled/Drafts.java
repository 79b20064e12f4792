package nmos.world.modelled;

import java.util.Arrays;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.world.acceptance.Acceptance;
import nmos.world.acceptance.Draft;
import nmos.world.acceptance.Verdict;

/// What the drafters guessed last in each session, and how long the draft model takes to guess.
final class Drafts {
    private final Facts.Draft speed;
    private final Acceptance acceptance;
    /// by session
    private final Draft[] latest;
    private final long[] ids;
    /// by session: tokens the draft model has read, of the prompt and what came before it
    private final long[] read;
    private final boolean[] keepsUp;

    Drafts(Facts facts, Acceptance acceptance, int sessions) {
        this.acceptance = acceptance;
        speed = facts.draft();
        latest = new Draft[sessions];
        Arrays.setAll(latest, acceptance::undrafted);
        ids = new long[sessions];
        read = new long[sessions];
        keepsUp = new boolean[sessions];
    }

    /// Tokens from here on are not what the draft model read.
    void changed(int session, int firstChanged) {
        read[session] = Math.min(read[session], firstChanged);
        keepsUp[session] = false;
    }

    void replyBegins(int session, int turn) {
        acceptance.begin(session, turn);
    }

    Draft make(int session, DraftOrder order) {
        return acceptance.draft(session, order);
    }

    /// The draft model told its guesses: those before are void.
    void told(long id, Draft draft) {
        latest[draft.session()] = draft;
        ids[draft.session()] = id;
    }

    /// A session's draft, which must be the latest: those before it are void.
    Draft latest(int session, long id) {
        if (ids[session] != id) {
            throw new IllegalStateException("session " + session + " has no draft " + id);
        }
        return latest[session];
    }

    /// What the oracle says to the first `nodes` nodes of a draft. If more was drafted below it meanwhile, what hangs below the
    /// bonus token is the next draft.
    Verdict verify(Draft sent, int nodes, int most) {
        int session = sent.session();
        Draft grown = latest[session].grewFrom(sent) ? latest[session] : sent;
        Verdict said = acceptance.verify(grown, nodes, most);
        if (said.bonusChild() >= 0) {
            latest[session] = grown.below(said.bonusChild(), acceptance.undrafted(session).at());
        }
        return said;
    }

    /// The draft model reads what it has not read yet; after that it keeps up as it drafts, until something else is typed.
    long readingNs(int session, long tokens) {
        long unread = keepsUp[session] ? 0 : Math.max(0, tokens - read[session]);
        read[session] = tokens;
        keepsUp[session] = true;
        return unread * speed.nsPerPrefillRow();
    }

    /// Time for the nodes from `first` on.
    long guessingNs(DraftTree tree, int first) {
        int[] parent = tree.parent();
        int[] depth = new int[parent.length];
        int levels = 0;
        for (int node = first; node < parent.length; node++) {
            depth[node] = parent[node] < first ? 1 : depth[parent[node]] + 1;
            levels = Math.max(levels, depth[node]);
        }
        return levels * speed.nsPerLevel() + (parent.length - first) * speed.nsPerNode();
    }
}
