package nmos.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nmos.live.gguf.Gguf;
import nmos.live.inspect.Fit;
import nmos.live.inspect.HeaderShape;
import nmos.live.inspect.Memory;
import nmos.live.inspect.ModelFacts;
import nmos.scenarios.ScenarioLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos model inspect FILE`: what is in a model file, and whether a machine can hold it.
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Print a model's architecture, shards, the bytes a pass reads and whether a machine holds it.",
        footer = {"", "Example:", "  nmos model inspect qwen2.5-72b-q3_k_m.gguf --machine laptop.yaml"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A GGUF file.")
    private Path file = Path.of("");

    @Option(names = "--machine", paramLabel = "MACHINE", description = "Whether this machine holds it: a name or a file.")
    private Optional<String> machine = Optional.empty();

    @Option(names = "--context", paramLabel = "TOKENS", description = "KV to keep room for (${DEFAULT-VALUE} tokens).")
    private long contextTokens = 4_096;

    @Option(
            names = "--shape",
            description = "Print the model as a scenario's oracle or draft.model has it, each expert of a mixture on its own, and nothing else.")
    private boolean shape;

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    @Override
    public Integer call() {
        if (contextTokens < 0 || contextTokens > 1L << 32) {
            throw new ParameterException(spec.commandLine(), "--context " + contextTokens + " is not from 0 to 2^32");
        }
        if (shape && (json || machine.isPresent())) {
            throw new ParameterException(spec.commandLine(), "--shape prints a shape alone: leave --json and --machine out");
        }
        try (Gguf gguf = Gguf.open(file)) {
            if (shape) {
                spec.commandLine().getOut().print(ScenarioLoader.text(HeaderShape.of(gguf)));
                spec.commandLine().getOut().flush();
                return 0;
            }
            ModelFacts model = ModelFacts.of(gguf);
            Optional<Memory> memory = machine.map(ScenarioLoader::machine).map(Memory::of);
            Optional<Fit> fit = memory.map(m -> Fit.of(model, m, contextTokens));
            spec.commandLine().getOut().print(json ? ModelText.json(model, memory, fit) : ModelText.plain(model, memory, fit));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
