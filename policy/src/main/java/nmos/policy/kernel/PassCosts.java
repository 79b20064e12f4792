package nmos.policy.kernel;

import java.util.Arrays;
import nmos.policy.Arithmetic;
import nmos.policy.Digest;
import nmos.policy.Facts;
import nmos.policy.placement.PassTime;
import nmos.policy.placement.Plan;
import nmos.policy.speculation.Speculation;

/// What a pass of so many rows costs: by plan and facts, corrected by how long passes really took.
final class PassCosts implements Speculation.PassCost {
    private static final int MAX_ROWS = 4096;
    private static final int PPM = 1_000_000;

    private final Facts facts;
    private final Plan plan;
    private final int maxRows;
    private final long restartNs;
    private final long[] expectedNs = new long[MAX_ROWS + 1];
    /// Observed share of the expected time, in ppm.
    private final Fields observed;

    PassCosts(Facts facts, Plan plan, int maxRows, Digest digest) {
        this.facts = facts;
        this.plan = plan;
        this.maxRows = maxRows;
        restartNs = restart(facts, plan);
        observed = new Fields(1, 48, digest);
        observed.set(0, PPM);
        Arrays.fill(expectedNs, -1);
    }

    @Override
    public long ns(int rows) {
        return Arithmetic.mulDiv(expected(rows), observed.get(0), PPM);
    }

    /// Time for a prompt of so many rows, in as many passes as it takes.
    long promptNs(int rows) {
        int rest = rows % maxRows;
        return rows / maxRows * ns(maxRows) + (rest == 0 ? 0 : ns(rest));
    }

    /// What giving up a pass half way costs the next: the slots hold shards that are not next, and fill anew.
    long restartNs() {
        return restartNs;
    }

    private static long restart(Facts facts, Plan plan) {
        long ns = 0;
        for (int hop = 0; hop < facts.hops().size(); hop++) {
            ns = Math.max(ns, plan.slots()[hop + 1] * facts.hops().get(hop).ns(plan.slotBytes()[hop + 1]));
        }
        return ns;
    }

    private long expected(int rows) {
        int known = Math.clamp(rows, 1, MAX_ROWS);
        if (expectedNs[known] < 0) {
            expectedNs[known] = PassTime.of(facts, plan, known).ns();
        }
        return expectedNs[known];
    }

    void took(int rows, long ns) {
        long share = Math.clamp(Arithmetic.mulDiv(ns, PPM, Math.max(1, expected(rows))), PPM / 16, PPM * 16);
        observed.add(0, (share - observed.get(0)) / 4);
    }
}
