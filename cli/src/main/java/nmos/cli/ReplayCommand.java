package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import nmos.journal.JournalReader;
import nmos.journal.PolicyHash;
import nmos.journal.Replay.Outcome;
import nmos.journal.RunDirectory;
import nmos.world.report.Replayed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nmos replay RUN`: does today's policy still decide as it did in that run?
@Command(
        name = "replay",
        description = "Feed a run's journal to a fresh policy; exit 3 on the first difference.",
        footer = {"", "Example:", "  nmos replay runs/02-72b-on-4gb"})
final class ReplayCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    private Path run = Path.of("");

    @Option(names = "--json", description = "Print one JSON object on stdout, everything else on stderr.")
    private boolean json;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (JournalReader journal = new RunDirectory(run).readJournal()) {
            if (!journal.policyHash().equals(PolicyHash.ofThisProgram())) {
                terminal.err().println("note: the run was made by another policy, " + journal.policyHash());
            }
            Outcome outcome = Replayed.of(run, journal);
            terminal.out().println(json ? ReplayText.json(outcome) : ReplayText.plain(outcome));
            return outcome instanceof Outcome.Differs ? Failures.DIFFERENT : Failures.OK;
        }
    }
}
