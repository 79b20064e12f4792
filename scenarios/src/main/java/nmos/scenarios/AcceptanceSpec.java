package nmos.scenarios;

import java.util.List;

/// Where a simulator takes from which guesses of the draft model are right.
public sealed interface AcceptanceSpec {

    /// Nothing is drafted.
    record None() implements AcceptanceSpec {}

    /// Probabilities. `firstPpm[d]`: the draft's first guess at depth `d` is right, given that those before it were; the
    /// last holds for all deeper ones. `rankPpm[r]`: where the first guess is wrong, its guess of rank `r + 2` is right.
    /// `spreadMilli`: standard deviation of the log-odds of the draft's confidences, in thousandths; the confidences stay
    /// calibrated.
    record PerPosition(List<Integer> firstPpm, List<Integer> rankPpm, int spreadMilli, Burst burst)
            implements AcceptanceSpec {
        public PerPosition {
            firstPpm = List.copyOf(firstPpm);
            rankPpm = List.copyOf(rankPpm);
        }
    }

    /// Hard and easy stretches of text: a share `hardPpm` of the tokens is accepted with the mean chance times
    /// `factorPpm`, the others with so much more that the mean stays; a stretch is `tokens` long on average. No hard share, no
    /// bursts.
    record Burst(int tokens, int hardPpm, int factorPpm) {
        public static final Burst NONE = new Burst(1, 0, 0);
    }

    /// Accepted tokens per pass, as recorded.
    record PassTape(String file) implements AcceptanceSpec {}

    /// The rank the draft gave each target token, as recorded.
    record RankTape(String file) implements AcceptanceSpec {}
}
