package nmos.harness.tune;

import java.util.Arrays;
import java.util.List;

/// One figure of settings that were played unequally often, made comparable. Some replications are harder than others for every setting, so each
/// value is taken apart into what is the setting's, what is the replication's, and a rest.
///
/// Figures that are all above 0 are compared by their ratios: scores are then logarithms.
final class Scores {
    private static final int ROUNDS = 30;

    private final boolean ratios;
    private final double[] scores;
    private final double[] figures;
    private final int[] counts;
    private final double deviation;

    /// `than`: something they will be compared with.
    Scores(List<Trial> trials, int metric, double than) {
        double[][] values = trials.stream().map(trial -> trial.values(metric)).toArray(double[][]::new);
        ratios = than > 0 && Arrays.stream(values).flatMapToDouble(Arrays::stream).allMatch(value -> value > 0);
        int most = Arrays.stream(values).mapToInt(of -> of.length).max().orElse(0);
        double[][] all = Arrays.stream(values).map(of -> Arrays.stream(of).map(this::score).toArray()).toArray(double[][]::new);
        scores = new double[all.length];
        double[] hard = new double[most];
        for (int round = 0; round < ROUNDS; round++) {
            for (int trial = 0; trial < all.length; trial++) {
                double sum = 0;
                for (int r = 0; r < all[trial].length; r++) {
                    sum += all[trial][r] - hard[r];
                }
                scores[trial] = sum / all[trial].length;
            }
            hard = hardness(all, scores, most);
        }
        deviation = deviation(all, scores, hard);
        counts = Arrays.stream(values).mapToInt(of -> of.length).toArray();
        figures = new double[all.length];
        for (int trial = 0; trial < all.length; trial++) {
            double luck = Arrays.stream(hard, 0, counts[trial]).average().orElse(0);
            double mean = Arrays.stream(values[trial]).average().orElse(Double.NaN);
            figures[trial] = ratios ? mean * Math.exp(-luck) : mean - luck;
        }
    }

    /// Their mean over replications is 0, so that a setting with all of them has its own mean.
    private static double[] hardness(double[][] all, double[] scores, int most) {
        double[] sums = new double[most];
        int[] counts = new int[most];
        for (int trial = 0; trial < all.length; trial++) {
            for (int r = 0; r < all[trial].length; r++) {
                sums[r] += all[trial][r] - scores[trial];
                counts[r]++;
            }
        }
        for (int r = 0; r < most; r++) {
            sums[r] /= counts[r];
        }
        double mean = Arrays.stream(sums).average().orElse(0);
        return Arrays.stream(sums).map(sum -> sum - mean).toArray();
    }

    private static double deviation(double[][] all, double[] scores, double[] hard) {
        double squares = 0;
        int rests = 0;
        for (int trial = 0; trial < all.length; trial++) {
            for (int r = 0; r < all[trial].length; r++) {
                double rest = all[trial][r] - scores[trial] - hard[r];
                squares += rest * rest;
            }
            rests += all[trial].length - 1;
        }
        return rests <= 0 ? 0 : Math.sqrt(squares / rests);
    }

    /// On the scale of scores.
    double score(double value) {
        return ratios ? Math.log(value) : value;
    }

    double of(int trial) {
        return scores[trial];
    }

    /// The figure itself, as it would be with all replications if those that lack were as hard for it as for the others. Its own mean where none
    /// lacks.
    double figure(int trial) {
        return figures[trial];
    }

    /// The same, so many deviations up or down.
    double figure(int trial, double deviations) {
        double off = deviations * deviation / Math.sqrt(counts[trial]);
        return ratios ? figures[trial] * Math.exp(off) : figures[trial] + off;
    }

    double[] all() {
        return scores.clone();
    }

    /// Of one replication, beside what is the setting's and the replication's.
    double deviation() {
        return deviation;
    }
}
