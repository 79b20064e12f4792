package nmos.world.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.policy.DraftOrder;

/// What passes along a rank tape yield if the same is drafted for each: exact for chains and static trees, greedily decoded.
public final class RankWalk {
    private RankWalk() {}

    /// Tau of each pass after the prompt's, which brings the first token of the text.
    public static List<Integer> tau(RankTape.Text text, DraftOrder order) {
        var tape = new RankTape("one text", List.of(text));
        var told = new Acceptance(new AcceptanceSpec(new AcceptanceSpec.Ranks(tape), null), new SplittableRandom(0));
        told.verify(told.undrafted(0), 0);
        List<Integer> tau = new ArrayList<>();
        for (int left = text.positions().size() - 1; left > 0; left -= tau.getLast()) {
            Draft guessed = told.draft(0, order);
            tau.add(told.verify(guessed, guessed.tree().nodes(), left).accepted() + 1);
        }
        return tau;
    }

    /// Over the passes of all texts; 1 where there are none.
    public static double meanTau(RankTape tape, DraftOrder order) {
        List<Integer> all = tape.texts().stream().flatMap(text -> tau(text, order).stream()).toList();
        return all.stream().mapToInt(Integer::intValue).average().orElse(1);
    }
}
