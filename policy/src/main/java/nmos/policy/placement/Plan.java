package nmos.policy.placement;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The outcome of a placement. Shard `s` rests in tier `home[s]` between passes (0: it is read from storage each pass) and
/// is computed in tier `compute[s]`, which is not below its home. `caches` means that homes are not kept: a tier that
/// computes keeps whatever was used last, as a page cache does.
///
/// `slots[t]` is how many streamed shards tier `t` has room for at a time, `slotBytes[t]` the size of the largest of them.
///
/// Experts have `expertBytes[t]` of tier `t` for themselves. Their homes are where they would lie if those that most rows visit
/// lay highest, and their place of computation is the one to expect from there; whoever keeps them may do otherwise.
public record Plan(
        int[] home, int[] compute, boolean caches, int[] slots, long[] slotBytes, long[] expertBytes) {
    /// Shards on their way home through a tier that has no slots: one arrives while the other leaves.
    public static final int LOADING_SLOTS = 2;

    /// For a dense model.
    public Plan(int[] home, int[] compute, boolean caches, int[] slots, long[] slotBytes) {
        this(home, compute, caches, slots, slotBytes, new long[slots.length]);
    }

    /// The limits on what may rest in each tier, as far as this plan heeds them: a cache keeps whatever fits.
    public List<Long> pinLimits(PlacementKnobs knobs) {
        return caches ? Collections.nCopies(knobs.pinBytes().size(), Long.MAX_VALUE) : knobs.pinBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plan that
                && Arrays.equals(home, that.home)
                && Arrays.equals(compute, that.compute)
                && caches == that.caches
                && Arrays.equals(slots, that.slots)
                && Arrays.equals(slotBytes, that.slotBytes)
                && Arrays.equals(expertBytes, that.expertBytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {
            Arrays.hashCode(home), Arrays.hashCode(compute), Arrays.hashCode(slots), Arrays.hashCode(slotBytes)
        });
    }

    @Override
    public String toString() {
        return "Plan[home=" + Arrays.toString(home) + ", compute=" + Arrays.toString(compute) + ", caches=" + caches
                + ", slots=" + Arrays.toString(slots) + ", slotBytes=" + Arrays.toString(slotBytes) + ", expertBytes=" + Arrays.toString(expertBytes) + "]";
    }
}
