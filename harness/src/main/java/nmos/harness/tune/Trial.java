package nmos.harness.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nmos.harness.grid.Candidate.Played;
import nmos.harness.grid.Estimate;
import org.jspecify.annotations.Nullable;

/// One setting and what was seen of it so far. Replication r of one was played with the same chances as replication r of any other.
public final class Trial {
    private final int number;
    private int[] levels;
    private final List<String> settings;
    private final Plays.Entry entry;
    private final List<Played> played = new ArrayList<>();
    private @Nullable String broken;

    /// `levels` are empty for the scenario as it stands, as long as nobody found it among the settings.
    Trial(int number, int[] levels, List<String> settings, Plays.Entry entry) {
        this.number = number;
        this.levels = levels;
        this.settings = List.copyOf(settings);
        this.entry = entry;
    }

    /// In the order in which they were tried; 0 is the scenario as it stands.
    public int number() {
        return number;
    }

    int[] levels() {
        return levels;
    }

    /// Whether it is one of the settings that there are to choose from, as the scenario as it stands need not be.
    public boolean among() {
        return levels.length > 0;
    }

    /// The scenario as it stands turned out to be this setting.
    void is(int[] setting) {
        levels = setting;
    }

    /// Whether another setting is this one in other words.
    boolean same(Plays.Entry other) {
        return entry instanceof Plays.Open ours && other instanceof Plays.Open theirs && ours.what() != null && Objects.equals(ours.what(), theirs.what());
    }

    /// What the scenario is told for it.
    public List<String> settings() {
        return settings;
    }

    Plays.Entry entry() {
        return entry;
    }

    void add(Played replication) {
        played.add(replication);
    }

    /// Playing it came to no end. One setting that does must not take the others with it, and must be told.
    void broke(RuntimeException fault) {
        broken = "playing it failed: " + String.valueOf(fault).replaceAll("\\s*\\R\\s*", "; ");
    }

    /// Why it cannot be; null where it can.
    public @Nullable String refused() {
        return entry instanceof Plays.Refused(String reason) ? reason : broken;
    }

    public int replications() {
        return played.size();
    }

    public int failedTurns() {
        return played.stream().mapToInt(Played::failedTurns).sum();
    }

    /// One figure by replication.
    public double[] values(int metric) {
        return played.stream().mapToDouble(replication -> replication.values()[metric]).toArray();
    }

    /// NaN where any replication has no such figure: a mean of the others would be of other runs than those it is compared with.
    public double mean(int metric) {
        return Arrays.stream(values(metric)).average().orElse(Double.NaN);
    }

    public Estimate estimate(int metric) {
        return Estimate.of(values(metric));
    }
}
