package nmos.world.acceptance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How good a simulated draft model is, and how good prompt lookup; null: there is nothing to look up.
public record AcceptanceSpec(Model model, @Nullable Lookup lookup) {

    /// The draft model's part.
    public sealed interface Model {}

    /// Chances. `acceptance[d]` is the chance that the guess `d` tokens after the last known one is right, given that those
    /// before it were; the last one holds for all further depths. `runnersUp[r]` is the chance that the drafter's choice
    /// number `r + 2` is right, given that its first is not.
    ///
    /// `spread` is the standard deviation of the confidences' log-odds: 0 shows the mean each time, 2 and more shows mostly
    /// near certainties and near misses. Confidences are calibrated: guesses shown with confidence c are right with chance
    /// c. `burst` may be null.
    public record PerPosition(List<Double> acceptance, List<Double> runnersUp, double spread, @Nullable Burst burst)
            implements Model {
        public PerPosition {
            acceptance = List.copyOf(acceptance);
            runnersUp = List.copyOf(runnersUp);
            if (acceptance.isEmpty()) {
                throw new IllegalArgumentException("acceptance: at least one chance is needed");
            }
            for (double chance : acceptance) {
                requireChance("acceptance", chance);
                if (burst != null) {
                    requireChance("acceptance outside hard stretches", chance * burst.easyFactor());
                }
            }
            if (runnersUp.size() > Guesses.CHOICES - 1) {
                throw new IllegalArgumentException(
                        "runnersUp: " + runnersUp.size() + " choices, at most " + (Guesses.CHOICES - 1));
            }
            double sum = 0;
            double last = 1;
            for (double chance : runnersUp) {
                requireChance("runnersUp", chance);
                if (chance > last) {
                    throw new IllegalArgumentException(
                            "runnersUp: " + chance + " after " + last + ": later choices are less likely");
                }
                last = chance;
                sum += chance;
            }
            if (sum > 1 + 1e-9) {
                throw new IllegalArgumentException("runnersUp: sum " + sum + " is above 1");
            }
            double hardest = burst == null ? 1 : burst.hardFactor();
            for (double chance : acceptance) {
                if (!runnersUp.isEmpty() && chance * hardest < (1 - chance * hardest) * runnersUp.get(0)) {
                    throw new IllegalArgumentException("acceptance: at " + chance * hardest + " the first choice would be"
                            + " right less often than the second, by runnersUp " + runnersUp.get(0));
                }
            }
            if (!(spread >= 0) || spread > 20) {
                throw new IllegalArgumentException("spread: " + spread + " is not between 0 and 20");
            }
        }

        /// A chain accepted with the same chance at each depth, shown as it is.
        public static PerPosition chain(double acceptance) {
            return new PerPosition(List.of(acceptance), List.of(), 0, null);
        }

        /// From the chances that the true token is the drafter's first, second, ... choice, the same at each depth.
        public static PerPosition ranks(double spread, double... ranks) {
            List<Double> runnersUp = new ArrayList<>();
            for (int r = 1; r < ranks.length; r++) {
                runnersUp.add(ranks[0] == 1 ? 0 : ranks[r] / (1 - ranks[0]));
            }
            return new PerPosition(List.of(ranks[0]), runnersUp, spread, null);
        }

        /// Chance that the choice of this rank (from 0) is right at a depth (from 0), hard and easy stretches averaged.
        public double chance(int depth, int rank) {
            double first = acceptance.get(Math.min(depth, acceptance.size() - 1));
            if (rank == 0) {
                return first;
            }
            return rank > runnersUp.size() ? 0 : (1 - first) * runnersUp.get(rank - 1);
        }
    }

    /// Text comes in hard and easy stretches: a two-state Markov chain along the positions. A share `hardShare` of the
    /// tokens is hard and accepted with the mean chance times `hardFactor`, the others with so much more that the mean
    /// stays; the state is drawn anew after `meanTokens` tokens on average.
    public record Burst(double hardShare, double hardFactor, double meanTokens) {
        public Burst {
            requireChance("hardShare", hardShare);
            requireChance("hardFactor", hardFactor);
            if (hardShare == 1) {
                throw new IllegalArgumentException("hardShare: 1 leaves nothing to be easier");
            }
            if (!(meanTokens >= 1) || meanTokens > 1_000) {
                throw new IllegalArgumentException("meanTokens: " + meanTokens + " is not between 1 and 1000");
            }
        }

        double easyFactor() {
            return (1 - hardShare * hardFactor) / (1 - hardShare);
        }
    }

    /// Accepted counts of recorded passes, replayed in order in each session by itself, whatever is drafted; a pass without
    /// a draft takes one too. A pass accepts no more nodes than were sent. After the last, `cyclic` starts again at the
    /// first; otherwise the next draft is an error.
    public record PassTape(List<Integer> accepted, boolean cyclic) implements Model {
        public PassTape {
            accepted = List.copyOf(accepted);
            if (accepted.isEmpty()) {
                throw new IllegalArgumentException("accepted: a tape needs at least one pass");
            }
            for (int pass = 0; pass < accepted.size(); pass++) {
                if (accepted.get(pass) < 0) {
                    throw new IllegalArgumentException("accepted: pass " + (pass + 1) + " has " + accepted.get(pass));
                }
            }
        }
    }

    /// Accepted counts of recorded passes, turn by turn: in whatever order sessions take theirs, a reply gets its own.
    public record Turns(TurnTape tape) implements Model {}

    /// What a draft really thought along a known text.
    public record Ranks(RankTape tape) implements Model {}

    /// Prompt lookup: the chance that the last tokens occurred before, and the chances that what followed them then is what
    /// follows now, guess by guess; the last one holds for all further guesses.
    public record Lookup(double matches, List<Double> acceptance) {
        public Lookup {
            acceptance = List.copyOf(acceptance);
            requireChance("matches", matches);
            if (acceptance.isEmpty()) {
                throw new IllegalArgumentException("acceptance: at least one chance is needed");
            }
            for (double chance : acceptance) {
                requireChance("acceptance", chance);
            }
        }
    }

    private static void requireChance(String field, double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException(field + ": " + chance + " is not a probability");
        }
    }
}
