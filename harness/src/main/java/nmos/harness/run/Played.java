package nmos.harness.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import nmos.journal.Replay;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.world.report.Replayed;
import org.jspecify.annotations.Nullable;

/// A run that is over: its folder, its report, where a fresh policy decides otherwise than the one that ran (null where it does
/// not), and what else went wrong in it, a line each.
public record Played(Path folder, RunReport report, @Nullable String otherwise, List<String> faults) {
    public Played {
        faults = List.copyOf(faults);
    }

    /// Holds the decisions that a folder's journal has against a fresh policy's.
    static Played replayed(RunDirectory folder, RunReport report, List<String> faults) throws IOException {
        String otherwise = switch (Replayed.of(folder.path())) {
            case Replay.Outcome.Same _ -> null;
            case Replay.Outcome.Differs differs ->
                folder.path().getFileName() + ": a fresh policy decides otherwise from signal " + differs.recorded().number()
                        + " on: see nmos replay " + folder.path();
        };
        return new Played(folder.path(), report, otherwise, faults);
    }
}
