package nmos.policy.river;

import nmos.policy.Arithmetic;
import nmos.policy.Digest;
import nmos.policy.Facts;

/// Starts a fetch so late that it lands when the pass gets there, judged by observed fetch and compute times, and looks
/// further ahead after a wait, less far after a shard that lay idle.
///
/// Between passes it fetches what the lookahead allows and no more.
final class JustInTime implements River {
    private static final int FIRST_LOOKAHEAD = 2;
    private static final int MAX_LOOKAHEAD = 64;
    /// Shards in time, one after the other, before looking less far ahead.
    private static final int PATIENCE = 16;
    private static final int PACE = 1;
    private static final int LOOKAHEAD = 2;
    private static final int CALM = 3;
    private static final int HOP = 16;

    private final long marginPpm;
    /// Observed time per MiB, by hop.
    private final long[] nsPerMiB;
    /// Expected time from one shard to the next.
    private long paceNs;
    private int lookahead = FIRST_LOOKAHEAD;
    private int calm;
    private final Digest digest = new Digest();

    JustInTime(RiverKnobs knobs, Facts facts) {
        marginPpm = knobs.marginPpm();
        nsPerMiB = new long[facts.hops().size()];
        for (int hop = 0; hop < nsPerMiB.length; hop++) {
            nsPerMiB[hop] = facts.hops().get(hop).ns(1L << 20);
        }
    }

    @Override
    public long startAtNs(long nowNs, int hop, int ahead, long bytes, boolean passRunning) {
        if (ahead <= 1) {
            return nowNs;
        }
        if (ahead > lookahead) {
            return NEVER;
        }
        if (!passRunning) {
            return nowNs;
        }
        long fetchNs = 0;
        for (int h = hop; h < nsPerMiB.length; h++) {
            fetchNs += Arithmetic.mulDivUp(bytes, nsPerMiB[h], 1L << 20);
        }
        long early = fetchNs + Arithmetic.mulDiv(fetchNs, marginPpm, 1_000_000);
        return nowNs + Math.max(0, paceNs * ahead - early);
    }

    @Override
    public void landed(int hop, long bytes, long ns) {
        long observed = Arithmetic.mulDiv(ns, 1L << 20, Math.max(bytes, 1));
        long before = nsPerMiB[hop];
        nsPerMiB[hop] = before + (observed - before) / 8;
        digest.change(HOP + hop, before, nsPerMiB[hop]);
    }

    @Override
    public void reached(long waitedNs, long idleNs, long computeNs) {
        long before = paceNs;
        paceNs = before == 0 ? computeNs : before + (computeNs - before) / 8;
        digest.change(PACE, before, paceNs);
        if (waitedNs > 0) {
            look(lookahead + 1);
            rest(0);
        } else if (idleNs > computeNs && calm + 1 >= PATIENCE) {
            look(lookahead - 1);
            rest(0);
        } else {
            rest(calm + 1);
        }
    }

    private void look(int shards) {
        int bounded = Math.clamp(shards, 1, MAX_LOOKAHEAD);
        digest.change(LOOKAHEAD, lookahead, bounded);
        lookahead = bounded;
    }

    private void rest(int count) {
        digest.change(CALM, calm, count);
        calm = count;
    }

    @Override
    public long digest() {
        return digest.value();
    }
}
