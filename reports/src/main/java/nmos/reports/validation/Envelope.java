package nmos.reports.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How true one figure was over many settings, predictions and fits each by themselves.
///
/// @param settings those that count: drive held to a speed it can keep, a fair pair of runs, a figure that has an error
/// @param leftOut those that would count if they had one
/// @param unpaced those with a drive as fast as it happened to be: they do not count
/// @param errors nothing where no setting counts
public record Envelope(String figure, Figure.Origin origin, int settings, int leftOut, int unpaced, Optional<Errors> errors) {

    /// As shares of what was measured, whatever their signs: the median, what nine of ten settings stay within, and the worst.
    public record Errors(double median, double p90, double worst) {}

    public static Envelope of(String figure, Figure.Origin origin, List<Validation> validations) {
        List<Validation> same = validations.stream()
                .filter(validation -> origin(validation, figure) == origin)
                .toList();
        List<Validation> paced = same.stream().filter(Envelope::paced).toList();
        double[] errors = paced.stream()
                .filter(validation -> counts(validation, figure))
                .map(validation -> validation.figure(figure))
                .mapToDouble(found -> found == null ? Double.NaN : Math.abs(found.errorShare()))
                .toArray();
        Arrays.sort(errors);
        return new Envelope(
                figure,
                origin,
                errors.length,
                paced.size() - errors.length,
                same.size() - paced.size(),
                errors.length == 0
                        ? Optional.empty()
                        : Optional.of(new Errors(rank(errors, .5), rank(errors, .9), rank(errors, 1))));
    }

    /// Whether a validation's figure is among those that count.
    public static boolean counts(Validation validation, String figure) {
        Figure found = validation.figure(figure);
        return paced(validation) && validation.unsound().isEmpty() && found != null && Double.isFinite(found.errorShare());
    }

    /// Whether the drive was held to a speed; what an unpaced drive does is its own.
    public static boolean paced(Validation validation) {
        return validation.host().floors().stream()
                .anyMatch(floor -> floor.what().equals(Validation.DRIVE) && floor.pacedBytesPerSec() != null);
    }

    /// What a figure is, or would be if there were one.
    private static Figure.Origin origin(Validation validation, String figure) {
        Figure found = validation.figure(figure);
        if (found != null) {
            return found.origin();
        }
        return validation.acceptance() == Validation.Acceptance.REPLAYED ? Figure.Origin.FITTED : Figure.Origin.PREDICTED;
    }

    /// The least error that a share of all stays within.
    private static double rank(double[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
