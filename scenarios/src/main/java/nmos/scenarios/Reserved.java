package nmos.scenarios;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.scenarios.Scenario.Draft;
import nmos.scenarios.shape.ModelShape;

/// What a tier sets aside before any weight of the oracle goes there.
public record Reserved(long draftWeightsBytes, long draftKvBytes, long scratchBytes, long spilledKvBytes) {
    public long bytes() {
        return draftWeightsBytes + draftKvBytes + scratchBytes + spilledKvBytes;
    }

    /// One for each tier.
    static List<Reserved> of(Scenario s) {
        var reserved = new ArrayList<Reserved>();
        Draft draft = s.draft();
        for (int t = 0; t <= s.machine().top(); t++) {
            long spill = s.kv().spillBytes().get(t);
            long scratch = s.machine().tiers().get(t).device() == null ? 0 : scratch(s, s.oracle());
            if (draft != null && draft.tier() == t) {
                ModelShape model = draft.model();
                long tokens = (long) s.tokensPerSession() * s.workload().sessions();
                reserved.add(new Reserved(
                        model.tensorBytes(), model.kvBytesPerToken() * tokens, scratch + scratch(s, model), spill));
            } else {
                reserved.add(new Reserved(0, 0, scratch, spill));
            }
        }
        return reserved;
    }

    /// Rows of a pass while they are computed; and for each node of a draft tree, and the token before it, f32 logits and the KV
    /// that stays here until it is verified.
    private static long scratch(Scenario s, ModelShape model) {
        long rows = s.batching().maxRows();
        long nodes = Math.min(rows, nodes(s.speculation()) + 1L);
        long logits = 4L * model.architecture().vocabulary();
        return rows * model.architecture().scratchBytesPerRow() + nodes * (logits + model.kvBytesPerToken());
    }

    /// The largest tree the knobs allow.
    private static int nodes(SpeculationKnobs knobs) {
        return switch (knobs.kind()) {
            case OFF -> 0;
            case CHAIN -> knobs.k();
            case TREE_ADAPTIVE -> knobs.maxNodes();
            case TREE_STATIC -> {
                int tree = 0;
                int level = 1;
                for (int width : knobs.widths()) {
                    level *= width;
                    tree += level;
                }
                yield tree;
            }
        };
    }
}
