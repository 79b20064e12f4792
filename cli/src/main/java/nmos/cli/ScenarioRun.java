package nmos.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.PolicyHash;
import nmos.journal.Replay.Outcome;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.paced.PacedWorld;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveOutcome;
import nmos.live.world.LiveWorld;
import nmos.live.world.RunTapes;
import nmos.policy.Policy;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.scenarios.yaml.InvalidFile;
import nmos.world.report.Replayed;
import nmos.world.report.Setting;
import nmos.world.report.WorldReport;
import nmos.world.run.RunOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `nmos live SCENARIO`: measures, prints the summary and leaves a run directory, as `nmos simulate` does.
final class ScenarioRun extends Streaming {
    @Option(names = "--oracle", paramLabel = "FILE", description = "The GGUF file of the model whose tokens count.")
    private @Nullable Path oracle;

    @Option(names = "--speed", paramLabel = "N", description = "People type, think and pause N times as fast (workload.speed).")
    private @Nullable BigDecimal speed;

    @Option(names = "--paced", description = "Play all devices by threads that take the modelled time: no model is run, none is needed.")
    private boolean paced;

    @Option(names = "--quiet", description = "Do not print the replies.")
    private boolean quiet;

    @Option(names = "--no-journal", description = "Write no journal: the decisions are not replayed, and cannot be.")
    private boolean noJournal;

    int run(Terminal terminal, String name, RunOptions options, Computing computing) throws IOException {
        refuseMissingFolder();
        if (paced && cuda()) {
            throw new BadInput("--paced plays all devices by threads that take the modelled time: leave out --device cuda");
        }
        List<String> settings = new ArrayList<>(settings(name, options.settings(null)));
        if (speed != null && (speed.scale() < -9 || speed.scale() > 30 || speed.precision() > 30)) {
            throw new BadInput("--speed: a number above 0 up to 1000 is needed");
        }
        if (speed != null) {
            settings.add("workload.speed=" + speed.toPlainString());
        }
        if (paced) {
            if (oracle != null || draft != null) {
                throw new BadInput("--paced runs no model: leave out " + (oracle != null ? "--oracle" : "--draft"));
            }
            return paced(terminal, ScenarioLoader.load(name, settings), options, ReadFiles.of(name, settings, List.of()));
        }
        Path model = oracle;
        if (model == null) {
            throw withoutOracle(name, settings);
        }
        LiveOptions live = options(model, computing);
        Scenario scenario = scenario(name, settings, live);
        // Ctrl-C waits for the world to be taken down, too.
        try (var _ = terminal.stop().hold();
                LiveWorld world = new LiveWorld(scenario, live)) {
            return run(terminal, world, live, options, ReadFiles.of(name, settings, List.of()));
        }
    }

    private int paced(Terminal terminal, Scenario scenario, RunOptions options, List<Path> read) throws IOException {
        String hash = PolicyHash.ofThisProgram();
        PacedWorld world = new PacedWorld(scenario);
        try (var _ = terminal.stop().hold()) {
            RunDirectory directory = begin(world.setting(), hash, options, read);
            RunOutcome outcome;
            try (LiveView view = new LiveView(terminal, scenario.workload(), true)) {
                outcome = playing(directory, hash, world.policy(), policy -> world.run(policy, view));
            }
            RunReport report = WorldReport.of(world.setting(), outcome, hash, null, null);
            directory.report(report);
            return end(terminal, directory, report, scenario, List.of(), options);
        }
    }

    private static RunDirectory begin(Setting setting, String hash, RunOptions options, List<Path> read) throws IOException {
        RunDirectory directory = options.directory(setting.scenario().name(), read);
        directory.scenario(setting.scenario().toYaml());
        directory.report(WorldReport.begun(setting, hash));
        return directory;
    }

    private int run(Terminal terminal, LiveWorld world, LiveOptions live, RunOptions options, List<Path> read)
            throws IOException {
        Scenario scenario = world.scenario();
        String hash = PolicyHash.ofThisProgram();
        RunDirectory directory = begin(world.setting(), hash, options, read);
        LiveOutcome outcome = play(terminal, world, directory, hash, quiet || options.json());
        RunReport report = WorldReport.of(world.setting(), outcome.run(), hash, null, null)
                .carriedOut(outcome.carriedOut(live));
        directory.report(report);
        outcome.device().write(directory.path());
        world.close();
        List<String> notes = new ArrayList<>();
        outcome.faults().forEach(fault -> notes.add("fault: " + fault));
        try (Progress progress = terminal.progress("recording the draft's ranks", outcome.replies().size())) {
            notes.addAll(new RunTapes(scenario, live, outcome)
                    .write(directory.path(), progress::at, terminal.stop()::requested));
        }
        return end(terminal, directory, report, scenario, notes, options);
    }

    private int end(
            Terminal terminal,
            RunDirectory directory,
            RunReport report,
            Scenario scenario,
            List<String> notes,
            RunOptions options)
            throws IOException {
        if (options.json()) {
            terminal.out().println(RunText.json(report));
        } else {
            terminal.out().print(RunText.plain(scenario, report));
        }
        terminal.out().flush();
        notes.forEach(terminal.err()::println);
        terminal.err().println((report.complete() ? "wrote " : "interrupted; what there is is in ") + directory.path());
        boolean same = noJournal || replayed(terminal, directory);
        return !same ? Failures.DIFFERENT : report.complete() ? Failures.OK : Failures.FAILED;
    }

    private LiveOutcome play(Terminal terminal, LiveWorld world, RunDirectory directory, String hash, boolean silent)
            throws IOException {
        try (LiveView view = new LiveView(terminal, world.scenario().workload(), silent)) {
            return playing(directory, hash, world.policy(), policy -> world.run(policy, view, view));
        }
    }

    /// A world being run.
    private interface Play<T> {
        T with(Policy policy) throws IOException;
    }

    private <T> T playing(RunDirectory directory, String hash, Policy policy, Play<T> play) throws IOException {
        if (noJournal) {
            return play.with(policy);
        }
        try (JournalWriter journal = directory.journal(hash)) {
            return play.with(new JournalingPolicy(policy, journal));
        }
    }

    /// Whether a fresh policy, made from the files of the run, decides as the one that ran.
    private static boolean replayed(Terminal terminal, RunDirectory directory) throws IOException {
        Outcome outcome = Replayed.of(directory.path());
        terminal.err().println(switch (outcome) {
            case Outcome.Same same -> "decisions replayed: the same, " + same.signals() + " signals";
            case Outcome.Differs differs -> "decisions replayed: " + ReplayText.plain(differs);
        });
        return outcome instanceof Outcome.Same;
    }

    /// The model that a scenario names may not be one it could run with, only a stand-in for the file.
    private static BadInput withoutOracle(String name, List<String> settings) {
        try {
            Scenario scenario = ScenarioLoader.load(name, settings);
            return Models.missing(scenario.name() + ": its oracle", "--oracle", scenario.oracle());
        } catch (InvalidFile invalid) {
            return new BadInput(invalid.getMessage() + " (and --oracle FILE.gguf is missing)");
        }
    }
}
