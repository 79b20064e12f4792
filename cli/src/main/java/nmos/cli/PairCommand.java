package nmos.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.MatchedPair;
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

/// `nmos model pair`: an oracle and a draft whose greedy tokens agree as often as asked.
@Command(
        name = "pair",
        mixinStandardHelpOptions = true,
        description = {
            "Write an oracle and a draft over one vocabulary whose greedy tokens agree as often as asked.",
            "Nobody trained them: their replies have no meaning, their acceptance is real. Both have output heads of their own,"
                    + " and the draft has the oracle's vocabulary, whatever their shapes say."
        },
        footer = {
            "",
            "Example:",
            "  nmos model pair --agreement 0.7 --shape qwen2.5-7b-q4_k_m --layers 4 \\",
            "      --draft-shape qwen2.5-0.5b-q8_0 --draft-layers 2 oracle.gguf draft.gguf"
        })
final class PairCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--agreement", required = true, paramLabel = "SHARE",
            description = "Share of contexts, 0 to 1, in which both say the same.")
    private double agreement;

    @Option(names = "--shape", required = true, paramLabel = "SHAPE", description = "The oracle's, such as qwen2.5-72b-q3_k_m.")
    private String shape = "";

    @Option(names = "--layers", paramLabel = "N", description = "Only the first N layers of it.")
    private Optional<Integer> layers = Optional.empty();

    @Option(names = "--draft-shape", paramLabel = "SHAPE", description = "The draft's; default: the oracle's.")
    private Optional<String> draftShape = Optional.empty();

    @Option(names = "--draft-layers", paramLabel = "N",
            description = "Only the first N layers of it; default: all of --draft-shape, one of the oracle's.")
    private Optional<Integer> draftLayers = Optional.empty();

    @Option(names = "--vocabulary", paramLabel = "TOKENS", description = "Of both; default: as many as --shape has.")
    private Optional<Integer> vocabulary = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Decides every byte (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--replace", description = "Replace files that are there.")
    private boolean replace;

    @Parameters(index = "0", paramLabel = "ORACLE", description = "A file to write.")
    private Path oracleFile = Path.of("");

    @Parameters(index = "1", paramLabel = "DRAFT", description = "A file to write.")
    private Path draftFile = Path.of("");

    PairCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!(agreement >= 0 && agreement <= 1)) {
            throw badOption("--agreement " + agreement + " is not from 0 to 1");
        }
        MatchedPair pair = pair();
        refuseFiles();
        long oracleBytes = pair.oracle().fileBytes();
        long draftBytes = pair.draft().fileBytes();
        try (Progress progress = terminal.progress("writing", oracleBytes + draftBytes)) {
            write(pair.oracle(), oracleFile, 0, progress);
            write(pair.draft(), draftFile, oracleBytes, progress);
        }
        terminal.out().println(oracleFile + ": " + ModelText.bytes(oracleBytes));
        terminal.out().println(draftFile + ": " + ModelText.bytes(draftBytes));
        terminal.out().println(String.format(
                Locale.ROOT, "made to agree in %.0f %% of contexts, over %d tokens", 100 * agreement, vocabularySize()));
        return Failures.OK;
    }

    private MatchedPair pair() {
        ShapedModel oracle = shaped("--shape", shape, "--layers", layers, Integer.MAX_VALUE);
        ShapedModel draft = draftShape
                .map(name -> shaped("--draft-shape", name, "--draft-layers", draftLayers, Integer.MAX_VALUE))
                .orElseGet(() -> shaped("--shape", shape, "--draft-layers", draftLayers, 1));
        try {
            return MatchedPair.of(oracle, draft, agreement, seed);
        } catch (IllegalArgumentException e) {
            throw badOption(String.valueOf(e.getMessage()));
        }
    }

    /// `most`: layers where none are asked for, and no more than there are.
    private ShapedModel shaped(String option, String name, String layersOption, Optional<Integer> asked, int most) {
        ModelShape found = find(option, name);
        int all = found.architecture().layers();
        int count = asked.orElse(Math.min(most, all));
        if (count < 1 || count > all) {
            throw badOption(layersOption + " " + count + ": " + name + " has 1 to " + all);
        }
        return ShapedModel.of(found, count).withVocabulary(vocabularySize());
    }

    private int vocabularySize() {
        return vocabulary.orElseGet(() -> find("--shape", shape).architecture().vocabulary());
    }

    private ModelShape find(String option, String name) {
        return Shapes.find(name)
                .orElseThrow(() -> badOption(option + ": " + Spelling.unknown("shape", name, Shapes.names())));
    }

    /// Before the first byte of the oracle is written, which may take long.
    private void refuseFiles() {
        if (oracleFile.toAbsolutePath().normalize().equals(draftFile.toAbsolutePath().normalize())) {
            throw badOption(oracleFile + ": the oracle and the draft need a file each");
        }
        if (!replace && Files.exists(draftFile)) {
            throw new BadInput(draftFile + ": is there already; remove it or ask to --replace it");
        }
    }

    private void write(SyntheticModel model, Path file, long before, Progress progress) {
        model.write(file, replace ? IfPresent.REPLACE : IfPresent.REFUSE, done -> progress.at(before + done));
    }

    private ParameterException badOption(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
