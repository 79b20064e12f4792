package nmos.policy.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Branch and bound over [Counts] for the least pass time.
///
/// Two stages. First how many shards of each class the tiers below the apex compute in place, for a fixed total at a time,
/// the most promising total first: that settles compute time and KV. Then who else rests where ([Homes]). A branch is left
/// when its loads, with the room left filled as if shards could be cut, are no better than the best plan so far.
///
/// Exact unless [#STEPS] run out: short chains of shards that all differ, and long ones of up to three sizes, stay well
/// below. With more sizes the search may stop early; then the best plan so far stands, which is feasible all the same and
/// no slower than what is found with everything computed at the apex.
final class Search {
    /// Counted per class looked at; a few tenths of a second at most.
    private static final long STEPS = 2_000_000;

    private final Chain chain;
    private final Worth worth;
    private final boolean allResident;
    private final Incumbent incumbent;
    /// What may be computed below the apex: class and tier.
    private final List<Below> belows = new ArrayList<>();
    private final int movable;
    private final int[][] computed;
    /// Busy time of each hop with everything computed at the apex and as much as could ever rest above the hop resting there.
    private final long[] hopNs;
    private final long[] mostSparedNs;
    private long leastExtraNs;
    private long smallest = Long.MAX_VALUE;
    private long computeNs;

    private record Below(int c, int tier) {}

    private record Start(int below, long ns) {}

    private Search(Chain chain, boolean inPlace, boolean allResident, Incumbent incumbent) {
        this.chain = chain;
        this.allResident = allResident;
        this.incumbent = incumbent;
        worth = new Worth(chain);
        computed = new int[chain.classes()][chain.tiers()];
        hopNs = new long[chain.tiers() - 1];
        mostSparedNs = new long[chain.tiers() - 1];
        int layers = 0;
        for (int c = 0; c < chain.classes(); c++) {
            computed[c][chain.apex()] = chain.size()[c];
            computeNs += chain.size()[c] * chain.computeNs()[c][chain.apex()];
            layers += chain.head()[c] ? 0 : chain.size()[c];
            for (int b = 0; b < chain.apex() && !chain.head()[c]; b++) {
                if (inPlace && chain.computes(b) && !(allResident && b == 0)) {
                    belows.add(new Below(c, b));
                }
            }
        }
        movable = belows.isEmpty() ? 0 : layers;
        bounds();
    }

    /// The best plan; with `inPlace`, tiers below the apex may compute what rests in them.
    ///
    /// @throws PlacementException where even streaming everything does not fit
    static Plan plan(Chain chain, boolean inPlace) {
        Counts counts = best(chain, inPlace).counts();
        if (counts == null) {
            // The least demanding plan says what is short where.
            int[] home = new int[chain.classOf().length];
            int[] compute = new int[home.length];
            Arrays.fill(compute, chain.apex());
            return Room.of(chain, home, compute).plan(home, compute, false);
        }
        int[] compute = Layout.of(chain, counts.computed());
        int[] home = counts.spread(chain, compute);
        return Room.of(chain, home, compute).plan(home, compute, false);
    }

    static Incumbent best(Chain chain, boolean inPlace) {
        Incumbent incumbent = new Incumbent();
        search(chain, false, incumbent);
        if (inPlace) {
            search(chain, true, incumbent);
        }
        return incumbent;
    }

    private static void search(Chain chain, boolean inPlace, Incumbent incumbent) {
        new Search(chain, inPlace, false, incumbent).run();
        new Search(chain, inPlace, true, incumbent).run();
    }

    private void run() {
        List<Start> starts = new ArrayList<>();
        for (int below = 0; below <= movable; below++) {
            starts.add(new Start(below, floorNs(below)));
        }
        starts.sort((x, y) -> x.ns != y.ns ? Long.compare(x.ns, y.ns) : Integer.compare(x.below, y.below));
        long spare = STEPS / 2;
        for (Start start : starts) {
            // The first are the most promising, so they get more; what one leaves stays for the next.
            incumbent.allow(STEPS / 2 / starts.size() + spare / 8);
            spare -= spare / 8;
            choose(0, start.below, start.below);
        }
    }

    /// Spreads `left` shards over the `p`-th and further belows.
    private void choose(int p, int left, int below) {
        if (!incumbent.yieldsTo(floorNs(left), below, Long.MAX_VALUE)
                || !fits(left)
                || !incumbent.step(chain.classes())) {
            return;
        }
        if (left == 0) {
            new Homes(chain, worth, allResident, incumbent, copy(), below, computeNs).search();
            return;
        }
        if (p == belows.size()) {
            return;
        }
        Below at = belows.get(p);
        int most = Math.min(left, computed[at.c][chain.apex()]);
        shift(at, most);
        for (int n = most; n >= 0; n--) {
            choose(p + 1, left - n, below);
            shift(at, n == 0 ? 0 : -1);
        }
    }

    private void shift(Below at, int n) {
        computed[at.c][chain.apex()] -= n;
        computed[at.c][at.tier] += n;
        computeNs += n * extraNs(at);
        for (int h = at.tier; h < chain.apex(); h++) {
            hopNs[h] -= n * chain.hopNs()[at.c][h];
        }
    }

    /// No plan takes less when `left` more shards are computed below the apex.
    private long floorNs(int left) {
        long ns = computeNs + left * leastExtraNs;
        for (int h = 0; h < hopNs.length; h++) {
            ns = Math.max(ns, hopNs[h] - left * mostSparedNs[h]);
        }
        return ns;
    }

    /// Whether tiers below the apex hold what they compute, and `left` of the smallest more.
    private boolean fits(int left) {
        long more = 0;
        for (int b = 0; b < chain.apex(); b++) {
            long free = chain.computes(b) ? belowBytes(b) : 0;
            if (free < 0) {
                return false;
            }
            more += Math.min(movable, free / smallest);
        }
        return more >= left;
    }

    /// Room in tier `b` beside what it computes; without end in storage.
    private long belowBytes(int b) {
        if (b == 0) {
            return Long.MAX_VALUE;
        }
        long room = chain.roomBytes()[b];
        long pin = chain.pinBytes()[b];
        for (int c = 0; c < computed.length; c++) {
            room -= computed[c][b] * (chain.bytes()[c] + chain.kvBytes()[c]);
            pin -= computed[c][b] * chain.bytes()[c];
        }
        return Math.min(room, pin);
    }

    private long extraNs(Below at) {
        return chain.computeNs()[at.c][at.tier] - chain.computeNs()[at.c][chain.apex()];
    }

    private void bounds() {
        leastExtraNs = belows.isEmpty() ? 0 : Long.MAX_VALUE;
        for (Below at : belows) {
            leastExtraNs = Math.min(leastExtraNs, extraNs(at));
            smallest = Math.min(smallest, Math.max(1, chain.bytes()[at.c]));
            for (int h = at.tier; h < chain.apex(); h++) {
                mostSparedNs[h] = Math.max(mostSparedNs[h], chain.hopNs()[at.c][h]);
            }
        }
        long all = chain.allBytes();
        int[] count = new int[chain.classes()];
        for (int c = 0; c < count.length; c++) {
            count[c] = allResident || !chain.head()[c] ? chain.size()[c] : 0;
        }
        long room = 0;
        for (int h = chain.apex() - 1; h >= 0; h--) {
            room += Math.max(0, Math.min(all, Math.min(chain.roomBytes()[h + 1], chain.pinBytes()[h + 1])));
            for (int c = 0; c < count.length; c++) {
                hopNs[h] += chain.size()[c] * chain.hopNs()[c][h];
            }
            hopNs[h] -= worth.sparedNs(h, count, room);
        }
    }

    private int[][] copy() {
        int[][] copy = new int[computed.length][];
        for (int c = 0; c < copy.length; c++) {
            copy[c] = computed[c].clone();
        }
        return copy;
    }
}
