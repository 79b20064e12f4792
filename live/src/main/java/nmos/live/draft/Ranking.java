package nmos.live.draft;

import nmos.live.kernel.Exponential;
import nmos.live.sampling.TopTokens;

/// A draft model's best choices and its confidence in them: drafting and recording rank by this one rule. Equal logits rank by
/// id, lowest first, as the sampler's argmax has it.
///
/// `ids` and `ppm` hold `count` choices; a confidence is the share of the softmax over the whole vocabulary.
final class Ranking {
    /// No drafter is asked for more children of a node, and tapes keep as many.
    static final int MOST = 16;

    private static final double PPM = 1e6;

    final int[] ids = new int[MOST];
    final int[] ppm = new int[MOST];
    int count;

    private float[] copy = new float[0];

    void rank(float[] logits, int from, int vocabulary, int wanted) {
        if (copy.length < vocabulary) {
            copy = new float[vocabulary];
        }
        System.arraycopy(logits, from, copy, 0, vocabulary);
        count = TopTokens.select(copy, vocabulary, Math.min(wanted, MOST), ids);
        if (count == 0) {
            return;
        }
        float largest = copy[ids[0]];
        double sum = 0;
        for (int token = 0; token < vocabulary; token++) {
            sum += Exponential.of(copy[token] - largest);
        }
        int last = (int) PPM;
        for (int i = 0; i < count; i++) {
            // Neighbouring arguments may come out of the polynomial the wrong way round, by a last bit.
            last = Math.min(last, (int) (Exponential.of(copy[ids[i]] - largest) / sum * PPM + 0.5));
            ppm[i] = last;
        }
    }

    /// Which choice a token is, or -1.
    int rankOf(int token) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == token) {
                return i;
            }
        }
        return -1;
    }
}
