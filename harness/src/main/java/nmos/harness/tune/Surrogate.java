package nmos.harness.tune;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.jspecify.annotations.Nullable;

/// What a figure may be where nobody looked, from where somebody did: a Gaussian process. How far a knob has to be moved for the figure to forget
/// where it was, its reach, is fitted for each knob to what was seen, with a preference for knobs that matter smoothly.
///
/// Rasmussen and Williams, Gaussian Processes for Machine Learning, chapters 2 and 5; the kernel is Matern's with 5/2.
final class Surrogate {
    private static final double ROOT_5 = Math.sqrt(5);
    private static final double JITTER = 1e-8;
    /// Steps of a first fit, from each of two places, and of one that goes on from the fit before.
    private static final int FIRST_STEPS = 120;
    private static final int MORE_STEPS = 40;
    /// Natural logarithms of a usual reach and of a usual share of noise, and how far from them is still usual.
    private static final double USUAL_REACH = Math.log(.6);
    private static final double REACH_SPREAD = 1.2;
    private static final double USUAL_NOISE = Math.log(1e-4);
    private static final double NOISE_SPREAD = 3;

    /// What is expected, and how far off that may well be.
    record Guess(double mean, double deviation) {}

    private final boolean[] choices;
    private final double[][] places;
    private final double[] fitted;
    private final double[] closeness;
    private final double[][] lower;
    private final double[] weights;
    private final double centre;
    private final double spread;
    private final double scale;

    private Surrogate(boolean[] choices, double[][] places, double[] fitted, Solved solved, double centre, double spread) {
        this.choices = choices;
        this.places = places;
        this.fitted = fitted;
        closeness = closeness(fitted);
        lower = solved.lower;
        weights = solved.weights;
        scale = solved.scale;
        this.centre = centre;
        this.spread = spread;
    }

    /// Of figures `seen` at `places`, as the means of `counts` replications each. `choices[k]`: places differ in knob k or they do not. `fitted`:
    /// where a search for reaches is to begin, as [#fitted] gave it, or empty.
    static Surrogate of(boolean[] choices, double[][] places, double[] seen, int[] counts, double[] fitted, boolean fit, Random random) {
        double centre = Arrays.stream(seen).average().orElse(0);
        double variance = Arrays.stream(seen).map(value -> (value - centre) * (value - centre)).average().orElse(0);
        double spread = variance > 0 ? Math.sqrt(variance) : 1;
        double[] standard = Arrays.stream(seen).map(value -> (value - centre) / spread).toArray();
        double[] logs = fitted.length > 0 ? fitted : usual(choices.length);
        if (fit) {
            logs = fitted(choices, places, standard, counts, logs, fitted.length == 0, random);
        }
        Solved solved = solve(choices, places, standard, counts, logs);
        if (solved == null) {
            logs = usual(choices.length);
            solved = solve(choices, places, standard, counts, logs);
        }
        if (solved == null) {
            throw new IllegalStateException("no Gaussian process through " + places.length + " settings");
        }
        return new Surrogate(choices, places, logs, solved, centre, spread);
    }

    double[] fitted() {
        return fitted.clone();
    }

    Guess at(double[] place) {
        int n = places.length;
        double[] near = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            near[i] = kernel(choices, closeness, place, places[i]);
            mean += near[i] * weights[i];
        }
        double known = 0;
        for (int i = 0; i < n; i++) {
            double sum = near[i];
            for (int j = 0; j < i; j++) {
                sum -= lower[i][j] * near[j];
            }
            near[i] = sum / lower[i][i];
            known += near[i] * near[i];
        }
        return new Guess(centre + spread * mean, spread * Math.sqrt(scale * Math.max(1e-12, 1 - known)));
    }

    /// A covariance taken apart. `scale`: variance of the figure far from all that was seen; `fit`: logarithm of how likely what was seen is.
    private record Solved(double[][] lower, double[] weights, double scale, double fit) {}

    private static @Nullable Solved solve(
            boolean[] choices, double[][] places, double[] standard, int[] counts, double[] logs) {
        int n = places.length;
        double noise = Math.exp(logs[choices.length]);
        double[] closeness = closeness(logs);
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                covariance[i][j] = kernel(choices, closeness, places[i], places[j]);
                covariance[j][i] = covariance[i][j];
            }
            covariance[i][i] = 1 + noise / counts[i] + JITTER;
        }
        try {
            CholeskyDecomposition apart = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-9, 1e-12);
            double[] weights = apart.getSolver().solve(new ArrayRealVector(standard, false)).toArray();
            double[][] lower = apart.getL().getData();
            double fits = 0;
            double determinant = 0;
            for (int i = 0; i < n; i++) {
                fits += standard[i] * weights[i];
                determinant += 2 * Math.log(lower[i][i]);
            }
            double scale = Math.max(1e-9, fits / n);
            return new Solved(lower, weights, scale, -.5 * (n * Math.log(scale) + determinant));
        } catch (NonPositiveDefiniteMatrixException singular) {
            return null;
        }
    }

    private static double kernel(boolean[] choices, double[] closeness, double[] one, double[] other) {
        double square = 0;
        for (int knob = 0; knob < choices.length; knob++) {
            double apart = choices[knob] ? (one[knob] == other[knob] ? 0 : 1) : one[knob] - other[knob];
            if (apart != 0) {
                square += apart * apart * closeness[knob];
            }
        }
        double r = ROOT_5 * Math.sqrt(square);
        return (1 + r + r * r / 3) * Math.exp(-r);
    }

    /// One over the squares of the reaches.
    private static double[] closeness(double[] logs) {
        return Arrays.stream(logs).map(log -> Math.exp(-2 * log)).toArray();
    }

    private static double[] usual(int knobs) {
        double[] logs = new double[knobs + 1];
        Arrays.fill(logs, USUAL_REACH);
        logs[knobs] = USUAL_NOISE;
        return logs;
    }

    private static double[] fitted(
            boolean[] choices, double[][] places, double[] standard, int[] counts, double[] begin, boolean first, Random random) {
        ObjectiveFunction likelihood = new ObjectiveFunction(logs -> {
            double penalty = 0;
            for (int knob = 0; knob < choices.length; knob++) {
                penalty += square((logs[knob] - USUAL_REACH) / REACH_SPREAD);
            }
            penalty += square((logs[choices.length] - USUAL_NOISE) / NOISE_SPREAD);
            if (penalty > 400) {
                return -1e9 - penalty;
            }
            Solved solved = solve(choices, places, standard, counts, logs);
            return solved == null ? -1e9 : solved.fit - .5 * penalty;
        });
        double[] best = begin;
        double most = likelihood.getObjectiveFunction().value(begin);
        for (int start = 0; start < (first ? 2 : 1); start++) {
            double[] from = begin.clone();
            for (int i = 0; i < from.length; i++) {
                from[i] += start * random.nextGaussian();
            }
            Climb climb = climb(likelihood, from, first ? FIRST_STEPS : MORE_STEPS);
            if (climb.value > most) {
                most = climb.value;
                best = climb.at;
            }
        }
        return best;
    }

    private record Climb(double[] at, double value) {}

    private static Climb climb(ObjectiveFunction function, double[] from, int steps) {
        double[] last = from.clone();
        double[] most = {Double.NEGATIVE_INFINITY};
        ObjectiveFunction noting = new ObjectiveFunction(at -> {
            double value = function.getObjectiveFunction().value(at);
            if (value > most[0]) {
                most[0] = value;
                System.arraycopy(at, 0, last, 0, at.length);
            }
            return value;
        });
        try {
            new SimplexOptimizer(new SimpleValueChecker(1e-4, 1e-4))
                    .optimize(new MaxEval(steps), noting, GoalType.MAXIMIZE, new InitialGuess(from), new NelderMeadSimplex(from.length, .7));
        } catch (TooManyEvaluationsException enough) {
            // The best so far is good enough.
        }
        return new Climb(last, most[0]);
    }

    private static double square(double value) {
        return value * value;
    }
}
