package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import nmos.scout.ConfusionFile;
import nmos.scout.Evaluation;
import nmos.scout.Half;
import nmos.scout.KeywordScout;
import nmos.scout.LabelledPrompt;
import nmos.scout.Scout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nmos scout eval FILE.jsonl`: how often a scout is right, and what it takes for what.
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the keyword scout on labelled prompts, at growing shares of each prompt.",
            "A line of FILE is {\"text\": \"...\", \"label\": \"CODE\"}; labels are CODE, CHAT, DOCS, MATH."
        },
        footer = {"", "Example:", "  nmos scout eval prompts.jsonl --half test"})
final class ScoutEvalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Labelled prompts, JSON Lines.")
    private Path file = Path.of("");

    @Option(names = "--half", paramLabel = "HALF", defaultValue = "ALL",
            description = "all, dev or test: halves by a hash of the text (default: all).")
    private Half half = Half.ALL;

    @Option(names = "--table", paramLabel = "OUT", description = "Write the confusion table to this new file.")
    private Optional<Path> table = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Scout scout = new KeywordScout();
        List<LabelledPrompt> prompts = LabelledPrompt.read(file, half);
        Evaluation evaluation = Evaluation.of(scout, prompts);
        String what = scout.name() + " scout on " + part() + file.getFileName() + ", " + prompts.size() + " prompts";
        if (table.isPresent()) {
            ConfusionFile.write(evaluation.table(what), table.get());
        }
        spec.commandLine().getOut().print(json ? ScoutText.json(what, evaluation) : ScoutText.plain(what, evaluation));
        spec.commandLine().getOut().flush();
        return Failures.OK;
    }

    private String part() {
        return half == Half.ALL ? "" : "the " + half.name().toLowerCase(Locale.ROOT) + " half of ";
    }
}
