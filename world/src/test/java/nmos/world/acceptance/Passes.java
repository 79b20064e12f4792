package nmos.world.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.policy.DraftOrder;

/// Passes drafted and verified whole, one after the other, as tests count them.
final class Passes {
    private Passes() {}

    static Acceptance of(AcceptanceSpec.Model model, long seed) {
        return new Acceptance(new AcceptanceSpec(model, null), new SplittableRandom(seed));
    }

    /// Tau of each of `count` passes.
    static int[] tau(Acceptance acceptance, DraftOrder order, int count) {
        int[] tau = new int[count];
        for (int pass = 0; pass < count; pass++) {
            Draft draft = acceptance.draft(0, order);
            tau[pass] = acceptance.verify(draft, draft.tree().nodes()).accepted() + 1;
        }
        return tau;
    }

    static double mean(int... values) {
        double sum = 0;
        for (int value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /// Standard error of the mean of independent values.
    static double standardError(int... values) {
        double mean = mean(values);
        double squares = 0;
        for (int value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1.0) / values.length);
    }

    /// Two replies of session 0 and one of session 1.
    static TurnTape turns() {
        return new TurnTape("by hand", List.of(
                new TurnTape.Reply(new TapedTurn(0, 0), List.of(4, 0, 2, 7)),
                new TurnTape.Reply(new TapedTurn(1, 0), List.of(2)),
                new TurnTape.Reply(new TapedTurn(0, 1), List.of(1, 3, 0))));
    }

    /// A tape of random ranks: first choice with chance `first`, else one of `choices` more, or none.
    static RankTape tape(long seed, int texts, int tokens, double first, int choices) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RankTape.Text> all = new ArrayList<>();
        for (int text = 0; text < texts; text++) {
            List<RankTape.Position> positions = new ArrayList<>();
            for (int token = 0; token < tokens; token++) {
                List<Integer> ppm = new ArrayList<>();
                int left = 1_000_000;
                for (int choice = 0; choice < choices; choice++) {
                    int share = choice == 0 ? 300_000 + random.nextInt(700_000) : left / 2;
                    int bounded = Math.min(share, choice == 0 ? share : ppm.get(choice - 1));
                    ppm.add(bounded);
                    left -= bounded;
                }
                int rank = random.nextDouble() < first ? 0 : random.nextInt(choices + 1) - 1;
                positions.add(new RankTape.Position(rank, ppm));
            }
            all.add(new RankTape.Text(positions));
        }
        return new RankTape("drawn from seed " + seed, all);
    }
}
