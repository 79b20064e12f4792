package nmos.reports.sweep;

import java.util.List;
import java.util.Optional;

/// What a sweep was asked, and how far it got.
///
/// @param settings that all points have
/// @param metrics the first two are what matters most
/// @param scenarioSha256 of the first point that is possible, written out with its machine and models
/// @param inputs what is read beside it
/// @param programSha256 of all classes of nmos, and the names of the libraries
/// @param command what makes it again
/// @param points how many the grid has; of these `done` are told
public record Manifest(
        String scenario,
        String machine,
        List<String> settings,
        List<Axis> axes,
        List<Metric> metrics,
        long seed,
        int replications,
        String scenarioSha256,
        List<Input> inputs,
        String programSha256,
        String command,
        boolean complete,
        int points,
        int done,
        List<String> notCovered) {

    /// A field and the values it takes.
    public record Axis(String path, List<String> values) {
        public Axis {
            values = List.copyOf(values);
        }
    }

    /// What else points are made from: a file that was read, or a value of an axis that may name one, written out.
    public record Input(String what, String sha256) {}

    /// A figure that was asked for.
    public record Metric(String name, String unit, boolean moreIsBetter) {

        /// The less the better.
        double cost(double value) {
            return moreIsBetter ? -value : value;
        }

        /// Its name with its unit.
        public String label() {
            return unit.isEmpty() ? name : name + ", " + unit;
        }
    }

    public Manifest {
        settings = List.copyOf(settings);
        axes = List.copyOf(axes);
        metrics = List.copyOf(metrics);
        inputs = List.copyOf(inputs);
        notCovered = List.copyOf(notCovered);
    }

    /// What another sweep was asked that this one was not, in words; nothing where both were asked the same.
    public Optional<String> differs(Manifest other) {
        if (!scenario.equals(other.scenario)) {
            return Optional.of("another scenario: " + scenario);
        }
        if (!axes.equals(other.axes)) {
            return Optional.of("other axes: " + String.join(" and ", axes.stream().map(axis -> axis.path() + " with "
                    + axis.values().size() + " values").toList()));
        }
        if (!settings.equals(other.settings)) {
            return Optional.of("other settings: " + (settings.isEmpty() ? "none" : String.join(", ", settings)));
        }
        if (!metrics.equals(other.metrics)) {
            return Optional.of("other metrics: " + String.join(", ", metrics.stream().map(Metric::name).toList()));
        }
        if (replications != other.replications || seed != other.seed) {
            return Optional.of(replications + " replications from seed " + seed);
        }
        if (!scenarioSha256.equals(other.scenarioSha256)) {
            return Optional.of("another scenario: this one before its file or its machine's was changed");
        }
        // What was not there before may be there now.
        Optional<Input> changed = inputs.stream().filter(input -> !other.inputs.contains(input)).findFirst();
        if (changed.isPresent()) {
            return Optional.of("other contents of " + changed.get().what);
        }
        return programSha256.equals(other.programSha256) ? Optional.empty() : Optional.of("another version of nmos");
    }

    /// The same, so far along.
    public Manifest reached(boolean all, int told) {
        return new Manifest(scenario, machine, settings, axes, metrics, seed, replications, scenarioSha256, inputs, programSha256, command, all,
                points, told, notCovered);
    }
}
