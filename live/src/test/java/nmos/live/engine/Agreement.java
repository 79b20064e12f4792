package nmos.live.engine;

import java.util.Locale;

/// Next tokens of two engines over the same positions. `error`: root mean square of the differences of their logits, in
/// deviations of the reference's logits at a position.
///
/// A position is a near tie where they differ and the reference's lead, of its own choice over the other's, is within two
/// deviations of how much leads differ: twice the root of two, times `error`.
record Agreement(int positions, int same, int nearTies, double error) {
    private static final double LEAD_ERRORS = 2 * Math.sqrt(2);

    /// `(position, vocabulary)` each; positions before `from` are left out.
    static Agreement of(float[][] reference, float[][] other, int from) {
        double squares = 0;
        for (int position = from; position < reference.length; position++) {
            double deviation = deviation(reference[position]);
            for (int id = 0; id < reference[position].length; id++) {
                double difference = ((double) reference[position][id] - other[position][id]) / deviation;
                squares += difference * difference / reference[position].length;
            }
        }
        int positions = reference.length - from;
        double error = Math.sqrt(squares / positions);
        int same = 0;
        int nearTies = 0;
        for (int position = from; position < reference.length; position++) {
            float[] logits = reference[position];
            int first = largest(logits);
            int chosen = largest(other[position]);
            if (first == chosen) {
                same++;
            } else if (logits[first] - logits[chosen] <= LEAD_ERRORS * error * deviation(logits)) {
                nearTies++;
            }
        }
        return new Agreement(positions, same, nearTies, error);
    }

    /// A flat `(count, vocabulary)` by rows.
    static float[][] rows(float[] all, int count) {
        int vocabulary = all.length / count;
        float[][] rows = new float[count][vocabulary];
        for (int row = 0; row < count; row++) {
            System.arraycopy(all, row * vocabulary, rows[row], 0, vocabulary);
        }
        return rows;
    }

    /// Positions where they differ by more than a near tie.
    int differing() {
        return positions - same - nearTies;
    }

    double sameShare() {
        return (double) same / positions;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d positions, %.1f %% same, %d near ties, %d others, error %.1e",
                positions, 100 * sameShare(), nearTies, differing(), error);
    }

    private static int largest(float[] logits) {
        int largest = 0;
        for (int id = 1; id < logits.length; id++) {
            largest = logits[id] > logits[largest] ? id : largest;
        }
        return largest;
    }

    private static double deviation(float[] logits) {
        double sum = 0;
        double squares = 0;
        for (float logit : logits) {
            sum += logit;
            squares += (double) logit * logit;
        }
        double mean = sum / logits.length;
        return Math.sqrt(squares / logits.length - mean * mean);
    }
}
