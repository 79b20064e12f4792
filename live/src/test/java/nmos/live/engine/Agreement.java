package nmos.live.engine;

/// Next tokens of two engines over the same positions. A position is a near tie where they differ and the reference's own lead of
/// its first choice over ours is under a tenth of the standard deviation of its logits, some four times what the rounding of
/// activations to 8 bits moves one; `error`: root mean square of the differences of logits, over that deviation.
record Agreement(int positions, int same, int nearTies, int differing, double error) {
    private static final double NEAR = 0.1;

    static Agreement of(float[][] reference, float[] ours, int from) {
        int vocabulary = reference[0].length;
        int same = 0;
        int nearTies = 0;
        double squares = 0;
        double spreads = 0;
        for (int position = from; position < reference.length; position++) {
            float[] theirs = reference[position];
            int first = 0;
            int chosen = 0;
            double sum = 0;
            double sumSquares = 0;
            for (int id = 0; id < vocabulary; id++) {
                float our = ours[position * vocabulary + id];
                first = theirs[id] > theirs[first] ? id : first;
                chosen = our > ours[position * vocabulary + chosen] ? id : chosen;
                squares += Math.pow((double) our - theirs[id], 2);
                sum += theirs[id];
                sumSquares += (double) theirs[id] * theirs[id];
            }
            double variance = sumSquares / vocabulary - Math.pow(sum / vocabulary, 2);
            spreads += variance * vocabulary;
            if (first == chosen) {
                same++;
            } else if (theirs[first] - theirs[chosen] < NEAR * Math.sqrt(variance)) {
                nearTies++;
            }
        }
        int positions = reference.length - from;
        return new Agreement(positions, same, nearTies, positions - same - nearTies, Math.sqrt(squares / spreads));
    }
}
