package nmos.world.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nmos.journal.JournalReader;
import nmos.journal.Replay;
import nmos.journal.RunDirectory;
import nmos.scenarios.ScenarioLoader;

/// Whether a fresh policy, made from the files of a run, decides as the one that ran.
public final class Replayed {
    private Replayed() {}

    /// Feeds it the signals of a run directory's journal.
    public static Replay.Outcome of(Path run) throws IOException {
        try (JournalReader journal = new RunDirectory(run).readJournal()) {
            return of(run, journal);
        }
    }

    /// The same from a journal that is open.
    public static Replay.Outcome of(Path run, JournalReader journal) throws IOException {
        Path file = run.resolve(RunDirectory.SCENARIO);
        return Replay.of(
                journal, Planned.of(ScenarioLoader.parse(file.toString(), Files.readString(file), List.of())).policy());
    }
}
