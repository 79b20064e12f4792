package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import nmos.traces.ContentClass;
import nmos.traces.file.TraceWriter;
import nmos.traces.imports.ImportCount;
import nmos.traces.synth.Crowd;
import nmos.traces.synth.FittedRhythm;
import nmos.traces.synth.Person;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nmos trace synth --people KIND,... --turns N -o OUT`: people nobody recorded, typing as recorded people do.
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        description = "Generate a typing trace: people whose intervals, pauses, bursts, deletions and submits are fitted to recordings.",
        footer = {"", "Example:", "  nmos trace synth --people composing,pasting --turns 10 --seed 7 -o two.jsonl"})
final class TraceSynthCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--people", required = true, split = ",", paramLabel = "KIND",
            description = "Who sits at the keyboards, each in a session: ${COMPLETION-CANDIDATES}.")
    private List<Person> people = List.of();

    @Option(names = "--turns", paramLabel = "N", description = "Turns of each; default: ${DEFAULT-VALUE}.")
    private int turns = 10;

    @Option(names = "--rhythm", paramLabel = "DATA", description = "Whose rhythm: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private FittedRhythm rhythm = FittedRhythm.KLICKE;

    @Option(names = "--reply", paramLabel = "CLASS",
            description = "Of the replies, which decides the length of prompts: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private ContentClass reply = ContentClass.CHAT;

    @Option(names = "--chars", paramLabel = "N", description = "Characters of every prompt; default: drawn from what is usual.")
    private int chars;

    @Option(names = "--seed", paramLabel = "N", description = "Decides every byte; default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--why", paramLabel = "TEXT", description = "What the trace is there to show, for its first line.")
    private String why = "";

    @Option(names = {"-o", "--out"}, required = true, paramLabel = "OUT", description = "The trace to write.")
    private Path out = Path.of("");

    @Option(names = "--replace", description = "Replace OUT if it is there.")
    private boolean replace;

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    TraceSynthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        TraceImportCommand.atLeast("--turns", turns, 1);
        TraceImportCommand.atLeast("--chars", chars, 0);
        Crowd crowd = new Crowd(people, turns, rhythm, reply, chars, seed);
        long[] events = new long[1];
        new NewFile(out, replace, "--replace").write(stream -> {
            try (TraceWriter writer = new TraceWriter(crowd.header(why), stream)) {
                crowd.type(event -> {
                    writer.add(event);
                    events[0]++;
                });
            }
            return events[0];
        });
        ImportCount count = new ImportCount(people.size(), (long) turns * people.size(), events[0], 0);
        terminal.out().print(json ? TraceText.json(out, count) : TraceText.plain(out, count));
        terminal.out().flush();
        return Failures.OK;
    }
}
