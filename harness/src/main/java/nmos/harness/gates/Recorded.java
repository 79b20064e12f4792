package nmos.harness.gates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nmos.journal.RunDirectory;
import nmos.reports.validation.Envelope;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import nmos.scenarios.AcceptanceSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;

/// A setting that was measured and simulated once, as `nmos validate` left it, without the model it was measured with.
record Recorded(String name, Path folder, Validation validation) {
    /// A computer's folder and a setting's in it.
    private static final int DEPTH = 3;

    /// What it takes to simulate a setting again is not all there.
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String what) {
            super(what);
        }
    }

    /// All of them in a folder, in the order of their names.
    static List<Recorded> in(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Recorded> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            for (Path file : files.filter(file -> file.endsWith(ValidationFile.NAME)).sorted().toList()) {
                Path folder = root.resolve(root.relativize(file).resolve("..")).normalize();
                all.add(new Recorded(root.relativize(folder).toString().replace('\\', '/'), folder, read(folder)));
            }
        }
        return all;
    }

    private static Validation read(Path folder) throws UnreadableException {
        Validation validation;
        try {
            validation = ValidationFile.read(folder);
        } catch (IOException damaged) {
            throw new UnreadableException(String.valueOf(damaged.getMessage()));
        }
        int runs = validation.simulatedRuns().size();
        if (runs == 0
                || validation.measuredRuns().size() != runs
                || validation.figures().stream().anyMatch(figure -> figure.simulated().size() != runs)) {
            throw new UnreadableException(folder.resolve(ValidationFile.NAME) + ": names " + runs + " simulated and "
                    + validation.measuredRuns().size() + " measured runs, and has figures of others; validate again");
        }
        return validation;
    }

    int repetitions() {
        return validation.simulatedRuns().size();
    }

    /// Why its errors are shown and not held, where that is so.
    Optional<String> notHeld() {
        if (!validation.unsound().isEmpty()) {
            return Optional.of("no fair pair when it was measured: " + validation.unsound().getFirst());
        }
        return Envelope.paced(validation)
                ? Optional.empty()
                : Optional.of("the drive was not held to a speed, and what it did that day no simulation knows");
    }

    /// What the simulator was told in a repetition, its tapes found again in this checkout.
    ///
    /// @throws Missing where something for it was not kept
    /// @throws InvalidFile where what was kept is no scenario to today's program
    Scenario scenario(int repetition, Checkout checkout) throws Missing, IOException {
        Path told = inside(validation.simulatedRuns().get(repetition)).resolve(RunDirectory.SCENARIO);
        Path run = inside(validation.measuredRuns().get(repetition));
        boolean own = Files.isRegularFile(told);
        if (!own) {
            if (validation.settings().stream().anyMatch(setting -> setting.startsWith("simulated only:"))) {
                throw new Missing(folder.relativize(told) + " is not there, and the simulator was told something else than was measured");
            }
            told = run.resolve(RunDirectory.SCENARIO);
        }
        if (!Files.isRegularFile(told)) {
            throw new Missing("what the simulator was told was not kept: neither " + validation.simulatedRuns().get(repetition) + "/"
                    + RunDirectory.SCENARIO + " nor " + folder.relativize(told));
        }
        Scenario scenario = ScenarioLoader.parse(told.toString(), Files.readString(told), List.of());
        if (scenario.workload().typed() != null) {
            throw new Missing("people typed " + scenario.workload().typed().source()
                    + ", whose tokens were counted by the model's own tokenizer, and the model is not here");
        }
        boolean replayed = validation.acceptance() == Validation.Acceptance.REPLAYED;
        return switch (scenario.acceptance()) {
            case AcceptanceSpec.PassTape tape -> scenario.accepting(new AcceptanceSpec.PassTape(passes(tape.file(), run, checkout)));
            case AcceptanceSpec.RankTape tape when own || !replayed ->
                scenario.accepting(new AcceptanceSpec.RankTape(found(tape.file(), checkout).toString()));
            case AcceptanceSpec.None _, AcceptanceSpec.PerPosition _ when own || !replayed -> scenario;
            // The measured run names what was predicted before it; what was replayed is what it accepted.
            case AcceptanceSpec.None _, AcceptanceSpec.PerPosition _, AcceptanceSpec.RankTape _ ->
                scenario.accepting(new AcceptanceSpec.PassTape(accepted(run).toString()));
        };
    }

    /// A run's own tape lies where the run does now, whatever the folders above its setting were called on the computer it was made on.
    private String passes(String file, Path run, Checkout checkout) throws Missing {
        Path tape = path(file);
        Path last = tape.getFileName();
        boolean ofThisRun = last != null
                && last.toString().equals(RunDirectory.ACCEPTANCE_TAPE)
                && tape.getParent() != null
                && tape.getParent().endsWith(folder.getFileName().resolve(run.getFileName()));
        return (ofThisRun ? accepted(run) : found(file, checkout)).toString();
    }

    private Path accepted(Path run) throws Missing {
        Path tape = run.resolve(RunDirectory.ACCEPTANCE_TAPE);
        if (!Files.isRegularFile(tape)) {
            throw new Missing(folder.relativize(tape) + " was not kept, which says what the run accepted");
        }
        return tape;
    }

    /// Tapes are named from where nmos was started, mostly the top of the checkout; else one may lie beside the settings.
    private Path found(String file, Checkout checkout) throws Missing {
        Path tape = path(file);
        Path name = tape.getFileName();
        List<Path> places = name == null
                ? List.of(tape)
                : List.of(checkout.root().resolve(tape), folder.resolveSibling(name), folder.resolve(name));
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new Missing("the tape " + file + " is neither in the checkout nor beside the settings"));
    }

    private static Path path(String file) throws Missing {
        try {
            return Path.of(file);
        } catch (InvalidPathException none) {
            throw new Missing("the tape '" + file + "' has a name that no file has here");
        }
    }

    /// A validation names folders in its own.
    private Path inside(String name) throws IOException {
        try {
            Path path = folder.resolve(name).normalize();
            if (path.startsWith(folder) && !path.equals(folder)) {
                return path;
            }
        } catch (InvalidPathException none) {
            // said below
        }
        throw new UnreadableException(folder.resolve(ValidationFile.NAME) + ": names the run '" + name + "', which is no folder in its own");
    }
}
