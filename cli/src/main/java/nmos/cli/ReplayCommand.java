package nmos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import nmos.journal.JournalReader;
import nmos.journal.PolicyHash;
import nmos.journal.Replay;
import nmos.journal.Replay.Outcome;
import nmos.journal.RunDirectory;
import nmos.policy.Policy;
import nmos.policy.kernel.Kernel;
import nmos.scenarios.Composition;
import nmos.scenarios.ScenarioLoader;
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
            Outcome outcome = Replay.of(journal, freshPolicy(run));
            terminal.out().println(json ? ReplayText.json(outcome) : ReplayText.plain(outcome));
            return outcome instanceof Outcome.Differs ? Failures.DIFFERENT : Failures.OK;
        }
    }

    /// What a run directory's journal says of the policy that its scenario makes now.
    static Outcome replay(Path run) throws IOException {
        try (JournalReader journal = new RunDirectory(run).readJournal()) {
            return Replay.of(journal, freshPolicy(run));
        }
    }

    private static Policy freshPolicy(Path run) throws IOException {
        Path file = run.resolve(RunDirectory.SCENARIO);
        Composition composed =
                Composition.of(ScenarioLoader.parse(file.toString(), Files.readString(file), List.of()));
        return new Kernel(composed.facts(), composed.knobs());
    }
}
