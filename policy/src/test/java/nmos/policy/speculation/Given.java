package nmos.policy.speculation;

import java.util.Arrays;
import java.util.List;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.speculation.SpeculationKnobs.Drafting;

/// What these tests start from.
final class Given {
    static final long MS = 1_000_000;
    static final Facts.Draft NO_DRAFT = new Facts.Draft(false, 0, 0, 0);
    static final Facts.Draft DRAFT = new Facts.Draft(true, 3 * MS, MS, MS);

    private Given() {}

    /// A machine with this draft; nothing else about it matters to speculation.
    static Facts facts(Facts.Draft draft) {
        RowCurve curve = new RowCurve(new int[] {1}, new long[] {1});
        return new Facts(
                List.of(new Facts.Shard(Facts.Kind.LAYER, 0, 1, 1, List.of(curve, curve))),
                List.of(new Facts.Tier("ssd", 0, 0, false), new Facts.Tier("ram", 1, 0, true)),
                List.of(new Facts.Hop(0, 1, 1)),
                draft,
                new Facts.Kv(1, 1, 0, 0));
    }

    static Speculation chain(Drafting drafting, int k, Facts.Draft draft) {
        return create(new SpeculationKnobs(Speculations.CHAIN, drafting, k, List.of(), 1, 1, 1, false), draft);
    }

    static Speculation staticTree(Drafting drafting, Facts.Draft draft, Integer... widths) {
        return create(new SpeculationKnobs(Speculations.TREE_STATIC, drafting, 0, List.of(widths), 1, 1, 1, false), draft);
    }

    static Speculation adaptive(Drafting drafting, int nodes, int depth, int branch, Facts.Draft draft) {
        return create(new SpeculationKnobs(Speculations.TREE_ADAPTIVE, drafting, 0, List.of(), nodes, depth, branch, false), draft);
    }

    private static Speculation create(SpeculationKnobs knobs, Facts.Draft draft) {
        return knobs.kind().create(knobs, facts(draft));
    }

    /// Guesses one after the other, all with this confidence.
    static DraftTree chainOf(int nodes, int confidencePpm) {
        int[] parent = new int[nodes];
        int[] confidence = new int[nodes];
        Arrays.setAll(parent, node -> node - 1);
        Arrays.fill(confidence, confidencePpm);
        return new DraftTree(parent, confidence);
    }
}
