package nmos.world.acceptance;

import nmos.world.acceptance.AcceptanceSpec.Burst;
import nmos.world.acceptance.AcceptanceSpec.PerPosition;
import org.jspecify.annotations.Nullable;

/// Guesses right by chance. At each position of the text the drafter's confidence in its first choice is drawn, and then
/// the truth with just that chance, so that confidences are calibrated by construction; the other choices share the rest.
final class PerPositionGuesses implements Guesses {
    private static final int PPM = 1_000_000;

    private final double[] runnersUp;
    /// No confidence in a first choice is lower: the second would overtake it.
    private final double least;
    /// (depths): confidences in the first choice, scaled from `least..1` to 0..1.
    private final Confidences[] easy;
    private final Confidences[] hard;
    private final @Nullable Burst burst;

    private final Draws confidence;
    private final Draws truth;
    private final Draws anew;
    private final Draws state;

    PerPositionGuesses(PerPosition spec, Draws draws) {
        runnersUp = spec.runnersUp().stream().mapToDouble(Double::doubleValue).toArray();
        least = runnersUp.length == 0 ? 0 : runnersUp[0] / (1 + runnersUp[0]);
        burst = spec.burst();
        easy = confidences(spec, burst == null ? 1 : burst.easyFactor());
        hard = burst == null ? easy : confidences(spec, burst.hardFactor());
        confidence = draws.named(1);
        truth = draws.named(2);
        anew = draws.named(3);
        state = draws.named(4);
    }

    private Confidences[] confidences(PerPosition spec, double factor) {
        Confidences[] byDepth = new Confidences[spec.acceptance().size()];
        for (int d = 0; d < byDepth.length; d++) {
            byDepth[d] = new Confidences((spec.acceptance().get(d) * factor - least) / (1 - least), spec.spread());
        }
        return byDepth;
    }

    @Override
    public boolean speaks(Cursor at) {
        return true;
    }

    @Override
    public int confidences(Cursor at, int ahead, long branch, int[] ppm) {
        double first = first(at, ahead, branch);
        ppm[0] = (int) (first * PPM + 0.5);
        for (int r = 0; r < runnersUp.length; r++) {
            ppm[r + 1] = Math.min(ppm[r], (int) ((1 - first) * runnersUp[r] * PPM));
        }
        return 1 + runnersUp.length;
    }

    @Override
    public int truth(Cursor at, int ahead) {
        double first = first(at, ahead, 0);
        double rest = truth.uniform(at.session(), at.turn(), at.position() + ahead, 0) - first;
        int rank = 0;
        while (rest >= 0 && rank < runnersUp.length) {
            rest -= (1 - first) * runnersUp[rank];
            rank++;
        }
        return rest < 0 ? rank : NONE;
    }

    private double first(Cursor at, int ahead, long branch) {
        int position = at.position() + ahead;
        Confidences[] byDepth = isHard(at, position) ? hard : easy;
        double drawn = byDepth[Math.min(ahead, byDepth.length - 1)]
                .at(confidence.uniform(at.session(), at.turn(), position, branch));
        return least + (1 - least) * drawn;
    }

    /// The state is as it was drawn at the last position where it was drawn anew.
    private boolean isHard(Cursor at, int position) {
        if (burst == null) {
            return false;
        }
        int drawnAt = position;
        while (drawnAt > 0 && anew.uniform(at.session(), at.turn(), drawnAt, 0) * burst.meanTokens() >= 1) {
            drawnAt--;
        }
        return state.uniform(at.session(), at.turn(), drawnAt, 0) < burst.hardShare();
    }
}
