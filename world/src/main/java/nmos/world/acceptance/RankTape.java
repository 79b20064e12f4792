package nmos.world.acceptance;

import java.util.List;

/// What a draft model thought along texts the oracle wrote: for each token, which of the draft's choices it was and how
/// confident the draft was in each of its best ones, given the true tokens before.
///
/// One tape gives the exact tau of greedy decoding for every chain and every static tree of up to [Guesses#CHOICES]
/// children. `source` says which models, which text and who recorded it.
/// `turns`: the turn each text is the reply of, where the tape is of a run; else there are none.
public record RankTape(String source, List<Text> texts, List<TapedTurn> turns) {

    /// The tokens of one text, in order.
    public record Text(List<Position> positions) {
        public Text {
            positions = List.copyOf(positions);
            if (positions.isEmpty()) {
                throw new IllegalArgumentException("a text needs at least one token");
            }
        }
    }

    /// One token: the rank the draft gave it (from 0, or [#UNRANKED]) and the draft's confidences in its best choices,
    /// falling.
    public record Position(int rank, List<Integer> ppm) {
        public Position {
            ppm = List.copyOf(ppm);
            if (ppm.isEmpty() || ppm.size() > Guesses.CHOICES) {
                throw new IllegalArgumentException(
                        ppm.size() + " confidences, from 1 to " + Guesses.CHOICES + " are possible");
            }
            int last = 1_000_000;
            int sum = 0;
            for (int confidence : ppm) {
                if (confidence < 0 || confidence > last) {
                    throw new IllegalArgumentException(
                            "confidence " + confidence + " after " + last + ": must fall and stay within 0..1000000");
                }
                last = confidence;
                sum += confidence;
            }
            // Each may have been rounded up by one.
            if (sum > 1_000_000 + ppm.size()) {
                throw new IllegalArgumentException("confidences add up to " + sum + " ppm");
            }
            if (rank < UNRANKED || rank >= ppm.size()) {
                throw new IllegalArgumentException("rank " + rank + " among " + ppm.size() + " choices");
            }
        }
    }

    public static final int UNRANKED = -1;

    /// Texts of no run.
    public RankTape(String source, List<Text> texts) {
        this(source, texts, List.of());
    }

    public RankTape {
        texts = List.copyOf(texts);
        turns = List.copyOf(turns);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("a tape needs at least one text");
        }
        if (!turns.isEmpty()) {
            TapedTurns.check(turns, texts.size(), "texts");
        }
        requireSource(source);
    }

    static void requireSource(String source) {
        if (source.isBlank() || source.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r')) {
            throw new IllegalArgumentException("source: one line is needed that says where the tape is from");
        }
    }
}
