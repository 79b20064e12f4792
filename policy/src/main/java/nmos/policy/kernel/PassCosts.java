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
    private final long[] expectedNs = new long[MAX_ROWS + 1];
    /// Observed share of the expected time, in ppm.
    private final Fields observed;

    PassCosts(Facts facts, Plan plan, Digest digest) {
        this.facts = facts;
        this.plan = plan;
        observed = new Fields(1, 48, digest);
        observed.set(0, PPM);
        Arrays.fill(expectedNs, -1);
    }

    @Override
    public long ns(int rows) {
        return Arithmetic.mulDiv(expected(rows), observed.get(0), PPM);
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
