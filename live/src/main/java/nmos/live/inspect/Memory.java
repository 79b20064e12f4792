package nmos.live.inspect;

import java.util.List;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Machine.Tier;

/// What a machine may give to a model: bytes of VRAM and RAM that are free for it, and what its storage reads. No VRAM is a
/// machine whose only memory is RAM.
public record Memory(String machine, long vramBytes, long ramBytes, long ssdBytesPerSec) {
    public Memory {
        if (vramBytes < 0 || ramBytes < 0 || ssdBytesPerSec < 1) {
            throw new IllegalArgumentException(machine + ": memory is not negative, and storage reads something");
        }
    }

    /// The uppermost tier is VRAM if there are others between it and storage, which then are RAM together.
    public static Memory of(Machine machine) {
        List<Tier> tiers = machine.tiers();
        int firstOfTop = tiers.size() > 2 ? tiers.size() - 1 : tiers.size();
        long ram = 0;
        for (Tier tier : tiers.subList(1, firstOfTop)) {
            ram += tier.budgetBytes();
        }
        long vram = firstOfTop < tiers.size() ? tiers.getLast().budgetBytes() : 0;
        return new Memory(machine.name(), vram, ram, machine.hops().getFirst().bytesPerSecUp().value());
    }
}
