package nmos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import nmos.journal.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command that runs a scenario understands.
final class RunOptions {
    /// Where runs go whose folder nobody named.
    private static final Path RUNS = Path.of("runs");

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the run; default: runs/NAME, or NAME-2 and so on.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace the run that is in --out already.")
    private boolean force;

    /// Overrides as the scenario loader takes them; `replications`, if given, is the last of them.
    List<String> settings(@Nullable Integer replications) {
        List<String> all = new ArrayList<>(settings.settings());
        if (replications != null) {
            all.add("replications=" + replications);
        }
        return List.copyOf(all);
    }

    OptionalLong seed() {
        return settings.seed();
    }

    boolean json() {
        return settings.json();
    }

    /// The folder for a run of the scenario called `name`. Made now, so that a refusal comes before the work.
    /// `read`: what it is made from, and must not replace.
    RunDirectory directory(String name, List<Path> read) throws IOException {
        return out == null ? fresh(name) : RunDirectory.named(out, force, read);
    }

    /// The folder for what is made of runs, or for several, each in a folder of its own. `--force` replaces results that lie beside those, and nothing that runs
    /// read: the scenario may be there.
    Path shelf(String name, List<Path> read) throws IOException {
        return out == null ? fresh(name).path() : RunDirectory.shelf(out, force, read);
    }

    /// The same where earlier runs in folders below are replaced, too.
    Path shelfOfRuns(String name, List<Path> read) throws IOException {
        if (out != null && force) {
            RunDirectory.refuseBelow(out, read);
        }
        return shelf(name, read);
    }

    private RunDirectory fresh(String name) throws IOException {
        if (force) {
            throw new BadInput("--force replaces the run in a named folder: add --out DIR");
        }
        return RunDirectory.fresh(RUNS, name);
    }
}
