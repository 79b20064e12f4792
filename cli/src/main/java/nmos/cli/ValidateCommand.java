package nmos.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nmos.harness.validate.Follower;
import nmos.harness.validate.Grid;
import nmos.harness.validate.Trial;
import nmos.harness.validate.Validate;
import nmos.journal.RunDirectory;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveWorld;
import nmos.live.world.UnplayableException;
import nmos.reports.validation.NotPlayed;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos validate SCENARIO`: is the prediction true?
@Command(
        name = "validate",
        description = {
            "Run a scenario on this machine and simulate it, in turns, and say how far they are apart.",
            "Exit 3 where that is further than --max-error, where turns failed, or where a fresh policy decides otherwise."
        },
        footer = {
            "",
            "Examples:",
            "  nmos validate 10-stream-for-real --oracle 1.5b.gguf --pace-disk",
            "  nmos validate mine.yaml --set machine=here.yaml --oracle 7b.gguf --draft 0.5b.gguf --max-error 10%%",
        })
final class ValidateCommand implements Callable<Integer> {
    /// Where the simulator takes from which guesses are right.
    private enum Source {
        PREDICT(Validation.Acceptance.PREDICTED),
        REPLAY(Validation.Acceptance.REPLAYED);

        private final Validation.Acceptance acceptance;

        Source(Validation.Acceptance acceptance) {
            this.acceptance = acceptance;
        }
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario that ships with nmos, or the path of a file.")
    private String name = "";

    @Option(names = "--oracle", paramLabel = "FILE", required = true, description = "The GGUF file of the model whose tokens count.")
    private Path oracle = Path.of("");

    @Mixin
    private Streaming streaming = new Streaming();

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private Computing computing = new Computing();

    @Option(names = "--repetitions", paramLabel = "N", description = "Runs in either world; default: 3.")
    private int repetitions = 3;

    @Option(names = "--no-warm-up", description = "Measure at once, without a run before that does not count.")
    private boolean noWarmUp;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "Try many settings, a folder for each: lines as 'name: path=value; path=value'; 'name,"
                    + " unpaced: ...' and 'name, predicted: ...' make exceptions.")
    private @Nullable Path grid;

    @Option(
            names = "--acceptance",
            paramLabel = "FROM",
            description = "Which guesses are right, for the simulator: predict (the default) takes it from the scenario, replay from each"
                    + " measured run, which the report then calls fitted.")
    private Source source = Source.PREDICT;

    @Option(
            names = "--max-error",
            paramLabel = "SHARE",
            description = "How far TTFT (p50) and tokens/s may be from measured, as in 10%% or .1.")
    private @Nullable String maxError;

    @Option(
            names = "--simulated-set",
            paramLabel = "PATH=VALUE",
            description = "Override a field for the simulator alone, to see what a wrong one does; may be repeated.")
    private List<String> simulatedOnly = new ArrayList<>();

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        LiveOptions live = streaming.options(oracle, computing);
        if (repetitions < 1 || repetitions > 1000) {
            throw new BadInput("--repetitions " + repetitions + ": from 1 to 1000 are possible");
        }
        Double share = maxError == null ? null : share(maxError);
        List<Grid.Point> points = points();
        Trial asked = new Trial(
                name, settings(), simulatedOnly, live, !noWarmUp, repetitions, source.acceptance, share, Path.of(""), command());
        // Refused before a folder is made.
        String scenario = points.isEmpty() ? check(asked) : LiveWorld.scenario(name, asked.settings(), live).name();
        List<NotPlayed> notPlayed = unplayable(asked, points);
        try (var _ = terminal.stop().hold()) {
            if (!points.isEmpty()) {
                return grid(asked.in(options.shelfOfRuns(scenario + "-validated", read(points))), points, notPlayed);
            }
            Path folder = options.shelfOfRuns(scenario + "-validated", read(points));
            Trial trial = asked.in(folder);
            Optional<Validation> validation = Validate.run(trial, follower());
            if (validation.isEmpty()) {
                terminal.err().println("interrupted; what there is is in " + folder);
                return Failures.FAILED;
            }
            print(validation.get(), folder);
            return validation.get().holds() ? Failures.OK : Failures.DIFFERENT;
        }
    }

    private List<Grid.Point> points() {
        if (grid == null) {
            return List.of();
        }
        try {
            return Grid.read(grid).points();
        } catch (NoSuchFileException missing) {
            throw new BadInput(grid + ": no such file");
        } catch (IOException unusable) {
            throw new BadInput(String.valueOf(unusable.getMessage()));
        }
    }

    private List<Path> read(List<Grid.Point> points) {
        List<String> settings = new ArrayList<>(settings());
        settings.addAll(simulatedOnly);
        List<Path> read = new ArrayList<>(ReadFiles.of(name, settings, List.of()));
        // What one setting overrides, others may read.
        read.addAll(ReadFiles.of(name, settings(), points.stream().flatMap(point -> point.settings().stream()).toList()));
        return read;
    }

    private List<String> settings() {
        return streaming.settings(name, options.settings(null));
    }

    private String check(Trial trial) {
        String scenario = streaming.scenario(name, trial.settings(), trial.live()).name();
        try {
            Validate.check(trial);
            return scenario;
        } catch (IOException unusable) {
            throw new BadInput(String.valueOf(unusable.getMessage()));
        }
    }

    /// Which of the points the model has no room for, once its own tokenizer has cut the text: the others are not lost for that.
    private List<NotPlayed> unplayable(Trial trial, List<Grid.Point> points) {
        List<NotPlayed> unplayable = new ArrayList<>();
        for (Grid.Point point : points) {
            try {
                check(trial.at(point, false, ""));
            } catch (UnplayableException fault) {
                unplayable.add(new NotPlayed(point.name(), String.valueOf(fault.getMessage())));
            }
        }
        if (!points.isEmpty() && unplayable.size() == points.size()) {
            NotPlayed first = unplayable.getFirst();
            throw new BadInput(grid + ": no setting of it can be played; " + first.setting() + ": " + first.reason());
        }
        return unplayable;
    }

    private int grid(Trial trial, List<Grid.Point> points, List<NotPlayed> notPlayed) throws IOException {
        for (NotPlayed one : notPlayed) {
            terminal.err().println(one.setting() + ": not played: " + one.reason());
            // What an earlier grid left of it is not of this one.
            RunDirectory.discardShelf(trial.folder().resolve(one.setting()));
        }
        Set<String> left = notPlayed.stream().map(NotPlayed::setting).collect(Collectors.toSet());
        List<Grid.Point> played = points.stream().filter(point -> !left.contains(point.name())).toList();
        List<Validation> all = new ArrayList<>();
        for (Grid.Point point : played) {
            Trial one = trial.at(point, all.isEmpty(), command(point));
            // What an earlier grid left there was to be replaced.
            RunDirectory.shelf(one.folder(), true);
            Optional<Validation> validation = Validate.run(one, follower());
            if (validation.isEmpty()) {
                terminal.err().println("interrupted after " + all.size() + " of " + played.size() + " settings; what there is is in "
                        + trial.folder());
                return Failures.FAILED;
            }
            all.add(validation.get());
            if (!options.json()) {
                terminal.out().print(ValidationText.row(point, validation.get()));
                terminal.out().flush();
            }
            notes(point.name() + ": ", validation.get());
        }
        terminal.out().print(options.json() ? ValidationFile.text(all, notPlayed) : ValidationText.envelope(all));
        terminal.out().flush();
        terminal.err().println("wrote " + trial.folder() + "; nmos report " + trial.folder() + " shows it");
        return !notPlayed.isEmpty() ? Failures.FAILED : all.stream().allMatch(Validation::holds) ? Failures.OK : Failures.DIFFERENT;
    }

    private void print(Validation validation, Path folder) {
        terminal.out().print(options.json() ? ValidationFile.text(validation) : ValidationText.plain(validation));
        terminal.out().flush();
        notes("", validation);
        terminal.err().println("wrote " + folder + "; nmos report " + folder + " shows it");
    }

    private void notes(String whose, Validation validation) {
        validation.unsound().forEach(fault -> terminal.err().println("no fair pair: " + whose + fault));
        validation.warnings().forEach(warning -> terminal.err().println("note: " + whose + warning));
    }

    /// As it was typed, for whoever wants to see it again.
    private String command() {
        return CommandWords.again(spec.commandLine().getParseResult().originalArgs());
    }

    /// The same for one of several settings by itself, which goes into a folder of its own.
    private String command(Grid.Point point) {
        Set<String> others = new HashSet<>(Set.of("--grid", "--out"));
        if (point.predicted()) {
            others.add("--acceptance");
        }
        List<String> words = new ArrayList<>();
        boolean value = false;
        for (String word : spec.commandLine().getParseResult().originalArgs()) {
            boolean other = others.contains(word) || others.stream().anyMatch(name -> word.startsWith(name + "="));
            boolean flag = word.equals("--force") || (point.unpaced() && word.equals("--pace-disk"));
            if (!value && !other && !flag) {
                words.add(word);
            }
            value = !value && others.contains(word);
        }
        point.settings().forEach(setting -> words.addAll(List.of("--set", setting)));
        return CommandWords.again(words);
    }

    private Follower follower() {
        return new Follower() {
            @Override
            public void at(String what, int step, int steps) {
                if (terminal.watched()) {
                    terminal.err().println(step == 0 ? what : what + ", " + step + " of " + steps);
                }
            }

            @Override
            public boolean goOn() {
                return !terminal.stop().requested();
            }
        };
    }

    private static double share(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        try {
            double value = Double.parseDouble(number) / (text.endsWith("%") ? 100 : 1);
            if (value > 0 && value < 1000) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadInput(String.format(Locale.ROOT, "--max-error %s: a share is needed, as in 10%% or .1", text));
    }
}
