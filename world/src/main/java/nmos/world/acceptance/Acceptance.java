package nmos.world.acceptance;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import nmos.policy.DraftOrder;
import nmos.policy.DraftTree;

/// Plays the drafters and the oracle's verdicts for all sessions of one run.
///
/// Drafting changes nothing: only [#begin] and [#verify] move a session along its text.
public final class Acceptance {
    private final Guesses model;
    private final Guesses lookup;
    private final Map<Integer, Cursor> sessions = new TreeMap<>();

    /// Takes one number of `random`; everything else follows from it.
    public Acceptance(AcceptanceSpec spec, RandomGenerator random) {
        Draws draws = new Draws(random.nextLong());
        model = switch (spec.model()) {
            case AcceptanceSpec.PerPosition chances -> new PerPositionGuesses(chances, draws);
            case AcceptanceSpec.PassTape tape -> new PassTapeGuesses(tape);
            case AcceptanceSpec.Turns turns -> new TurnTapeGuesses(turns.tape());
            case AcceptanceSpec.Ranks ranks -> new RankTapeGuesses(ranks.tape(), draws);
        };
        lookup = new LookupGuesses(spec.lookup(), draws);
    }

    /// A turn's reply begins. Its text depends on session and turn alone, not on how far the last reply went. Sessions and
    /// turns count from 0; a session that never began is in turn 0.
    public void begin(int session, int turn) {
        sessions.put(session, at(session).begin(turn));
    }

    /// What a drafter answers to the order.
    public Draft draft(int session, DraftOrder order) {
        Guesses guesses = switch (order.drafter()) {
            case MODEL -> model;
            case LOOKUP -> lookup;
        };
        return Growth.grow(guesses, at(session), order);
    }

    /// What the draft model adds below a draft whose first `sent` nodes are in a pass: it goes on from the path it thinks likeliest.
    public Draft extend(Draft draft, int sent, DraftOrder order) {
        return Growth.extend(model, draft, sent, order);
    }

    /// A pass without guesses: what to verify with when nothing was drafted.
    public Draft undrafted(int session) {
        return new Draft(at(session), DraftTree.EMPTY, new int[0]);
    }

    /// What the oracle says to the first `nodes` nodes of a draft. The session moves on by the accepted tokens and the
    /// bonus token, so drafts made before this are void.
    public Verdict verify(Draft draft, int nodes) {
        return verify(draft, nodes, Integer.MAX_VALUE);
    }

    /// As when the reply ends after `most` tokens: what comes after its end was never said.
    public Verdict verify(Draft draft, int nodes, int most) {
        Cursor at = at(draft.session());
        if (!draft.at().equals(at)) {
            throw new IllegalArgumentException("the session is at " + at + ", the draft at " + draft.at());
        }
        if (nodes < 0 || nodes > draft.tree().nodes()) {
            throw new IllegalArgumentException(nodes + " of " + draft.tree().nodes() + " nodes");
        }
        Verdict verdict = draft.verdict(nodes, most - 1);
        sessions.put(draft.session(), at.after(verdict.accepted() + 1));
        return verdict;
    }

    private Cursor at(int session) {
        return sessions.getOrDefault(session, Cursor.start(session));
    }
}
