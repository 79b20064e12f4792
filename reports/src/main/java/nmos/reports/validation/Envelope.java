package nmos.reports.validation;

import java.util.Arrays;
import java.util.List;

/// How true predictions of one figure were over many settings, as shares of what was measured: the median error, the error that
/// nine of ten settings stay within, and the worst, whatever their signs.
public record Envelope(String figure, int settings, double median, double p90, double worst) {

    /// Of those settings whose drive was held to a speed it can keep; what an unpaced drive does is its own.
    public static Envelope of(String figure, List<Validation> validations) {
        double[] errors = validations.stream()
                .filter(Envelope::gated)
                .map(validation -> validation.figure(figure))
                .filter(found -> found != null && Double.isFinite(found.errorShare()))
                .mapToDouble(found -> found == null ? 0 : Math.abs(found.errorShare()))
                .toArray();
        Arrays.sort(errors);
        return new Envelope(figure, errors.length, rank(errors, .5), rank(errors, .9), rank(errors, 1));
    }

    /// Whether a validation counts.
    public static boolean gated(Validation validation) {
        return validation.host().floors().stream()
                .anyMatch(floor -> floor.what().equals(Validation.DRIVE) && floor.pacedBytesPerSec() != null);
    }

    /// The least error that a share of all stays within.
    private static double rank(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
