package nmos.live.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import nmos.world.acceptance.RankTape;

/// Walks a draft model along what the oracle said, given the true tokens before each, and notes where it ranked the next one.
/// It ranks as drafting does, so a tape predicts greedy passes of chains and static trees token for token. Where a text has more
/// tokens than the draft can read nothing would be drafted, and nothing is ranked.
public final class RankTapeRecorder {
    private static final RankTape.Position NOT_GUESSED = new RankTape.Position(RankTape.UNRANKED, List.of(0));

    private final DraftModel model;
    private final Ranking ranking = new Ranking();

    public RankTapeRecorder(DraftModel model) {
        this.model = model;
    }

    /// How many tokens of a text, from its first on, the draft model can read: as many as it has room for and knows.
    public int readable(int[] tokens) {
        return model.readableStart(tokens);
    }

    /// The reply of a text, which starts at token `reply`. Nothing: it was stopped.
    public Optional<RankTape.Text> text(int[] tokens, int reply, BooleanSupplier stop) {
        List<RankTape.Position> positions = new ArrayList<>();
        boolean whole = walk(tokens, reply, positions::add, stop);
        return whole ? Optional.of(new RankTape.Text(positions)) : Optional.empty();
    }

    /// The same token by token; false: it was stopped.
    public boolean walk(int[] tokens, int reply, Consumer<RankTape.Position> each, BooleanSupplier stop) {
        int known = readable(tokens);
        if (known > reply
                && !model.along(
                        Arrays.copyOf(tokens, known),
                        reply,
                        (position, logits, choosable) -> each.accept(position(tokens[position], logits, choosable)),
                        stop)) {
            return false;
        }
        for (int position = Math.max(reply, known); position < tokens.length; position++) {
            each.accept(NOT_GUESSED);
        }
        return true;
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
