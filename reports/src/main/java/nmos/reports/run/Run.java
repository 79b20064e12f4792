package nmos.reports.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import nmos.journal.JournalReader;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import org.jspecify.annotations.Nullable;

/// A run as its folder tells it. `complete` is false for one that was cut short; its `summary` is then missing, or of what there
/// was. What the run did not measure is null or empty. `knobs` are those of the policy: "river.kind" to "just-in-time".
public record Run(
        Path folder,
        RunReport.Kind kind,
        boolean complete,
        String scenario,
        long seed,
        String machine,
        RunReport.@Nullable CarriedOut carriedOut,
        String policyHash,
        SequencedMap<String, String> knobs,
        RunReport.Resolved resolved,
        List<RunReport.Turn> turns,
        RunReport.@Nullable Summary summary,
        RunReport.@Nullable Replications replications,
        RunReport.@Nullable Bound bound,
        SequencedMap<String, Long> linkBytes,
        List<String> notCovered) {

    public Run {
        knobs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(knobs));
        turns = List.copyOf(turns);
        linkBytes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(linkBytes));
        notCovered = List.copyOf(notCovered);
    }

    /// Reads the run in `folder`.
    ///
    /// @throws IOException where there is none, or it is damaged; one line for the person who named the folder
    public static Run read(Path folder) throws IOException {
        return RunFile.read(folder);
    }

    /// Whether the figures were measured on real files, memory and models.
    public boolean measured() {
        return kind == RunReport.Kind.MEASURED;
    }

    /// Opens the journal the run left.
    ///
    /// @throws IOException where it left none
    public JournalReader openJournal() throws IOException {
        return new RunDirectory(folder).readJournal();
    }

    /// The tier of this name, by number from storage upwards; -1 for none.
    public int tier(String name) {
        for (int tier = 0; tier < resolved.tiers().size(); tier++) {
            if (resolved.tiers().get(tier).name().equals(name)) {
                return tier;
            }
        }
        return -1;
    }

    /// Bytes of all shards: what one pass reads.
    public long passBytes() {
        return resolved.shards().stream().mapToLong(RunReport.ShardPlace::bytes).sum();
    }
}
