package nmos.harness.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nmos.harness.run.Measured;
import nmos.harness.run.Played;
import nmos.harness.run.Simulated;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.calibrate.ProcessorFloor;
import nmos.live.world.LiveWorld;
import nmos.policy.speculation.Speculations;
import nmos.reports.validation.Figure.Origin;
import nmos.reports.validation.Validation;
import nmos.reports.validation.Validation.Acceptance;
import nmos.reports.validation.ValidationFile;
import nmos.scenarios.AcceptanceSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Speed;
import nmos.sim.Simulation;
import nmos.world.report.Planned;
import nmos.world.typing.Scripts;

/// Is the prediction true? Plays a scenario in both worlds, repetitions taking turns, and says how far they are apart.
public final class Validate {
    private static final double NEARLY_ALL = 0.95;
    private static final double MUCH = 0.25;
    private static final double SOME = 0.1;

    private final Trial trial;
    private final Follower follower;
    private final Scenario measured;
    private final Scenario simulated;

    private Validate(Trial trial, Follower follower) throws IOException {
        this.trial = trial;
        this.follower = follower;
        measured = LiveWorld.scenario(trial.scenario(), trial.settings(), trial.live());
        List<String> told = new ArrayList<>(trial.settings());
        told.addAll(trial.simulatedOnly());
        simulated = trial.simulatedOnly().isEmpty() ? measured : LiveWorld.scenario(trial.scenario(), told, trial.live());
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

    /// Leaves `validation.json` and the folders of all runs. Empty: the follower ended it; what ran is there to be looked at.
    public static Optional<Validation> run(Trial trial, Follower follower) throws IOException {
        return new Validate(trial, follower).run();
    }

    private Optional<Validation> run() throws IOException {
        List<Played> left = new ArrayList<>();
        List<Played> right = new ArrayList<>();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        follower.at("looking at drive, memory and processor", 0, trial.repetitions());
        Floors before = Floors.measure(trial.live().oracle(), trial.live().io(), trial.live().threads());
        Scripts[] texts = texts();
        if (trial.warmUp()) {
            follower.at("warming up: a run that does not count", 0, trial.repetitions());
            try (LiveWorld world = new LiveWorld(measured, trial.live())) {
                world.run(world.policy(), _ -> follower.goOn());
            }
        }
        for (int repetition = 1; repetition <= trial.repetitions(); repetition++) {
            follower.at("measuring", repetition, trial.repetitions());
            Played run = Measured.play(measured, trial.live(), folder("measured", repetition), _ -> follower.goOn());
            follower.at("simulating", repetition, trial.repetitions());
            Played prediction = Simulated.play(
                    replayed(run), texts[repetition - 1], folder("simulated", repetition), _ -> follower.goOn());
            if (!run.report().complete() || !prediction.report().complete()) {
                return Optional.empty();
            }
            right.add(run);
            left.add(prediction);
        }
        follower.at("looking at drive, memory and processor", trial.repetitions(), trial.repetitions());
        Floors after = Floors.measure(trial.live().oracle(), trial.live().io(), trial.live().threads());
        Validation validation = validation(left, right, before, after, now);
        ValidationFile.write(validation, trial.folder());
        return Optional.of(validation);
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
        warnings.addAll(floors(before, after));
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
                        List.of(
                                floor(Validation.DRIVE, before.driveBytesPerSec(), after.driveBytesPerSec(), pacedDrive(),
                                        (double) simulated.machine().hops().getFirst().bytesPerSecUp().value()),
                                floor("copy in memory", before.copyBytesPerSec(), after.copyBytesPerSec(), slowestLink(), 0),
                                floor(processor(before), before.processor().bytesPerSec(), after.processor().bytesPerSec(), 0,
                                        said(before.processor())))),
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

    private static Validation.Floor floor(String what, double before, double after, double paced, double said) {
        return new Validation.Floor(what, before, after, paced == 0 ? null : paced, said == 0 ? null : said);
    }

    private static String processor(Floors floors) {
        return "products with " + ProcessorFloor.ROWS + " rows of " + floors.processor().type() + " weights";
    }

    /// What the machine file has of the processor that plays the highest tier; 0: nothing.
    private double said(ProcessorFloor floor) {
        Machine.Device device = simulated.machine().tiers().getLast().device();
        return device != null && device.kind() == Machine.Device.Kind.CPU && device.speed() instanceof Speed.Measured speed
                ? speed.bytesPerSec(floor.type(), ProcessorFloor.ROWS).orElse(0)
                : 0;
    }

    private double pacedDrive() {
        return trial.live().paceDisk() ? measured.machine().hops().getFirst().bytesPerSecUp().value() : 0;
    }

    private double slowestLink() {
        return measured.machine().hops().stream()
                .skip(1)
                .mapToDouble(hop -> hop.bytesPerSecUp().value())
                .min()
                .orElse(0);
    }

    /// What is paced has to be able to go that fast, and what is not should be as fast as the machine file says.
    private List<String> floors(Floors before, Floors after) {
        List<String> warnings = new ArrayList<>();
        double drive = Math.min(before.driveBytesPerSec(), after.driveBytesPerSec());
        Machine.Hop first = simulated.machine().hops().getFirst();
        double said = first.bytesPerSecUp().value();
        if (drive > 0 && trial.live().paceDisk() && pacedDrive() > NEARLY_ALL * drive) {
            warnings.add("bandwidth: the drive is paced to " + gb(pacedDrive()) + " GB/s and alone did no more than " + gb(drive)
                    + ": it could not keep that up");
        } else if (drive > 0 && !trial.live().paceDisk() && Math.abs(said / drive - 1) > MUCH) {
            warnings.add("bandwidth: the machine file has the drive at " + gb(said) + " GB/s, and alone it did " + gb(before.driveBytesPerSec())
                    + " before and " + gb(after.driveBytesPerSec()) + " after");
        }
        double copy = Math.min(before.copyBytesPerSec(), after.copyBytesPerSec());
        if (slowestLink() > NEARLY_ALL * copy) {
            warnings.add("bandwidth: a link is paced to " + gb(slowestLink()) + " GB/s and a copy in memory did no more than " + gb(copy));
        }
        warnings.addAll(ofProcessor(before, after));
        return warnings;
    }

    private List<String> ofProcessor(Floors before, Floors after) {
        double said = said(before.processor());
        double slow = Math.min(before.processor().bytesPerSec(), after.processor().bytesPerSec());
        double fast = Math.max(before.processor().bytesPerSec(), after.processor().bytesPerSec());
        boolean between = said <= fast * (1 + SOME) && slow <= said * (1 + SOME);
        if (said == 0 || between) {
            return List.of();
        }
        return List.of("work: " + processor(before) + " went at " + gb(before.processor().bytesPerSec()) + " GB/s before and at "
                + gb(after.processor().bytesPerSec()) + " after, and the machine file says " + gb(said)
                + ": others use the processor, or did when it was measured");
    }

    private static String gb(double bytesPerSec) {
        return String.format(Locale.ROOT, "%.3g", bytesPerSec / 1e9);
    }

    private List<String> names(List<Played> runs) {
        Path folder = trial.folder();
        return runs.stream().map(run -> folder.relativize(run.folder()).toString()).toList();
    }
}
