package nmos.reports.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scenario played in both worlds, repetitions taking turns. `settings` are what was changed of the scenario; `command`
/// makes it again. `acceptance`: where the simulator took from which guesses are right. `simulatedRuns` and `measuredRuns` are
/// the folders of the runs, by repetition, relative to that of the validation. `dominates` is the first of the differences
/// that were found between the first repetition's runs, in a line: capacities before speeds before guesses. `unsound`: why the
/// runs are no fair pair, such as turns that failed, a line each. `maxErrorShare`: what was asked for, null where nothing was.
public record Validation(
        String scenario,
        List<String> settings,
        String command,
        String machine,
        Acceptance acceptance,
        Host host,
        List<Figure> figures,
        List<String> simulatedRuns,
        List<String> measuredRuns,
        @Nullable String dominates,
        List<String> unsound,
        List<String> warnings,
        List<String> notCovered,
        @Nullable Double maxErrorShare) {

    /// Where the simulator took from which guesses are right.
    public enum Acceptance {
        /// Nothing is guessed.
        NONE,
        /// From the scenario, or from a tape of other text.
        PREDICTED,
        /// From what a run accepted: the measured one itself, or that of a tape the scenario names.
        REPLAYED
    }

    /// What it was measured on. `floors`: what drive, memory and processor did alone.
    public record Host(String processor, int cores, int threads, String system, String io, String measuredAt, List<Floor> floors) {
        public Host {
            floors = List.copyOf(floors);
        }
    }

    /// How fast something went on its own, before and after what is compared, how fast it was held to (null: it was not), and what
    /// the machine file says, whatever settings make of that (null: it does not say).
    public record Floor(
            String what,
            double beforeBytesPerSec,
            double afterBytesPerSec,
            @Nullable Double pacedBytesPerSec,
            @Nullable Double saidBytesPerSec) {}

    /// The floor of what models are read from.
    public static final String DRIVE = "drive";

    /// Names of the figures that say most.
    public static final String TTFT = "ttft_verified_ms.p50";
    public static final String TOKENS_PER_SECOND = "tokens_per_second";
    private static final List<String> HEADLINES = List.of(TOKENS_PER_SECOND, TTFT);

    public Validation {
        settings = List.copyOf(settings);
        figures = List.copyOf(figures);
        simulatedRuns = List.copyOf(simulatedRuns);
        measuredRuns = List.copyOf(measuredRuns);
        unsound = List.copyOf(unsound);
        warnings = List.copyOf(warnings);
        notCovered = List.copyOf(notCovered);
    }

    public @Nullable Figure figure(String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).findFirst().orElse(null);
    }

    /// Those of the figures that say most that there is no comparison of.
    public List<String> missing() {
        return HEADLINES.stream().filter(name -> figure(name) == null).toList();
    }

    /// Whether it is as true as was asked for. What was not compared is not.
    public boolean withinMaxError() {
        Double most = maxErrorShare;
        return most == null
                || HEADLINES.stream()
                        .map(this::figure)
                        .allMatch(figure -> figure != null && Math.abs(figure.errorShare()) <= most);
    }

    /// Whether the runs are a fair pair and as close as was asked for.
    public boolean holds() {
        return unsound.isEmpty() && withinMaxError();
    }
}
