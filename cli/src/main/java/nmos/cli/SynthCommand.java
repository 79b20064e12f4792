package nmos.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.ShapedModel;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.Shapes;
import nmos.scenarios.yaml.Spelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos model synth --shape SHAPE OUT`: random weights with the tensors, types and bytes of a published model.
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        description = "Write a model of random weights in the shape of a published one.",
        footer = {"", "Example:", "  nmos model synth --shape qwen2.5-72b-q3_k_m --layers 4 72b-4-layers.gguf"})
final class SynthCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--shape", required = true, paramLabel = "SHAPE", description = "Such as qwen2.5-72b-q3_k_m.")
    private String shape = "";

    @Option(names = "--layers", paramLabel = "N", description = "Only the first N layers.")
    private int layers;

    @Option(names = "--seed", paramLabel = "N", description = "Decides every byte (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--replace", description = "Replace OUT if it is there.")
    private boolean replace;

    @Parameters(paramLabel = "OUT", description = "The file to write.")
    private Path out = Path.of("");

    SynthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ModelShape found = Shapes.find(shape)
                .orElseThrow(() -> badOption(Spelling.unknown("shape", shape, Shapes.names())));
        int all = found.architecture().layers();
        if (spec.commandLine().getParseResult().hasMatchedOption("--layers") && (layers < 1 || layers > all)) {
            throw badOption("--layers " + layers + ": " + shape + " has 1 to " + all);
        }
        if (!ShapedModel.can(found)) {
            throw badOption("--shape " + shape + ": nothing here computes this architecture, so no file of it is made up; "
                    + "a simulation takes it");
        }
        SyntheticModel model = ShapedModel.random(found, layers == 0 ? all : layers, seed);
        try (Progress progress = terminal.progress("writing", model.fileBytes())) {
            model.write(out, replace ? IfPresent.REPLACE : IfPresent.REFUSE, progress::at);
        }
        terminal.out().println(out + ": " + ModelText.bytes(model.fileBytes()));
        return 0;
    }

    private ParameterException badOption(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
