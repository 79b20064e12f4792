package nmos.policy.placement;

/// The second stage of the search: given what is computed in place below the apex, where the others rest.
///
/// From the apex down, the largest shards first: whatever rests above a hop spares it, so a hop's load is settled once the
/// tiers above it are filled.
final class Homes {
    private final Chain chain;
    private final Worth worth;
    private final boolean allResident;
    private final Incumbent incumbent;
    private final int[][] computed;
    private final int below;
    private final long computeNs;

    /// Shards of each class that are computed at the apex and have no home yet.
    private final int[] left;
    private final int[][][] count;
    private final long[] kvBytes;
    private final long[] homedBytes;
    /// Busy time of each hop with all that have no home yet in storage.
    private final long[] hopNs;
    /// The most weights each tier can take beyond those computed in it.
    private final long[] capBytes;
    /// No room is worth more than all there is, which keeps sums of rooms small however large a budget is.
    private final long allBytes;
    private final int[] candidates;
    private long leftBytes;
    private long leftLayerBytes;
    /// What computing and moving activations takes at least, and in an order known to do.
    private long chainNs;
    private long knownNs = Long.MAX_VALUE;
    private boolean settled;

    /// `computed[c][b]` of class `c` are computed in tier `b`, `below` of all below the apex, all in `computeNs`.
    Homes(
            Chain chain,
            Worth worth,
            boolean allResident,
            Incumbent incumbent,
            int[][] computed,
            int below,
            long computeNs) {
        this.chain = chain;
        this.worth = worth;
        this.allResident = allResident;
        this.incumbent = incumbent;
        this.computed = computed;
        this.below = below;
        this.computeNs = computeNs;
        int tiers = chain.tiers();
        left = new int[chain.classes()];
        count = new int[chain.classes()][tiers][tiers];
        kvBytes = new long[tiers];
        homedBytes = new long[tiers];
        hopNs = new long[tiers - 1];
        candidates = new int[chain.classes()];
        for (int c = 0; c < left.length; c++) {
            for (int b = 0; b < chain.apex(); b++) {
                kvBytes[b] += computed[c][b] * chain.kvBytes()[c];
                homedBytes[b] += computed[c][b] * chain.bytes()[c];
                count[c][b][b] = computed[c][b];
            }
            left[c] = computed[c][chain.apex()];
            kvBytes[chain.apex()] += left[c] * chain.kvBytes()[c];
            for (int h = 0; h < chain.apex(); h++) {
                hopNs[h] += left[c] * chain.hopNs()[c][h];
            }
            long bytes = left[c] * chain.bytes()[c];
            leftBytes += chain.rests(c, allResident) ? bytes : 0;
            leftLayerBytes += chain.head()[c] ? 0 : bytes;
        }
        allBytes = chain.allBytes();
        capBytes = caps();
        chainNs = computeNs + leastSwitchNs();
    }

    void search() {
        for (int t = 1; t < capBytes.length; t++) {
            if (capBytes[t] < 0) {
                return;
            }
        }
        fill(chain.apex(), 0);
    }

    /// Gives homes in tier `t` to the `i`-th largest class and those after it.
    private void fill(int t, int i) {
        if (t == 0) {
            settle();
            return;
        }
        int next = i;
        while (next < left.length && !(left[chain.largestFirst()[next]] > 0
                && chain.rests(chain.largestFirst()[next], allResident))) {
            next++;
        }
        long free = freeBytes(t, next);
        if (!incumbent.step(left.length) || free < 0 || !promising(t, next, free)) {
            return;
        }
        if (next == left.length) {
            fill(t - 1, 0);
            return;
        }
        int c = chain.largestFirst()[next];
        int most = (int) Math.min(left[c], free / chain.bytes()[c]);
        move(c, t, most);
        for (int n = most; n >= 0; n--) {
            fill(t, next + 1);
            move(c, t, n == 0 ? 0 : -1);
        }
    }

    private void move(int c, int t, int n) {
        long bytes = n * chain.bytes()[c];
        left[c] -= n;
        count[c][chain.apex()][t] += n;
        homedBytes[t] += bytes;
        leftBytes -= bytes;
        leftLayerBytes -= chain.head()[c] ? 0 : bytes;
        for (int h = 0; h < t; h++) {
            hopNs[h] -= n * chain.hopNs()[c][h];
        }
    }

    /// Room left in tier `t` for weights when the `i` largest classes are done with it; less than 0: too full already.
    private long freeBytes(int t, int i) {
        long room = chain.roomBytes()[t] - kvBytes[t] - homedBytes[t];
        long largest = 0;
        for (int j = 0; j < left.length; j++) {
            int c = chain.largestFirst()[j];
            boolean done = j < i || !chain.rests(c, allResident);
            if (left[c] > 0 && (done || left[c] * chain.bytes()[c] > room)) {
                largest = Math.max(largest, chain.bytes()[c]);
            }
        }
        return Math.min(room - chain.slotBytes(t, largest), chain.pinBytes()[t] - homedBytes[t]);
    }

    private boolean promising(int t, int i, long free) {
        long most = chainNs;
        for (int h = t; h < chain.apex(); h++) {
            most = Math.max(most, hopNs[h]);
        }
        long cap = 0;
        for (int h = t - 1; h >= 0; h--) {
            cap += h == t - 1 ? Math.min(allBytes, free) : capBytes[h + 1];
            for (int j = 0; j < left.length; j++) {
                int c = chain.largestFirst()[j];
                candidates[c] = (h < t - 1 || j >= i) && chain.rests(c, allResident) ? left[c] : 0;
            }
            most = Math.max(most, hopNs[h] - worth.sparedNs(h, candidates, cap));
        }
        if (allResident && leftLayerBytes > cap) {
            return false;
        }
        return incumbent.yieldsTo(most, below, residentBytes() + Math.min(leftBytes, cap));
    }

    private long residentBytes() {
        long bytes = 0;
        for (int t = 1; t < homedBytes.length; t++) {
            bytes += homedBytes[t];
        }
        return bytes;
    }

    /// All homes are given; what has none stays in storage.
    private void settle() {
        if (allResident && leftLayerBytes > 0) {
            return;
        }
        long most = chainNs;
        for (long ns : hopNs) {
            most = Math.max(most, ns);
        }
        if (!incumbent.yieldsTo(most, below, residentBytes())) {
            return;
        }
        most = Math.max(most, orderedNs(most));
        if (incumbent.yieldsTo(most, below, residentBytes())) {
            incumbent.become(most, below, residentBytes(), counts());
        }
    }

    /// What computing and moving activations takes: exactly, if that is more than `enoughNs`. The cheap order is tried first.
    private long orderedNs(long enoughNs) {
        if (knownNs == Long.MAX_VALUE) {
            knownNs = computeNs + Layout.switchNs(chain, Layout.steady(chain, computed));
        }
        if (knownNs > enoughNs && !settled) {
            knownNs = computeNs + Layout.switchNs(chain, Layout.of(chain, computed));
            chainNs = knownNs;
            settled = true;
        }
        return knownNs;
    }

    private Counts counts() {
        int[][][] copy = new int[count.length][chain.tiers()][];
        for (int c = 0; c < copy.length; c++) {
            for (int b = 0; b < copy[c].length; b++) {
                copy[c][b] = count[c][b].clone();
            }
            copy[c][chain.apex()][0] += left[c];
        }
        return new Counts(copy);
    }

    /// A class that all tiers from `t` up cannot hold streams through `t`, so its slots are taken off.
    private long[] caps() {
        long[] cap = new long[chain.tiers()];
        long above = 0;
        for (int t = chain.tiers() - 1; t > 0; t--) {
            long room = chain.roomBytes()[t] - kvBytes[t] - homedBytes[t];
            long pin = chain.pinBytes()[t] - homedBytes[t];
            long largest = 0;
            if (t <= chain.apex()) {
                above += Math.max(0, Math.min(allBytes, Math.min(room, pin)));
                for (int c = 0; c < left.length; c++) {
                    if (left[c] > 0 && (!chain.rests(c, allResident) || left[c] * chain.bytes()[c] > above)) {
                        largest = Math.max(largest, chain.bytes()[c]);
                    }
                }
            }
            cap[t] = Math.min(allBytes, Math.min(room - chain.slotBytes(t, largest), pin));
        }
        return cap;
    }

    /// At least this goes to moving activations: each further tier in use is entered once.
    private long leastSwitchNs() {
        int used = 0;
        long least = Long.MAX_VALUE;
        for (int b = 0; b < chain.tiers(); b++) {
            boolean here = computes(b);
            used += here ? 1 : 0;
            for (int other = 0; here && other < chain.tiers(); other++) {
                if (other != b && computes(other)) {
                    least = Math.min(least, chain.switchNs()[b][other]);
                }
            }
        }
        return used > 1 ? (used - 1) * least : 0;
    }

    private boolean computes(int tier) {
        for (int[] of : computed) {
            if (of[tier] > 0) {
                return true;
            }
        }
        return false;
    }
}
