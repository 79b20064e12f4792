package nmos.policy.speculation;

import nmos.policy.Digest;

/// What a drafter's confidence has been worth: how much more or less often than it said its guesses were right, by
/// confidence and by depth.
///
/// A guess is worth its confidence, plus the mean error of guesses of like confidence, plus what of that error is peculiar
/// to its depth. Each mean is taken as if [#PRIOR] further guesses had been exactly as good as thought, so that a little
/// evidence moves it a little. Past [#MEMORY] guesses the old ones lose half their weight, so that it follows a change of
/// subject.
final class Calibration {
    private static final int PRIOR = 8;
    private static final int MEMORY = 64;
    private static final int DEPTHS = 8;
    private static final int PPM = 1_000_000;
    /// Nothing is held impossible or certain.
    private static final int LEAST_PPM = 1_000;
    private static final int MOST_PPM = 999_000;

    /// Lower bounds of the classes of like confidence, finer where errors cost more: a long chain lives on the last ones.
    private static final int[] FROM_PPM = {
        0, 5_000, 20_000, 50_000, 100_000, 200_000, 300_000, 400_000, 500_000, 600_000, 700_000, 800_000, 900_000, 950_000,
        980_000, 995_000
    };

    /// Guesses whose outcome is known, and the sum of (outcome - expectation): first by confidence, then by confidence and
    /// depth, where the expectation is the confidence as corrected by the former when the outcome came.
    private final int[] guesses = new int[FROM_PPM.length * (1 + DEPTHS)];
    private final long[] errorPpm = new long[FROM_PPM.length * (1 + DEPTHS)];
    private final Digest digest = new Digest();

    /// Chance that a guess is right, given that its parent is. The first guesses after the last known token have depth 1.
    int rightPpm(int confidencePpm, int depth) {
        int like = like(confidencePpm);
        return bounded(confidencePpm + meanErrorPpm(like) + meanErrorPpm(deep(like, depth)));
    }

    /// A guess whose parent was right turned out right or wrong.
    void learn(int confidencePpm, int depth, boolean right) {
        int like = like(confidencePpm);
        long outcomePpm = right ? PPM : 0;
        long expectedPpm = bounded(confidencePpm + meanErrorPpm(like));
        add(deep(like, depth), outcomePpm - expectedPpm);
        add(like, outcomePpm - confidencePpm);
    }

    long digest() {
        return digest.value();
    }

    private long meanErrorPpm(int cell) {
        return errorPpm[cell] / (guesses[cell] + PRIOR);
    }

    private void add(int cell, long error) {
        int countBefore = guesses[cell];
        long errorBefore = errorPpm[cell];
        boolean full = countBefore == MEMORY;
        guesses[cell] = (full ? countBefore / 2 : countBefore) + 1;
        errorPpm[cell] = (full ? errorBefore / 2 : errorBefore) + error;
        digest.change(2L * cell, countBefore, guesses[cell]);
        digest.change(2L * cell + 1, errorBefore, errorPpm[cell]);
    }

    private static int like(int confidencePpm) {
        int like = FROM_PPM.length - 1;
        while (confidencePpm < FROM_PPM[like]) {
            like--;
        }
        return like;
    }

    private static int deep(int like, int depth) {
        return FROM_PPM.length + like * DEPTHS + Math.min(depth, DEPTHS) - 1;
    }

    private static int bounded(long ppm) {
        return Math.clamp(ppm, LEAST_PPM, MOST_PPM);
    }
}
