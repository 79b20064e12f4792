package nmos.live.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nmos.world.acceptance.RankTape;

/// Walks a draft model along what the oracle said, given the true tokens before each, and notes where it ranked the next one.
/// It ranks as drafting does, so a tape predicts greedy passes of chains and static trees token for token.
public final class RankTapeRecorder {
    private final DraftModel model;
    private final Ranking ranking = new Ranking();

    public RankTapeRecorder(DraftModel model) {
        this.model = model;
    }

    /// The reply of a text, which starts at token `reply`. Nothing: it was stopped.
    public Optional<RankTape.Text> text(int[] tokens, int reply, BooleanSupplier stop) {
        List<RankTape.Position> positions = new ArrayList<>();
        boolean whole = model.along(
                tokens,
                reply,
                (position, logits, choosable) -> positions.add(position(tokens[position], logits, choosable)),
                stop);
        return whole ? Optional.of(new RankTape.Text(positions)) : Optional.empty();
    }

    private RankTape.Position position(int token, float[] logits, int choosable) {
        ranking.rank(logits, 0, choosable, Ranking.MOST);
        List<Integer> ppm = new ArrayList<>();
        for (int i = 0; i < ranking.count; i++) {
            ppm.add(ranking.ppm[i]);
        }
        int rank = ranking.rankOf(token);
        return new RankTape.Position(rank < 0 ? RankTape.UNRANKED : rank, ppm);
    }
}
