package nmos.harness.run;

import java.nio.file.Path;
import java.util.List;
import nmos.journal.RunReport;

/// A run that is over: its folder, its report, and what went wrong in it, a line each.
public record Played(Path folder, RunReport report, List<String> faults) {
    public Played {
        faults = List.copyOf(faults);
    }
}
