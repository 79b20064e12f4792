package nmos.live.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nmos.policy.kv.KvPolicies;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Faults;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import org.jspecify.annotations.Nullable;

/// What the figures of a live run leave out, and which of its devices are played by others.
final class Limits {
    private static final double GB = 1e9;

    private Limits() {}

    static List<String> of(Scenario scenario, LiveOptions options, boolean mixture) {
        List<String> limits = new ArrayList<>();
        Machine machine = scenario.machine();
        boolean real = options.device() == LiveOptions.ComputedBy.CUDA;
        for (int tier = 1; tier <= machine.top() - (real ? 1 : 0); tier++) {
            Machine.Device device = machine.tiers().get(tier).device();
            limits.add("emulated: " + machine.tierNames().get(tier) + " is memory of this machine under a limit of "
                    + gb(machine.tiers().get(tier).budgetBytes()) + " GB" + computedBy(device, options) + ".");
        }
        if (real) {
            Machine.Tier top = machine.tiers().get(machine.top());
            limits.add(top.name() + " is memory of a CUDA device, under a limit of " + gb(top.budgetBytes()) + " GB"
                    + ", computed by that device in the place of " + machine.name() + "'s.");
            limits.add(options.paceLink()
                    ? "emulated: the link to " + top.name() + " is the device's own, paced to "
                            + gb(machine.hops().getLast().bytesPerSecUp().value()) + " GB/s."
                    : "The link to " + top.name() + " is the device's own, unpaced.");
        }
        for (int hop = 1; hop < machine.hops().size() - (real ? 1 : 0); hop++) {
            limits.add("emulated: " + machine.tierNames().get(hop) + " -> " + machine.tierNames().get(hop + 1)
                    + " is a copy in memory, paced to " + gb(machine.hops().get(hop).bytesPerSecUp().value()) + " GB/s.");
        }
        limits.add(options.paceDisk()
                ? "emulated: the drive is paced to " + gb(machine.hops().getFirst().bytesPerSecUp().value()) + " GB/s."
                : "The drive is this machine's own, unpaced.");
        limits.add("The bound, and what devices achieved of the possible, are against the speeds in the machine file"
                + (options.paceDisk() ? "." : ", which the drive was not held to."));
        limits.add("High water is the sum of shards, KV and reserves as they came and went, not what the system gave the process.");
        limits.add("Replies end after as many tokens as the workload says, not where the model would end them.");
        limits.add("Scratch for the rows of a pass, and a draft model's memory, are counted as the scenario reserves them"
                + (real ? "; what the device held, all told, is said beside its budget." : "."));
        if (!scenario.faults().equals(Faults.NONE)) {
            limits.add("The scenario's faults are not played: only what really goes wrong here does.");
        }
        if (scenario.replications() > 1) {
            limits.add("Run once: the scenario's " + scenario.replications() + " replications are for simulations.");
        }
        if (mixture) {
            limits.add("All experts of a layer are brought for every pass, also those no row chooses.");
        }
        if (scenario.kv().kind() == KvPolicies.H2O) {
            limits.add("Folding changes what the oracle says; by how much is not measured in a run.");
        }
        if (scenario.kv().kind() != KvPolicies.KEEP_ALL) {
            limits.add("The bound does not count KV that has to move.");
        }
        if (scenario.speculation().kind() != Speculations.OFF && options.draft() == null && scenario.draft() == null) {
            limits.add("Nothing drafts but the text itself.");
        }
        return limits;
    }

    private static String computedBy(Machine.@Nullable Device device, LiveOptions options) {
        return device == null ? "" : ", computed by " + options.threads() + " threads of its CPU in the place of " + device.name();
    }

    private static String gb(long bytes) {
        return String.format(Locale.ROOT, "%.3g", bytes / GB);
    }
}
