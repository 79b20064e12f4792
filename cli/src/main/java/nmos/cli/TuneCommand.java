package nmos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nmos.harness.grid.Evaluation;
import nmos.harness.tune.Aim;
import nmos.harness.tune.Budget;
import nmos.harness.tune.Goal;
import nmos.harness.tune.Limit;
import nmos.harness.tune.Plays;
import nmos.harness.tune.Prices;
import nmos.harness.tune.Reach;
import nmos.harness.tune.Reached;
import nmos.harness.tune.ReachedFile;
import nmos.harness.tune.Tune;
import nmos.harness.tune.Tuned;
import nmos.harness.tune.TunedFile;
import nmos.harness.tune.Usual;
import nmos.harness.validate.Follower;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos tune SCENARIO`: which settings come nearest to a goal, or what to buy to reach one.
@Command(
        name = "tune",
        description = {
            "Look for the settings that come nearest to a goal within limits, with few simulations; or, with --reach, for the cheapest that reach it.",
            "Exit 3 where nothing keeps the limits or reaches the goal."
        },
        footer = {
            "",
            "Examples:",
            "  nmos tune 04-chain-or-tree --goal max:tokens_per_second",
            "  nmos tune 09-draft-while-waiting --goal max:tokens_per_second --vary speculation.k=1..32 --vary speculation.whilePass=true,false",
            "",
            "With a limit: --subject-to 'ttft_verified_ms.p80 <= 500'. What to buy: --reach 'tokens_per_second >= 5' --prices prices.yaml, a file as",
            "  currency: EUR",
            "  prices:",
            "    - {path: machine.hops.nvme.bandwidth.value, value: 7 GB/s, price: 90}",
        })
final class TuneCommand implements Callable<Integer> {
    private static final String BEST = "best.yaml";
    private static final int MOST = 1_000_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario that ships with nmos, or the path of a file.")
    private String name = "";

    @Option(names = "--goal", paramLabel = "GOAL", description = "max or min and a figure of run.json, as in 'max tokens_per_second' or min:ttft_verified_ms.p80.")
    private @Nullable String goal;

    @Option(names = "--reach", paramLabel = "LIMIT", description = "Instead of a goal: what to buy for this to hold, as in 'tokens_per_second >= 5'.")
    private @Nullable String reach;

    @Option(names = "--subject-to", paramLabel = "LIMIT", description = "What has to hold, as in 'ttft_verified_ms.p80 <= 500'; may be repeated.")
    private List<String> limits = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "PATH=VALUES",
            description = "A field and its values, as in speculation.k=1..32, kv.pageBytes=64KiB..16MiB or speculation.kind=off,chain; may be repeated."
                    + " A range of whole numbers has steps of 1; one with units or with a decimal point, as 2..10 GB or 0.0..1, is cut into 32"
                    + " (sweep takes the first in steps of 1 GB); *2 or +2 behind it says its own."
                    + " Default: the fields of the policy that have a say in the scenario.")
    private List<String> vary = new ArrayList<>();

    @Option(names = "--prices", paramLabel = "FILE", description = "With --reach: what values of fields cost.")
    private @Nullable Path prices;

    @Option(names = "--evaluations", paramLabel = "N", description = "Settings to simulate at the most; default: ${DEFAULT-VALUE}.")
    private int evaluations = Budget.EVALUATIONS;

    @Option(names = "--replications", paramLabel = "N", description = "Replications of what deserves a close look; default: ${DEFAULT-VALUE}.")
    private int replications = Budget.REPLICATIONS;

    @Option(names = "--threads", paramLabel = "T", description = "Threads that simulate; default: one a processor. The outcome does not depend on them.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private RunOptions options = new RunOptions();

    TuneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = ScenarioLoader.load(name, options.settings(null));
        Budget budget = new Budget(
                within("--evaluations", evaluations), within("--replications", replications), within("--threads", threads), scenario.seed());
        if ((goal == null) == (reach == null)) {
            throw new BadInput("either --goal, as in 'max tokens_per_second', or --reach, as in 'tokens_per_second >= 5', is needed");
        }
        return reach == null ? tune(scenario, budget) : reach(reach, scenario, budget);
    }

    private List<Path> read() {
        List<Path> read = ReadFiles.of(name, options.settings(null), vary);
        if (prices != null) {
            read.add(prices);
        }
        return read;
    }

    private static int within(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new BadInput(option + " " + value + ": from 1 to " + MOST + " are possible");
        }
        return value;
    }

    private List<Limit> limits() {
        return limits.stream().map(limit -> Limit.parse("--subject-to", limit)).toList();
    }

    private int tune(Scenario scenario, Budget budget) throws IOException {
        if (prices != null) {
            throw new BadInput("--prices say what to buy for a goal that is to be reached: add --reach");
        }
        Aim aim = new Aim(Goal.parse(goal == null ? "" : goal), limits());
        List<String> knobs = vary.isEmpty() ? Usual.knobs(scenario) : List.copyOf(vary);
        Tune.check(knobs, name, options.settings(null));
        Plays plays = Plays.of(new Evaluation(name, options.settings(null), aim.metrics()));
        try (var _ = terminal.stop().hold()) {
            Path folder = options.shelf(scenario.name() + "-tuned", read());
            Tuned tuned;
            try (Progress progress = terminal.progress("trying settings", budget.evaluations())) {
                tuned = Tune.run(plays, knobs, scenario, aim, budget, follower(progress));
            }
            TunedFile.write(scenario.name(), tuned, folder);
            Tuned.Best best = tuned.best();
            if (best != null) {
                best(folder, best.trial().settings());
            }
            terminal.out().print(options.json() ? TunedFile.text(scenario.name(), tuned) : TuneText.plain(scenario.name(), tuned, vary.isEmpty()));
            return ended(folder, tuned.whole(), best != null);
        }
    }

    private int reach(String wanted, Scenario scenario, Budget budget) throws IOException {
        List<Limit> all = Stream.concat(Stream.of(Limit.parse("--reach", wanted)), limits().stream()).toList();
        if (vary.isEmpty() && prices == null) {
            throw new BadInput("--reach: say what may be bought, by --vary PATH=VALUES or --prices FILE");
        }
        Reach reach = new Reach(name, options.settings(null), all, vary, prices == null ? null : Prices.read(prices));
        try (var _ = terminal.stop().hold()) {
            Path folder = options.shelf(scenario.name() + "-reached", read());
            Reached reached;
            try (Progress progress = terminal.progress("trying combinations", reach.combinations())) {
                reached = reach.run(budget, follower(progress));
            }
            ReachedFile.write(scenario.name(), reached, folder);
            List<Reached.Offer> reaching = reached.reaching();
            if (!reaching.isEmpty() && reaching.getFirst().trial() != null) {
                List<String> settings = new ArrayList<>(reaching.getFirst().settings());
                settings.addAll(reaching.getFirst().trial().settings());
                best(folder, settings);
            }
            terminal.out().print(options.json() ? ReachedFile.text(scenario.name(), reached) : ReachText.plain(scenario.name(), reached));
            return ended(folder, reached.whole(), !reaching.isEmpty());
        }
    }

    /// The scenario with what was found, as a file of its own that says where it is from.
    private void best(Path folder, List<String> found) throws IOException {
        List<String> all = new ArrayList<>(options.settings(null));
        all.addAll(found);
        String from = CommandWords.again(spec.commandLine().getParseResult().originalArgs()).replaceAll("\\R", " ");
        Files.write(folder.resolve(BEST), ("# " + from + "\n" + ScenarioLoader.load(name, all).toYaml()).getBytes(UTF_8));
    }

    private int ended(Path folder, boolean whole, boolean found) {
        terminal.out().flush();
        terminal.err().println((whole ? "wrote " : "interrupted; what there is is in ") + folder
                + (found ? "; nmos simulate " + folder.resolve(BEST) + " runs the best" : ""));
        return !whole ? Failures.FAILED : found ? Failures.OK : Failures.DIFFERENT;
    }

    private Follower follower(Progress progress) {
        return new Follower() {
            @Override
            public void at(String what, int step, int steps) {
                progress.at(step);
            }

            @Override
            public boolean goOn() {
                return !terminal.stop().requested();
            }
        };
    }
}
