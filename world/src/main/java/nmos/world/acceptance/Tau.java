package nmos.world.acceptance;

import nmos.world.acceptance.AcceptanceSpec.PerPosition;

/// Expected tau, the bonus token included, where it has a closed form: chances that do not come in bursts.
public final class Tau {
    private Tau() {}

    /// A chain of `k` guesses each right with the same chance: `(1 - a^(k+1)) / (1 - a)`.
    public static double chain(double acceptance, int k) {
        return acceptance == 1 ? k + 1 : (1 - Math.pow(acceptance, k + 1)) / (1 - acceptance);
    }

    /// A tree with `widths[d]` children to each node of depth `d`: the text leaves it at depth `d` unless its token is
    /// among the drafter's first `widths[d]` choices there.
    public static double levels(PerPosition chances, int... widths) {
        double tau = 1;
        double reach = 1;
        for (int depth = 0; depth < widths.length; depth++) {
            double covered = 0;
            for (int rank = 0; rank < widths[depth]; rank++) {
                covered += chances.chance(depth, rank);
            }
            reach *= covered;
            tau += reach;
        }
        return tau;
    }
}
