package nmos.policy.placement;

import nmos.policy.Facts;

/// Tries every home and every place of computation for every shard, in place below the apex.
final class BruteForce {
    private final Machines.Case machine;
    private final Chain chain;
    private final int[] home;
    private final int[] compute;
    private long ns = Long.MAX_VALUE;
    private int below;
    private long resident;

    /// The worth of the best plan; `ns` is `Long.MAX_VALUE` where none fits.
    record Best(long ns, int below, long resident) {
        static Best of(Machines.Case machine, Plan plan) {
            return new Best(
                    machine.ns(plan),
                    belowApex(plan.compute(), machine.chain().apex()),
                    residentBytes(machine.facts(), plan.home()));
        }
    }

    private BruteForce(Machines.Case machine) {
        this.machine = machine;
        chain = machine.chain();
        home = new int[machine.facts().shards().size()];
        compute = new int[home.length];
    }

    static Best best(Machines.Case machine) {
        BruteForce all = new BruteForce(machine);
        all.tryFrom(0);
        return new Best(all.ns, all.below, all.resident);
    }

    private void tryFrom(int s) {
        if (s == home.length) {
            judge();
            return;
        }
        boolean head = machine.facts().shards().get(s).kind() == Facts.Kind.HEAD;
        for (int b = head ? chain.apex() : 0; b <= chain.apex(); b++) {
            for (int a = b < chain.apex() ? b : 0; a <= b && chain.computes(b); a++) {
                home[s] = a;
                compute[s] = b;
                tryFrom(s + 1);
            }
        }
    }

    private void judge() {
        boolean layersResident = true;
        boolean headResident = false;
        for (int s = 0; s < home.length; s++) {
            boolean head = machine.facts().shards().get(s).kind() == Facts.Kind.HEAD;
            layersResident &= head || home[s] > 0;
            headResident |= head && home[s] > 0;
        }
        if (headResident && !layersResident) {
            return;
        }
        Plan plan;
        try {
            plan = Room.of(chain, home, compute).plan(home, compute, false);
        } catch (PlacementException e) {
            return;
        }
        Best found = Best.of(machine, plan);
        boolean better = found.ns != ns ? found.ns < ns : found.below != below ? found.below < below : found.resident > resident;
        if (better) {
            ns = found.ns;
            below = found.below;
            resident = found.resident;
        }
    }

    static int belowApex(int[] compute, int apex) {
        int n = 0;
        for (int tier : compute) {
            n += tier < apex ? 1 : 0;
        }
        return n;
    }

    static long residentBytes(Facts facts, int[] home) {
        long bytes = 0;
        for (int s = 0; s < home.length; s++) {
            bytes += home[s] > 0 ? facts.shards().get(s).bytes() : 0;
        }
        return bytes;
    }
}
