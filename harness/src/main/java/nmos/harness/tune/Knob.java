package nmos.harness.tune;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import nmos.harness.grid.Axis;
import nmos.scenarios.yaml.InvalidFile;
import nmos.scenarios.yaml.Place;

/// A field that may be set, and the values that it may take. Values that are numbers are in order, and each has its place between 0 and 1, by its
/// logarithm where they span much; all others are choices, each as far from any other.
record Knob(String path, List<String> values, boolean ordered, double[] places) {
    /// Numbers that span as much are told apart by their ratio.
    private static final double WIDE = 4;
    /// Where the largest number stands if there is a value without end beside it.
    private static final double BEFORE_THE_END = .8;

    Knob {
        values = List.copyOf(values);
    }

    /// `path=values` as [Axis] has it, or with an [OpenRange].
    ///
    /// @throws InvalidFile where the text is neither; the message is one line that names the option
    static Knob parse(String text) {
        int equals = text.indexOf('=');
        if (equals > 0 && !text.substring(0, equals).isBlank()) {
            try {
                Optional<List<String>> open = OpenRange.values(text.substring(equals + 1).strip());
                if (open.isPresent()) {
                    // For what it says of the path.
                    return of(new Axis(Axis.parse(text.substring(0, equals) + "=1").path(), open.get()));
                }
            } catch (IllegalArgumentException cannotBe) {
                throw new InvalidFile(new Place("--vary " + text, 0), "", String.valueOf(cannotBe.getMessage()));
            }
        }
        return of(Axis.parse(text));
    }

    static Knob of(Axis axis) {
        double[] numbers = axis.values().stream().mapToDouble(Quantity::of).toArray();
        if (Arrays.stream(numbers).anyMatch(Double::isNaN)) {
            return new Knob(axis.path(), axis.values(), false, new double[numbers.length]);
        }
        int[] order = IntStream.range(0, numbers.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> numbers[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Knob(
                axis.path(),
                Arrays.stream(order).mapToObj(axis.values()::get).toList(),
                true,
                places(Arrays.stream(order).mapToDouble(i -> numbers[i]).toArray()));
    }

    int size() {
        return values.size();
    }

    String setting(int level) {
        return path + "=" + values.get(level);
    }

    private static double[] places(double[] rising) {
        double[] finite = Arrays.stream(rising).filter(Double::isFinite).toArray();
        double[] places = new double[rising.length];
        Arrays.fill(places, 1);
        if (finite.length == 0) {
            return places;
        }
        double from = finite[0];
        double to = finite[finite.length - 1];
        boolean wide = from > 0 && to / from >= WIDE;
        double end = finite.length < rising.length ? BEFORE_THE_END : 1;
        for (int i = 0; i < finite.length; i++) {
            places[i] = end * (from == to ? 0 : wide ? Math.log(finite[i] / from) / Math.log(to / from) : (finite[i] - from) / (to - from));
        }
        return places;
    }
}
