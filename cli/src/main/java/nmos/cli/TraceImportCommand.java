package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import nmos.traces.ContentClass;
import nmos.traces.imports.ImportCount;
import nmos.traces.imports.ImportOptions;
import nmos.traces.imports.RecordingFormat;
import nmos.traces.imports.TraceImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nmos trace import FILE -o OUT`: recordings of others as a trace.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Write recordings as a typing trace, their sessions one after another.",
            "A request in a recording is a submit. A composition without requests is one turn, submitted half a second after"
                    + " its last key; --cut submits it piece by piece.",
        },
        footer = {"", "Example:", "  nmos trace import klicke.tsv.gz --first 20 --cut 200 -o klicke.jsonl"})
final class TraceImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "Recordings, plain or gzipped.")
    private Path file = Path.of("");

    @Option(names = {"-o", "--out"}, required = true, paramLabel = "OUT", description = "The trace to write.")
    private Path out = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}; default: by the file's name.")
    private Optional<RecordingFormat> format = Optional.empty();

    @Option(names = "--first", paramLabel = "N", description = "Only the first N sessions.")
    private int first = Integer.MAX_VALUE;

    @Option(names = "--cut", paramLabel = "CHARS",
            description = "Submit a composition when a sentence ends and so many characters are there; 0: at its end.")
    private int cut;

    @Option(names = "--reply", paramLabel = "CLASS",
            description = "Of the replies, assumed: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private ContentClass reply = ContentClass.DOCS;

    @Option(names = "--reply-tokens", paramLabel = "N", description = "Length of the replies, assumed; default: ${DEFAULT-VALUE}.")
    private int replyTokens = 200;

    @Option(names = "--replace", description = "Replace OUT if it is there.")
    private boolean replace;

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    TraceImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        atLeast("--first", first, 1);
        atLeast("--cut", cut, 0);
        atLeast("--reply-tokens", replyTokens, 1);
        RecordingFormat parser = format.or(() -> RecordingFormat.ofFile(file)).orElseThrow(
                () -> new BadInput(file + ": its name does not tell its format, say --format"));
        ImportOptions options = new ImportOptions(first, cut, reply, replyTokens);
        ImportCount count = new NewFile(out, replace, "--replace").write(stream -> TraceImport.run(file, parser, options, stream));
        terminal.out().print(json ? TraceText.json(out, count) : TraceText.plain(out, count));
        terminal.out().flush();
        return Failures.OK;
    }

    static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new BadInput(option + ": " + value + " is not at least " + least);
        }
    }
}
