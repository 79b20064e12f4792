package nmos.harness.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nmos.harness.run.Measured;
import nmos.harness.run.Played;
import nmos.harness.run.Simulated;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.calibrate.CalibrationStopped;
import nmos.live.calibrate.Watch;
import nmos.live.world.LiveWorld;
import nmos.policy.speculation.Speculations;
import nmos.reports.validation.Figure.Origin;
import nmos.reports.validation.Validation;
import nmos.reports.validation.Validation.Acceptance;
import nmos.reports.validation.ValidationFile;
import nmos.scenarios.AcceptanceSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.machine.Machine;
import nmos.sim.Simulation;
import nmos.world.report.Planned;
import nmos.world.typing.Scripts;

/// Is the prediction true? Plays a scenario in both worlds, repetitions taking turns, and says how far they are apart.
public final class Validate {
    private static final String MEASURED = "measured";
    private static final String SIMULATED = "simulated";
    /// The folders of runs.
    private static final Pattern RUN = Pattern.compile("(?:" + MEASURED + "|" + SIMULATED + ")-[1-9]\\d*");

    private final Trial trial;
    private final Follower follower;
    private final Scenario measured;
    private final Scenario simulated;
    /// Of the simulated scenario, as its file has it.
    private final Optional<Machine> file;

    private Validate(Trial trial, Follower follower) throws IOException {
        this.trial = trial;
        this.follower = follower;
        measured = LiveWorld.scenario(trial.scenario(), trial.settings(), trial.live());
        List<String> told = new ArrayList<>(trial.settings());
        told.addAll(trial.simulatedOnly());
        simulated = trial.simulatedOnly().isEmpty() ? measured : LiveWorld.scenario(trial.scenario(), told, trial.live());
        file = ScenarioLoader.machineOf(trial.scenario(), told);
        if (trial.acceptance() == Acceptance.REPLAYED) {
            // The tapes are still to be made.
            Planned.of(simulated);
        } else {
            new Simulation(simulated);
        }
    }

    /// Whether it can be played in both worlds: nothing is made or measured.
    ///
    /// @throws nmos.live.world.UnplayableException where the model has no room for what is typed
    /// @throws IOException where a tape the scenario names cannot be read
    /// @throws nmos.scenarios.yaml.InvalidFile where there is no such scenario or setting
    /// @throws nmos.policy.placement.PlacementException where the model cannot run on the machine
    public static void check(Trial trial) throws IOException {
        Validate validate = new Validate(trial, Follower.NOBODY);
        new LiveWorld(validate.measured, trial.live()).close();
    }

    /// Leaves `validation.json` and the folders of all runs, in the place of runs that lay there. Empty: the follower ended it; what ran is
    /// there to be looked at.
    public static Optional<Validation> run(Trial trial, Follower follower) throws IOException {
        try {
            return new Validate(trial, follower).run();
        } catch (CalibrationStopped ended) {
            return Optional.empty();
        }
    }

    private Optional<Validation> run() throws IOException {
        discardRuns();
        List<Played> left = new ArrayList<>();
        List<Played> right = new ArrayList<>();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        follower.at("looking at drive, memory and processor", 0, trial.repetitions());
        Floors before = alone();
        Scripts[] texts = texts();
        if (trial.warmUp()) {
            follower.at("warming up: a run that does not count", 0, trial.repetitions());
            try (LiveWorld world = new LiveWorld(measured, trial.live())) {
                world.run(world.policy(), _ -> follower.goOn());
            }
        }
        for (int repetition = 1; repetition <= trial.repetitions(); repetition++) {
            follower.at("measuring", repetition, trial.repetitions());
            Played run = Measured.play(measured, trial.live(), folder(MEASURED, repetition), _ -> follower.goOn());
            follower.at("simulating", repetition, trial.repetitions());
            Played prediction = Simulated.play(
                    replayed(run), texts[repetition - 1], folder(SIMULATED, repetition), _ -> follower.goOn());
            if (!run.report().complete() || !prediction.report().complete()) {
                return Optional.empty();
            }
            right.add(run);
            left.add(prediction);
        }
        follower.at("looking at drive, memory and processor", trial.repetitions(), trial.repetitions());
        Floors after = alone();
        Validation validation = validation(left, right, before, after, now);
        ValidationFile.write(validation, trial.folder());
        return Optional.of(validation);
    }

    /// There may have been more repetitions than there will be.
    private void discardRuns() throws IOException {
        List<Path> old;
        try (Stream<Path> inside = Files.list(trial.folder())) {
            old = inside.filter(path -> RUN.matcher(path.getFileName().toString()).matches())
                    .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path run : old) {
            RunDirectory.discard(run);
        }
    }

    private Floors alone() throws IOException {
        return Floors.measure(trial.live().oracle(), trial.live().io(), trial.live().threads(), new Watch() {
            @Override
            public void at(String what, double share) {}

            @Override
            public boolean stopped() {
                return !follower.goOn();
            }
        });
    }

    /// A run uses them up. What is typed is the same in all repetitions.
    private Scripts[] texts() {
        Scripts[] texts = new Scripts[trial.repetitions()];
        try (LiveWorld world = new LiveWorld(measured, trial.live())) {
            for (int repetition = 0; repetition < texts.length; repetition++) {
                texts[repetition] = world.scripts();
            }
        }
        return texts;
    }

    private RunDirectory folder(String kind, int repetition) throws IOException {
        return RunDirectory.named(trial.folder().resolve(kind + "-" + repetition), true);
    }

    private Scenario replayed(Played run) {
        return acceptance() != Acceptance.NONE && trial.acceptance() == Acceptance.REPLAYED
                ? simulated.accepting(new AcceptanceSpec.PassTape(
                        run.folder().resolve(RunDirectory.ACCEPTANCE_TAPE).toAbsolutePath().toString()))
                : simulated;
    }

    private Acceptance acceptance() {
        if (measured.speculation().kind() == Speculations.OFF) {
            return Acceptance.NONE;
        }
        // Nobody knows of which text a tape is, so it is taken to be of this.
        return simulated.acceptance() instanceof AcceptanceSpec.PassTape ? Acceptance.REPLAYED : trial.acceptance();
    }

    private Validation validation(List<Played> left, List<Played> right, Floors before, Floors after, Instant now) {
        List<RunReport> predictions = left.stream().map(Played::report).toList();
        List<RunReport> runs = right.stream().map(Played::report).toList();
        Computer computer = Computer.here();
        Set<String> warnings = new LinkedHashSet<>(computer.warnings(simulated.machine(), trial.live().threads(), now));
        FloorsOf floors = new FloorsOf(
                before, after, trial.live().paceDisk(), measured.machine(), simulated.machine(), file);
        warnings.addAll(floors.warnings());
        right.forEach(run -> warnings.addAll(run.faults()));
        warnings.addAll(FiguresOf.untold(predictions, runs));
        List<String> differences = Diagnosis.of(predictions.getFirst(), runs.getFirst()).stream()
                .map(line -> runs.size() == 1 ? line : line + " (in the first repetition)")
                .toList();
        warnings.addAll(differences);
        Set<String> notCovered = new LinkedHashSet<>(runs.getFirst().notCovered());
        notCovered.addAll(predictions.getFirst().notCovered());
        List<String> settings = new ArrayList<>(trial.settings());
        trial.simulatedOnly().forEach(setting -> settings.add("simulated only: " + setting));
        RunReport.CarriedOut how = runs.getFirst().carriedOut();
        return new Validation(
                measured.name(),
                settings,
                trial.command(),
                simulated.machine().name(),
                acceptance(),
                new Validation.Host(
                        computer.processor(),
                        computer.cores(),
                        trial.live().threads(),
                        computer.system(),
                        how == null ? "" : how.io(),
                        now.toString(),
                        floors.floors()),
                FiguresOf.both(predictions, runs, acceptance() == Acceptance.REPLAYED ? Origin.FITTED : Origin.PREDICTED),
                names(left),
                names(right),
                differences.isEmpty() ? null : differences.getFirst(),
                unsound(left, right),
                List.copyOf(warnings),
                List.copyOf(notCovered),
                trial.maxErrorShare());
    }

    /// What keeps the runs from being a fair pair: a turn that failed is in no time that is compared.
    private static List<String> unsound(List<Played> left, List<Played> right) {
        List<String> unsound = new ArrayList<>();
        Stream.concat(right.stream(), left.stream()).forEach(run -> {
            List<String> causes = run.report().turns().stream()
                    .map(RunReport.Turn::failed)
                    .filter(Objects::nonNull)
                    .toList();
            if (!causes.isEmpty()) {
                unsound.add(run.folder().getFileName() + ": " + causes.size() + " of " + run.report().turns().size()
                        + " turns failed (" + String.join(", ", new LinkedHashSet<>(causes)) + ")");
            }
            if (run.otherwise() != null) {
                unsound.add(run.otherwise());
            }
        });
        return unsound;
    }

    private List<String> names(List<Played> runs) {
        Path folder = trial.folder();
        return runs.stream().map(run -> folder.relativize(run.folder()).toString()).toList();
    }
}
