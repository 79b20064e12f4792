package nmos.scout;

import nmos.policy.Ranking;

/// Evidence for each intent, counted in half-doublings of its odds, as whole numbers: two more make a class twice as likely.
final class Odds {
    private static final int MILLION = 1_000_000;
    private static final int ONE = 1 << 20;
    /// 2^20 / sqrt 2.
    private static final int ONE_OVER_SQRT2 = 741_455;
    /// Keywords are no proof: however many agree, a class is at most 2^6 times as likely as another.
    private static final int MOST_APART = 12;

    private final int[] halfDoublings = new int[Intent.values().length];

    void add(Intent intent, int evidence) {
        halfDoublings[intent.ordinal()] += evidence;
    }

    /// Likeliest first; among equals in the order of [Intent].
    Ranking ranking() {
        int classes = halfDoublings.length;
        int[] intents = order();
        int most = halfDoublings[intents[0]];
        long[] weights = new long[classes];
        long sum = 0;
        for (int rank = 0; rank < classes; rank++) {
            weights[rank] = weight(Math.min(most - halfDoublings[intents[rank]], MOST_APART));
            sum += weights[rank];
        }
        int[] ppm = new int[classes];
        int left = MILLION;
        for (int rank = classes - 1; rank > 0; rank--) {
            ppm[rank] = (int) (weights[rank] * MILLION / sum);
            left -= ppm[rank];
        }
        ppm[0] = left;
        return new Ranking(intents, ppm);
    }

    private static long weight(int behind) {
        return (behind % 2 == 0 ? ONE : ONE_OVER_SQRT2) >> (behind / 2);
    }

    private int[] order() {
        int[] order = new int[halfDoublings.length];
        for (int intent = 0; intent < order.length; intent++) {
            int place = intent;
            while (place > 0 && halfDoublings[order[place - 1]] < halfDoublings[intent]) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = intent;
        }
        return order;
    }
}
