package nmos.live.calibrate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/// Times as sums of what they are made of: `ns = c0 * x0 + c1 * x1 + ...`, by least squares of relative errors, so that 20 us
/// count as much as 20 ms. Points far off the others weigh less (Huber's weights), and no part is negative: one that would be is
/// left out.
///
/// @param parts the coefficients
/// @param off by point: how far its time is from the fit's, as a share of what errors are weighed by
record LeastSquares(double[] parts, double[] off) {
    private static final int ROUNDS = 8;
    /// Of the median error: 1.345 deviations of normal noise.
    private static final double FAR = 2;

    private static final double LEAST_SCALE = 1e-6;
    /// How little two parts may differ and still be told apart.
    private static final double SAME = 1e-9;

    /// `x[i]`: what `ns[i]` is made of.
    static LeastSquares of(double[] ns, double[][] x) {
        return of(ns, x, ns);
    }

    /// With errors as shares of `scale[i]`.
    static LeastSquares of(double[] ns, double[][] x, double[] scale) {
        int parts = x[0].length;
        boolean[] used = new boolean[parts];
        Arrays.fill(used, true);
        while (true) {
            double[] fitted = robust(ns, x, scale, used);
            int worst = -1;
            for (int p = 0; p < parts; p++) {
                if (fitted[p] < 0 && (worst < 0 || fitted[p] * largest(x, p) < fitted[worst] * largest(x, worst))) {
                    worst = p;
                }
            }
            if (worst < 0) {
                return new LeastSquares(fitted, off(ns, x, scale, fitted));
            }
            used[worst] = false;
        }
    }

    private static double largest(double[][] x, int part) {
        return StatUtils.max(IntStream.range(0, x.length).mapToDouble(i -> x[i][part]).toArray());
    }

    private static double[] robust(double[] ns, double[][] x, double[] scale, boolean[] used) {
        double[] weights = new double[ns.length];
        Arrays.fill(weights, 1);
        double[] fitted = solve(ns, x, scale, used, weights);
        for (int round = 0; round < ROUNDS; round++) {
            double[] errors = new double[ns.length];
            for (int i = 0; i < ns.length; i++) {
                errors[i] = Math.abs(ns[i] - sum(x[i], fitted)) / scale[i];
            }
            double far = FAR * Math.max(LEAST_SCALE, StatUtils.percentile(errors, 50));
            for (int i = 0; i < ns.length; i++) {
                weights[i] = errors[i] <= far ? 1 : far / errors[i];
            }
            fitted = solve(ns, x, scale, used, weights);
        }
        return fitted;
    }

    private static double[] solve(double[] ns, double[][] x, double[] scale, boolean[] used, double[] weights) {
        int[] columns = IntStream.range(0, used.length).filter(p -> used[p]).toArray();
        double[] result = new double[used.length];
        if (columns.length == 0) {
            return result;
        }
        double[] y = new double[ns.length];
        double[][] rows = new double[ns.length][columns.length];
        double[] unit = Arrays.stream(columns).mapToDouble(c -> Math.max(1e-300, largest(x, c))).toArray();
        for (int i = 0; i < ns.length; i++) {
            double weight = Math.sqrt(weights[i]);
            y[i] = weight * ns[i] / scale[i];
            for (int c = 0; c < columns.length; c++) {
                rows[i][c] = weight * x[i][columns[c]] / unit[c] / scale[i];
            }
        }
        double[] fitted = columns.length == 1 ? new double[] {alone(y, rows)} : together(y, rows);
        for (int c = 0; c < columns.length; c++) {
            result[columns[c]] = fitted[c] / unit[c];
        }
        return result;
    }

    /// One part needs no library, and may have one point.
    private static double alone(double[] y, double[][] rows) {
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < y.length; i++) {
            xy += rows[i][0] * y[i];
            xx += rows[i][0] * rows[i][0];
        }
        return xx == 0 ? 0 : xy / xx;
    }

    private static double[] together(double[] y, double[][] rows) {
        if (y.length <= rows[0].length) {
            throw new IllegalArgumentException(y.length + " points for " + rows[0].length + " unknowns: more are needed");
        }
        var regression = new OLSMultipleLinearRegression(SAME);
        regression.setNoIntercept(true);
        regression.newSampleData(y, rows);
        try {
            return regression.estimateRegressionParameters();
        } catch (SingularMatrixException _) {
            // parts that always go together cannot be told apart: the first stands for all
            double[] first = new double[rows[0].length];
            first[0] = alone(y, rows);
            return first;
        }
    }

    private static double[] off(double[] ns, double[][] x, double[] scale, double[] fitted) {
        double[] off = new double[ns.length];
        for (int i = 0; i < ns.length; i++) {
            off[i] = (ns[i] - sum(x[i], fitted)) / scale[i];
        }
        return off;
    }

    static double sum(double[] x, double[] parts) {
        double sum = 0;
        for (int p = 0; p < parts.length; p++) {
            sum += x[p] * parts[p];
        }
        return sum;
    }

    /// The largest distance of a point from the fit, as a share.
    double worst() {
        return Arrays.stream(off).map(Math::abs).max().orElse(0);
    }

    /// Half the points are nearer than this.
    double typical() {
        return StatUtils.percentile(Arrays.stream(off).map(Math::abs).toArray(), 50);
    }
}
