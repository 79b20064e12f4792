package nmos.scenarios.machine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A machine. Tiers go from storage upwards, and hop `h` joins tier `h` to tier `h + 1`: a machine with one more kind of memory
/// has one more of each, and no code knows.
///
/// `cores` are shared between a CPU that computes and the copies; `commandNs` is what the host spends on each command. `host`: the
/// computer that was measured, null where none was.
public record Machine(
        String name,
        String about,
        @Nullable Host host,
        Sourced cores,
        Sourced commandNs,
        List<Tier> tiers,
        List<Hop> hops,
        List<Drafting> drafts) {

    /// A computer that a machine's numbers were measured on, with how many threads, and when.
    public record Host(String processor, int cores, int threads, String measuredAt) {}

    /// A draft model that was timed: a node of a chain or a level of a tree, each further node of that level, a prompt's row.
    public record Drafting(String model, long levelNs, long nodeNs, long rowNs, Sourced.Kind kind, String source) {}

    /// A place for weights. `takenBytes` is what the system or the driver keeps for itself.
    public record Tier(String name, Sourced capacityBytes, Sourced takenBytes, @Nullable Device device) {
        public long budgetBytes() {
            return capacityBytes.value() - takenBytes.value();
        }
    }

    /// What computes in a tier.
    public record Device(String name, Kind kind, Speed speed) {
        /// Whose cores it takes.
        public enum Kind {
            /// The host's: it competes with the copies.
            CPU,
            /// Its own.
            GPU;

            public final String label = name().toLowerCase(Locale.ROOT);
        }
    }

    /// A way between two tiers. `depth`: transfers it takes at a time. `pinned`: whether its upper end is copied to from
    /// page-locked memory, which is what makes such a copy asynchronous.
    public record Hop(
            String name,
            Bus bus,
            Sourced bytesPerSecUp,
            Sourced bytesPerSecDown,
            Sourced latencyNs,
            Sourced depth,
            boolean pinned) {}

    public Machine {
        tiers = List.copyOf(tiers);
        hops = List.copyOf(hops);
        drafts = List.copyOf(drafts);
    }

    /// How long a draft model takes here, if somebody timed it.
    public Optional<Drafting> drafting(String model) {
        return drafts.stream().filter(draft -> draft.model().equals(model)).findFirst();
    }

    public int top() {
        return tiers.size() - 1;
    }

    public List<String> tierNames() {
        return tiers.stream().map(Tier::name).toList();
    }
}
