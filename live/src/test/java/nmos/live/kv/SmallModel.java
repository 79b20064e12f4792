package nmos.live.kv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.kernel.Workers;
import nmos.live.model.ForwardPass;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;

/// Five random layers, the first two of them computed in RAM (tier 1), the others in VRAM (tier 2).
final class SmallModel implements AutoCloseable {
    static final int LAYERS = 5;
    static final int VOCABULARY = 512;
    static final int SESSIONS = 3;
    private static final int[] TIER_OF = {1, 1, 2, 2, 2};
    private static final long ROOM = 1 << 30;

    final KvLayout layout;
    final ForwardPass pass;
    private final Workers workers = new Workers(2);
    private final Gguf gguf;

    SmallModel(Path folder, TensorType kvType) {
        var plan = new ModelPlan(Family.QWEN2, "t", LAYERS, 64, 4, 2, 16, 96, VOCABULARY, true, Experts.NONE);
        Path file = folder.resolve("m.gguf");
        SyntheticModel.random(plan, TensorType.Q8_0, 1).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        gguf = Gguf.open(file);
        ModelConfig config = ModelConfig.of(gguf);
        layout = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), kvType);
        pass = new ForwardPass(config, ModelWeights.of(gguf, config), layout, 64, workers);
    }

    /// Pages of so many positions in RAM, and of one less in VRAM if that leaves any.
    PagedKv paged(int positions) {
        return new PagedKv(layout, TIER_OF, SESSIONS, tiers(positions));
    }

    private static List<KvTier> tiers(int positions) {
        return List.of(
                new KvTier("SSD", 0, 0, ROOM),
                new KvTier("RAM", positions, ROOM, ROOM),
                new KvTier("VRAM", Math.max(1, positions - 1), ROOM, 0));
    }

    /// Opens the pages in which rows of a branch up to a position go, and answers their ids.
    static List<Integer> open(PagedKv kv, PagedBranch branch, int to, int positions) {
        var opened = new ArrayList<Integer>();
        for (int tier = 1; tier <= 2; tier++) {
            int size = tiers(positions).get(tier).positionsPerPage();
            for (int from = branch.reach(tier); from < to; from += size) {
                int id = 0;
                while (kv.holds(id)) {
                    id++;
                }
                kv.open(id, branch.number, from, from + size, tier);
                opened.add(id);
            }
        }
        return opened;
    }

    /// Logits of all rows of a pass, computed in two runs of layers where KV is in pages.
    float[] logits(PassRows rows, PagedKv kv, boolean withMass) {
        kv.begin(rows);
        kv.take(0, 2);
        kv.take(3, LAYERS - 1);
        float[] logits = logits(rows, withMass);
        kv.computed(0, 2);
        kv.computed(3, LAYERS - 1);
        return logits;
    }

    float[] logits(PassRows rows, boolean withMass) {
        float[] logits = new float[rows.count() * VOCABULARY];
        pass.begin(rows, withMass);
        pass.layers();
        pass.logits(0, rows.count(), logits);
        return logits;
    }

    /// Reads a text as rows of one pass and takes it over.
    float[] read(PagedKv kv, PagedBranch branch, int positions, int... tokens) {
        open(kv, branch, branch.length() + tokens.length, positions);
        float[] logits = logits(PassRows.chain(branch, tokens, 0, tokens.length), kv, false);
        branch.append(pass.fresh(), 0, tokens.length);
        kv.end();
        return Arrays.copyOfRange(logits, logits.length - VOCABULARY, logits.length);
    }

    @Override
    public void close() {
        workers.close();
        pass.close();
        gguf.close();
    }
}
