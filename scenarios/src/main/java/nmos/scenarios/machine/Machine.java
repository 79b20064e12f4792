package nmos.scenarios.machine;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A machine. Tiers go from storage upwards, and hop `h` joins tier `h` to tier `h + 1`: a machine with one more kind of memory
/// has one more of each, and no code knows.
///
/// `cores` are shared between a CPU that computes and the copies; `commandNs` is what the host spends on each command.
public record Machine(String name, String about, Sourced cores, Sourced commandNs, List<Tier> tiers, List<Hop> hops) {

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
    }

    public int top() {
        return tiers.size() - 1;
    }

    public List<String> tierNames() {
        return tiers.stream().map(Tier::name).toList();
    }
}
