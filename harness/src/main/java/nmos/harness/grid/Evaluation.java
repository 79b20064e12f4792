package nmos.harness.grid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.policy.placement.PlacementException;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import nmos.sim.Simulation;

/// A scenario to be asked what it comes to with other settings, by several threads at once. The settings of a candidate come after, and so
/// win over, those that all have.
public record Evaluation(Loading scenario, List<String> settings, List<Metric> metrics) {
    /// Where the scenario comes from.
    public interface Loading {
        /// The scenario with these settings.
        ///
        /// @throws InvalidFile where there is none
        Scenario with(List<String> settings);
    }

    /// A scenario that ships, or the path of a file.
    public Evaluation(String nameOrPath, List<String> settings, List<Metric> metrics) {
        this(all -> ScenarioLoader.load(nameOrPath, all), settings, metrics);
    }

    public Evaluation {
        settings = List.copyOf(settings);
        metrics = List.copyOf(metrics);
    }

    /// The scenario with these settings too, each a `path=value` as `--set` takes it.
    public Candidate with(List<String> more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(more);
        try {
            Scenario loaded = scenario.with(all);
            boolean compares = Candidate.anticipates(loaded) && metrics.stream().anyMatch(Metric::needsSaved);
            Simulation simulation = new Simulation(loaded);
            return new Candidate.Possible(simulation, compares ? simulation.withoutAnticipation() : null, metrics);
        } catch (InvalidFile | PlacementException cannotBe) {
            return new Candidate.Impossible(String.valueOf(cannotBe.getMessage()));
        } catch (IOException unreadable) {
            return new Candidate.Impossible("acceptance.file: " + unreadable.getMessage(), true);
        }
    }
}
