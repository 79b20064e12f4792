package nmos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Candidate;
import nmos.harness.grid.Evaluation;
import nmos.harness.grid.Metric;
import nmos.harness.grid.Metrics;
import nmos.harness.grid.UnknownMetric;
import nmos.harness.sweep.Measuring;
import nmos.harness.sweep.SweepException;
import nmos.harness.sweep.SweepLock;
import nmos.harness.sweep.SweepWatch;
import nmos.harness.sweep.Sweeping;
import nmos.journal.RunDirectory;
import nmos.live.world.LiveOptions;
import nmos.live.world.LiveWorld;
import nmos.reports.page.NoFonts;
import nmos.reports.page.Report;
import nmos.reports.sweep.Manifest;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos sweep SCENARIO --vary PATH=VALUES`: predicts a scenario with many settings, and says what they make of it.
@Command(
        name = "sweep",
        description = {
            "Predict a scenario at every point of a grid of settings, on all cores, and write a table and a page.",
            "What was cut short can be gone on with: --resume."
        },
        footer = {
            "",
            "VALUES: 1,2,4 or off,chain or 1MiB,4MiB; 1..32, 0..100+10 by steps, 1..32*2 by factors, 2..10 GB with a unit.",
            "A metric has the name it has in run.json: tokens_per_second, ttft_verified_ms.p80, bound.reached, 'bytes.ssd -> ram'.",
            "",
            "Examples:",
            "  nmos sweep 02-72b-on-4gb --set speculation.kind=chain --vary speculation.k=1..16 --vary placement.pin.ram=2..10GB+2",
            "  nmos sweep 03-typing-hides-loading --vary anticipation.kind=none,prefill --metric ttft_verified_ms.p80 --replications 20",
        })
final class SweepCommand implements Callable<Integer> {
    /// Where sweeps go whose folder nobody named.
    private static final Path RUNS = Path.of("runs");
    private static final String BEST = "best";
    private static final int MOST_REPLICATIONS = 100_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario that ships with nmos, or the path of a file.")
    private String name = "";

    @Option(
            names = "--vary",
            paramLabel = "PATH=VALUES",
            required = true,
            description = "A field and the values it takes; several span a grid.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            split = ",",
            description = "What to tell of each point, the most important two first, with commas between them or each with a --metric of its own;"
                    + " default: tokens_per_second, ttft_verified_ms.p50 and some more.")
    private List<String> metrics = new ArrayList<>();

    @Option(names = "--replications", paramLabel = "N", description = "Play each point N times with other random numbers, the same in every point.")
    private @Nullable Integer replications;

    @Option(names = "--threads", paramLabel = "T", description = "Points played at once; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the sweep; default: runs/NAME-swept, or NAME-swept-2 and so on.")
    private @Nullable Path out;

    @Option(names = "--resume", description = "Go on with the sweep that is in --out, or begin it.")
    private boolean resume;

    @Option(names = "--force", description = "Replace the sweep that is in --out already.")
    private boolean force;

    @Option(
            names = "--live",
            paramLabel = "POINT",
            description = "Measure a point of the grid on this machine too, as in 'speculation.k=4; kv.pageBytes=1MiB', or 'best' for the best one; may be"
                    + " repeated. Needs --oracle.")
    private List<String> live = new ArrayList<>();

    @Option(
            names = "--oracle",
            paramLabel = "FILE",
            description = "The GGUF file of the model whose tokens count, for --live; simulations are of that model then.")
    private @Nullable Path oracle;

    @Mixin
    private Streaming streaming = new Streaming();

    @Mixin
    private SettingOptions options = new SettingOptions();

    SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        refuse();
        // A scenario that is not there is said to be that, and not a point that is not possible.
        List<Path> read = ReadFiles.of(name, settings(), vary);
        Axes axes = Axes.parse(vary);
        LiveOptions here = oracle == null ? null : streaming.options(oracle, new Computing());
        Evaluation evaluation = here == null
                ? new Evaluation(name, settings(), metrics())
                : new Evaluation(settings -> LiveWorld.scenario(name, settings, here), settings(), metrics());
        List<Integer> named = live.stream().filter(point -> !point.equals(BEST)).map(point -> axes.named("--live", point)).toList();
        try (var _ = terminal.stop().hold()) {
            Sweeping sweeping = Sweeping.of(evaluation, axes, replications, models(here), command());
            // Before hours are spent on what they are to be laid beside.
            for (int number : named) {
                refuseUnplayable(evaluation, axes, number, here);
            }
            try (SweepLock lock = lock(sweeping.manifest().scenario(), read)) {
                return swept(sweeping, lock, evaluation, axes, named, here);
            }
        } catch (SweepException refused) {
            throw new BadInput(String.valueOf(refused.getMessage()));
        }
    }

    private List<String> settings() {
        return streaming.settings(name, options.settings());
    }

    private Map<String, Path> models(@Nullable LiveOptions here) {
        Map<String, Path> models = new HashMap<>();
        if (here != null) {
            models.put("--oracle", here.oracle());
        }
        if (here != null && here.draft() != null) {
            models.put("--draft", here.draft());
        }
        return models;
    }

    private void refuseUnplayable(Evaluation evaluation, Axes axes, int number, @Nullable LiveOptions here) {
        if (here != null) {
            List<String> settings = new ArrayList<>(settings());
            settings.addAll(axes.settings(number));
            streaming.scenario(name, settings, here);
        }
        if (evaluation.with(axes.settings(number)) instanceof Candidate.Impossible(String reason, boolean _)) {
            throw new BadInput("--live " + String.join("; ", axes.settings(number)) + " is not possible: " + reason);
        }
    }

    private int swept(Sweeping sweeping, SweepLock lock, Evaluation evaluation, Axes axes, List<Integer> named, @Nullable LiveOptions here)
            throws IOException {
        List<String> unread = Collections.synchronizedList(new ArrayList<>());
        Sweep sweep;
        try (Progress progress = terminal.progress("sweeping", (long) axes.points() * sweeping.manifest().replications())) {
            sweep = sweeping.run(lock, threads, watch(progress, unread));
        }
        if (!unread.isEmpty()) {
            terminal.err().println("note: " + unread.size() + (unread.size() == 1 ? " point needs" : " points need") + " a file that cannot be read, the"
                    + " first because of " + unread.getFirst());
        }
        List<Integer> numbers = new ArrayList<>(named);
        if (here != null && live.contains(BEST)) {
            sweep.best(0).ifPresent(point -> numbers.add(point.number()));
        }
        try {
            if (here != null && sweep.manifest().complete()) {
                sweep = measured(sweep, lock, evaluation, axes, numbers, here);
            }
        } catch (IOException | RuntimeException fault) {
            told(SweepFile.read(lock.folder()), lock.folder(), numbers);
            throw fault;
        }
        return told(sweep, lock.folder(), numbers);
    }

    private void refuse() {
        Threads.check(threads);
        if (replications != null && (replications < 1 || replications > MOST_REPLICATIONS)) {
            throw new BadInput("--replications " + replications + ": from 1 to " + MOST_REPLICATIONS + " are possible");
        }
        if (out == null && (resume || force)) {
            throw new BadInput(resume
                    ? "--resume goes on with the sweep in a named folder: add --out DIR"
                    : "--force replaces the sweep in a named folder: add --out DIR");
        }
        if (!live.isEmpty() && oracle == null) {
            throw new BadInput("--live measures with a model: add --oracle FILE");
        }
        if (streaming.draft != null && oracle == null) {
            throw new BadInput("--draft is the draft of a model that is measured: add --oracle FILE");
        }
        if (resume && force) {
            throw new BadInput("--resume keeps what is in the folder and --force does not: leave one out");
        }
    }

    private List<Metric> metrics() {
        try {
            return metrics.isEmpty() ? Metrics.usual() : metrics.stream().distinct().map(Metrics::named).toList();
        } catch (UnknownMetric unknown) {
            throw new BadInput("--metric: " + unknown.getMessage());
        }
    }

    /// The folder, in which from now on nobody else works.
    private SweepLock lock(String scenario, List<Path> read) throws IOException {
        if (out == null) {
            return SweepLock.on(RunDirectory.fresh(RUNS, scenario + "-swept").path());
        }
        boolean swept = Files.exists(out.resolve(SweepFile.NAME));
        if (swept && !resume && !force) {
            throw new BadInput(out + " holds a sweep already: --resume goes on with it, --force starts it anew");
        }
        if (resume && !swept && !isBegun(out)) {
            throw new BadInput(out + " holds other files and no sweep to go on with; name another folder");
        }
        if ((!resume && !force) || !Files.isDirectory(out)) {
            return SweepLock.on(RunDirectory.shelf(out, false));
        }
        if (force) {
            RunDirectory.refuseShelf(out, read);
        }
        SweepLock lock = SweepLock.on(out);
        try {
            if (force) {
                RunDirectory.shelf(out, true, read);
            }
            return lock;
        } catch (IOException | RuntimeException refused) {
            lock.close();
            throw refused;
        }
    }

    /// Whether there is nothing in a folder but what a sweep leaves that was killed before it said what it is.
    private static boolean isBegun(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .allMatch(file -> file.equals(SweepLock.NAME) || file.equals(SweepFile.POINTS) || file.equals(SweepFile.NAME + ".part"));
        }
    }

    private SweepWatch watch(Progress progress, List<String> unread) {
        return new SweepWatch() {
            @Override
            public void at(Reached reached) {
                synchronized (progress) {
                    progress.at(reached.played(), reached.done() + " of " + reached.points()
                            + reached.left().map(left -> ", " + SweepText.left(left) + " left").orElse(""));
                }
            }

            @Override
            public void unread(List<String> settings, String reason) {
                unread.add(reason + " (" + String.join("; ", settings) + ")");
            }

            @Override
            public boolean goOn() {
                return !terminal.stop().requested();
            }
        };
    }

    private Sweep measured(Sweep sweep, SweepLock lock, Evaluation evaluation, Axes axes, List<Integer> numbers, LiveOptions here) throws IOException {
        for (int number : numbers) {
            refuseUnplayable(evaluation, axes, number, here);
        }
        if (terminal.watched() && !numbers.isEmpty()) {
            terminal.err().println("measuring " + numbers.size() + (numbers.size() == 1 ? " point" : " points"));
        }
        return Measuring.of(sweep, lock, evaluation, axes, numbers, here, note -> terminal.err().println("note: " + note),
                () -> !terminal.stop().requested());
    }

    /// `toMeasure`: points that were to be measured, if all went well.
    private int told(Sweep sweep, Path folder, List<Integer> toMeasure) throws IOException {
        Manifest manifest = sweep.manifest();
        Path page = sweep.points().isEmpty() ? null : page(folder);
        terminal.out().print(options.json() ? SweepText.json(sweep, folder, page) : SweepText.plain(sweep));
        terminal.out().flush();
        String goOn = "; what there is is in " + folder + ", and --out " + folder + " --resume goes on with it";
        if (!manifest.complete()) {
            terminal.err().println((terminal.stop().requested() ? "interrupted" : "not complete") + " after " + manifest.done() + " of "
                    + manifest.points() + " points" + goOn);
            return Failures.FAILED;
        }
        List<Point> simulated = sweep.simulated();
        if (simulated.stream().allMatch(point -> point.impossible() != null)) {
            terminal.err().println("no point could be played" + simulated.stream().findFirst().map(point -> ", the first because of "
                    + point.impossible()).orElse("") + "; what there is is in " + folder);
            return Failures.FAILED;
        }
        List<Integer> measured = sweep.measured().stream().map(Point::number).toList();
        List<String> missing = toMeasure.stream().distinct().filter(number -> !measured.contains(number))
                .map(number -> sweep.settings(Point.impossible(number, ""))).toList();
        if (!missing.isEmpty()) {
            terminal.err().println("simulated whole, but not measured: " + String.join(" and ", missing) + goOn);
            return Failures.FAILED;
        }
        terminal.err().println("wrote " + folder + (page == null ? "" : ", to be read in " + page));
        return Failures.OK;
    }

    private @Nullable Path page(Path folder) throws IOException {
        try {
            return Report.of(List.of(folder)).write(folder);
        } catch (NoFonts undrawn) {
            terminal.err().println("note: " + undrawn.getMessage());
            return null;
        }
    }

    /// As it was typed, for whoever wants to see it again.
    private String command() {
        return CommandWords.again(spec.commandLine().getParseResult().originalArgs());
    }
}
