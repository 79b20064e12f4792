package nmos.policy.speculation;

import nmos.policy.Digest;
import nmos.policy.DraftOrder.Drafter;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.speculation.SpeculationKnobs.Drafting;

/// Which drafter to ask for the next pass: the only one allowed, or the one that has lately yielded more verified tokens
/// for its time. Every [#PROBE_EVERY]th pass asks the other, so that neither is forgotten.
///
/// An answer of prompt lookup that held nothing counts against it: its pass yielded one token.
final class DrafterChoice {
    private static final int PROBE_EVERY = 16;
    /// Passes over which a drafter's yield is averaged.
    private static final int MEMORY = 8;
    private static final long PPM = 1_000_000;

    private static final int ASKED = 1;
    private static final int PENDING = 2;
    private static final int TOKENS = 4;
    private static final int TIME = 6;

    private final Drafting drafting;
    private final DraftCost draftCost;
    /// Averages by drafter; time 0: never asked.
    private final long[] tokensPpm = new long[Drafter.values().length];
    private final long[] timeNs = new long[Drafter.values().length];
    /// Counts to [#PROBE_EVERY] and starts again.
    private int asked;
    /// What the pass being made is expected to take.
    private long pendingNs;
    private final Digest digest = new Digest();

    DrafterChoice(Drafting drafting, Facts.Draft draft) {
        if (drafting == Drafting.MODEL && !draft.present()) {
            throw new IllegalArgumentException("drafting by a model, and there is no draft model");
        }
        this.drafting = drafting == Drafting.EITHER && !draft.present() ? Drafting.LOOKUP : drafting;
        this.draftCost = new DraftCost(draft);
    }

    /// The drafter for the next pass. Every call counts as a pass.
    Drafter next() {
        return switch (drafting) {
            case MODEL -> Drafter.MODEL;
            case LOOKUP -> Drafter.LOOKUP;
            case EITHER -> nextOfTwo();
        };
    }

    private Drafter nextOfTwo() {
        int before = asked;
        asked = (asked + 1) % PROBE_EVERY;
        digest.change(ASKED, before, asked);
        if (timeNs[Drafter.LOOKUP.ordinal()] == 0) {
            return Drafter.LOOKUP;
        }
        if (timeNs[Drafter.MODEL.ordinal()] == 0) {
            return Drafter.MODEL;
        }
        boolean model = higher(Drafter.MODEL, Drafter.LOOKUP);
        return model == (asked != 0) ? Drafter.MODEL : Drafter.LOOKUP;
    }

    private boolean higher(Drafter one, Drafter other) {
        return Rates.higher(
                tokensPpm[one.ordinal()], timeNs[one.ordinal()], tokensPpm[other.ordinal()], timeNs[other.ordinal()]);
    }

    /// A pass that is expected to take `passNs` goes out with guesses of this tree.
    void sending(Drafter drafter, DraftTree tree, long passNs) {
        long before = pendingNs;
        pendingNs = draftCost.ns(drafter, tree) + passNs;
        digest.change(PENDING, before, pendingNs);
    }

    void learn(Drafter drafter, int accepted) {
        int at = drafter.ordinal();
        long tokens = (accepted + 1) * PPM;
        long tokensBefore = tokensPpm[at];
        long timeBefore = timeNs[at];
        boolean first = timeBefore == 0;
        tokensPpm[at] = first ? tokens : tokensBefore + (tokens - tokensBefore) / MEMORY;
        timeNs[at] = Math.max(1, first ? pendingNs : timeBefore + (pendingNs - timeBefore) / MEMORY);
        digest.change(TOKENS + at, tokensBefore, tokensPpm[at]);
        digest.change(TIME + at, timeBefore, timeNs[at]);
    }

    long digest() {
        return digest.value();
    }
}
