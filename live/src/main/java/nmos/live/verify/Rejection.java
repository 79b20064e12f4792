package nmos.live.verify;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import nmos.live.draft.Proposal;
import nmos.live.sampling.Distribution;

/// Chooses a token by the oracle's distribution `p` so that it is one of the proposed ones as often as can be: rejection
/// sampling for several guesses drawn without putting back (Miao et al., SpecInfer, arXiv:2305.09781; Jeon et al., Recursive
/// Speculative Decoding, arXiv:2402.14160).
///
/// A guess `x` is accepted with probability min(1, p(x)/q(x)). Else `p` becomes what it has more of than `q`, and `q` what is
/// left without `x`, both scaled to one again; after the last guess the token is drawn from `p`.
final class Rejection {
    private Rejection() {}

    static int choose(Distribution oracle, Proposal proposal, DoubleSupplier uniform) {
        double[] p = oracle.shares().clone();
        Distribution from = proposal.from();
        double[] q = from.shares().clone();
        for (int drawn : proposal.drawn()) {
            double pSum = sum(p);
            double qSum = sum(q);
            int atP = Arrays.binarySearch(oracle.tokens(), drawn);
            int atQ = Arrays.binarySearch(from.tokens(), drawn);
            double likely = atP < 0 ? 0 : p[atP] / pSum;
            if (uniform.getAsDouble() * (q[atQ] / qSum) < likely) {
                return drawn;
            }
            if (!leaveMore(oracle.tokens(), p, pSum, from.tokens(), q, qSum)) {
                // p is q to the last bits, so all that could reject the guess was rounding.
                return drawn;
            }
            q[atQ] = 0;
        }
        return draw(oracle.tokens(), p, uniform.getAsDouble());
    }

    /// `p` becomes max(0, p/pSum - q/qSum); false, and nothing happens, where that is nothing at all.
    private static boolean leaveMore(int[] pTokens, double[] p, double pSum, int[] qTokens, double[] q, double qSum) {
        double[] more = new double[p.length];
        double sum = 0;
        int j = 0;
        for (int i = 0; i < p.length; i++) {
            while (j < qTokens.length && qTokens[j] < pTokens[i]) {
                j++;
            }
            double taken = j < qTokens.length && qTokens[j] == pTokens[i] ? q[j] / qSum : 0;
            more[i] = Math.max(0, p[i] / pSum - taken);
            sum += more[i];
        }
        if (!(sum > 0)) {
            return false;
        }
        System.arraycopy(more, 0, p, 0, p.length);
        return true;
    }

    private static int draw(int[] tokens, double[] shares, double uniform) {
        double point = uniform * sum(shares);
        int last = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (shares[i] > 0) {
                point -= shares[i];
                last = i;
                if (point < 0) {
                    break;
                }
            }
        }
        return tokens[last];
    }

    private static double sum(double[] shares) {
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        return sum;
    }
}
