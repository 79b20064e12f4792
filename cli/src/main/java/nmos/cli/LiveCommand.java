package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos live`: a scenario on this machine, or a whole model in memory. Which options go with which is here, what they do is
/// in [ScenarioRun] and [ResidentRun].
@Command(
        name = "live",
        description = {
            "Run a scenario with a real model on this machine: print the summary, write a run directory.",
            "Or, with --resident, run a model that fits in memory on a prompt."
        },
        footer = {
            "",
            "Examples:",
            "  nmos live my-scenario.yaml --oracle model.gguf",
            "  nmos live 02-72b-on-4gb --oracle 72b.gguf --draft 1.5b.gguf --pace-disk --speed 10",
            "  nmos live 10-stream-for-real --paced",
            "  nmos live --resident model.gguf --prompt Once -n 64",
        })
final class LiveCommand implements Callable<Integer> {
    private static final String OF_SCENARIO = "%nWith SCENARIO:%n";
    private static final String OF_RESIDENT = "%nWith --resident:%n";
    /// Options that other commands know too, and that say how a scenario is run.
    private static final Set<String> RUNNING = Set.of("--set", "--out", "--force");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "A scenario that ships with nmos, or the path of a file.")
    private Optional<String> scenario = Optional.empty();

    @Option(names = "--resident", paramLabel = "MODEL", description = "In place of SCENARIO: a GGUF file that fits in memory.")
    private Optional<Path> resident = Optional.empty();

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private Computing computing = new Computing();

    @ArgGroup(validate = false, heading = OF_SCENARIO)
    private ScenarioRun scenarioRun = new ScenarioRun();

    @ArgGroup(validate = false, heading = OF_RESIDENT)
    private ResidentRun residentRun = new ResidentRun();

    LiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (resident.isPresent()) {
            if (scenario.isPresent()) {
                throw bad("SCENARIO '" + scenario.get() + "' and --resident exclude each other: one streams a model, the other"
                        + " holds it in memory");
            }
            refuse(option -> in(option, OF_SCENARIO) || RUNNING.contains(option.longestName()), "SCENARIO");
            return residentRun.run(terminal, resident.get(), computing, options.seed().orElse(1), options.json());
        }
        String name = scenario.orElseThrow(() -> bad("name a SCENARIO to run, or a model that fits in memory with --resident"));
        refuse(option -> in(option, OF_RESIDENT), "--resident");
        return scenarioRun.run(terminal, name, options, computing);
    }

    private void refuse(Predicate<OptionSpec> foreign, String owner) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (foreign.test(option)) {
                throw bad(option.longestName() + " goes with " + owner);
            }
        }
    }

    private static boolean in(OptionSpec option, String heading) {
        ArgGroupSpec group = option.group();
        return group != null && heading.equals(group.heading());
    }

    private ParameterException bad(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
