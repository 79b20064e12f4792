package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import nmos.harness.quickstart.Quickstart;
import nmos.harness.validate.Follower;
import nmos.journal.RunDirectory;
import nmos.reports.page.Report;
import nmos.reports.validation.Validation;
import nmos.reports.validation.ValidationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import org.jspecify.annotations.Nullable;

/// `nmos quickstart`: the whole loop on this machine.
@Command(
        name = "quickstart",
        description = {
            "Measure this machine, run a small made-up model that does not fit the memory it is given, and predict the same.",
            "Shows how far the two are apart. Under two minutes on a quiet machine with two cores; needs no files, and 300 MB of disk."
        },
        footer = {"", "Example:", "  nmos quickstart --out runs/first"})
final class QuickstartCommand implements Callable<Integer> {
    private static final Path RUNS = Path.of("runs");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for all of it; default: runs/quickstart, or quickstart-2 and so on.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace what a quickstart left in --out before.")
    private boolean force;

    @Option(names = "--threads", paramLabel = "T", description = "Threads that compute; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the validation, and where its page is, as JSON, at the end; nothing where it is interrupted.")
    private boolean json;

    QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Threads.check(threads);
        if (force && out == null) {
            throw new BadInput("--force replaces what is in a named folder: add --out DIR");
        }
        try (var _ = terminal.stop().hold()) {
            Path folder = out == null ? RunDirectory.fresh(RUNS, "quickstart").path() : named(out);
            long beganNs = terminal.nanoClock().getAsLong();
            String command = CommandWords.again(spec.commandLine().getParseResult().originalArgs());
            Optional<Quickstart.Outcome> outcome = Quickstart.run(folder, threads, command, follower(beganNs));
            if (outcome.isEmpty()) {
                terminal.err().println("interrupted; what there is is in " + folder);
                return Failures.FAILED;
            }
            Validation validation = outcome.get().validation();
            validation.unsound().forEach(fault -> terminal.err().println("no fair pair: " + fault));
            validation.warnings().forEach(warning -> terminal.err().println("note: " + warning));
            if (!json) {
                terminal.out().println(ValidationText.grid(outcome.get().tried()));
                terminal.out().println(ValidationText.table(validation));
                terminal.out().flush();
            }
            // A computer without fonts has its results all the same.
            Path page = null;
            try {
                terminal.err().println("  writing the report");
                page = Report.of(List.of(folder)).write(folder).toAbsolutePath();
            } catch (IOException undrawn) {
                terminal.err().println("no report: " + undrawn.getMessage());
            }
            terminal.out().print(json ? ValidationFile.text(validation, page) : told(validation, page));
            terminal.out().flush();
            return page == null ? Failures.FAILED : validation.holds() ? Failures.OK : Failures.DIFFERENT;
        }
    }

    /// Models and a machine file that somebody else put there stay where they are.
    private Path named(Path folder) throws IOException {
        boolean other = Quickstart.replaces(folder) && !Quickstart.left(folder);
        if (force && other) {
            throw new BadInput(folder + " is not of a quickstart and holds files that it would replace; name another folder with --out");
        }
        return RunDirectory.shelf(folder, force);
    }

    private static String told(Validation validation, @Nullable Path page) {
        return ValidationText.verdict(validation) + "\n" + (page == null ? "" : page + "\n");
    }

    /// Whoever starts for the first time should see that something happens, and does not know what is usual.
    private Follower follower(long beganNs) {
        return new Follower() {
            @Override
            public void at(String what, int step, int steps) {
                long seconds = (terminal.nanoClock().getAsLong() - beganNs) / 1_000_000_000;
                terminal.err().println(String.format(Locale.ROOT, "%3d s  %s", seconds, what));
                terminal.err().flush();
            }

            @Override
            public boolean goOn() {
                return !terminal.stop().requested();
            }
        };
    }
}
