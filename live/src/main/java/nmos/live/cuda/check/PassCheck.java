package nmos.live.cuda.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.cuda.DevicePass;
import nmos.live.cuda.Gpu;
import nmos.live.cuda.model.PassLimits;
import nmos.live.device.Storage;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.model.Forward;
import nmos.live.model.ForwardPass;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;

/// Whole passes of a model, resident on the device, beside the CPU's: the same text in pieces, then token by token what the CPU says.
final class PassCheck {
    private static final int POSITIONS = 32;
    private static final int PIECE = 16;

    private final Gpu gpu;
    private final GpuCheck.Size size;

    PassCheck(Gpu gpu, GpuCheck.Size size) {
        this.gpu = gpu;
        this.size = size;
    }

    /// A made-up model. Where rows are rounded to 8 bits, a last bit can decide which way, and logits are whole steps off here and there.
    List<Checked> madeUp(ModelPlan plan, TensorType type) throws IOException {
        Path file = Files.createTempFile("nmos-gpu-check", ".gguf");
        try {
            SyntheticModel.random(plan, type, 1).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
            boolean exact = type == TensorType.F32 || type == TensorType.F16;
            return check(plan.architecture() + " of " + type, file, exact ? 1e-3 : 0.25, exact ? 0 : 0.15);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// `other`: the share of places where the likeliest token may be another.
    List<Checked> check(String name, Path file, double bound, double other) throws IOException {
        try (Gguf gguf = Gguf.open(file)) {
            ModelConfig config = ModelConfig.of(gguf);
            ModelWeights weights = ModelWeights.of(gguf, config);
            var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), TensorType.F16);
            int all = size.prompt() + size.reply();
            int pages = all / POSITIONS + 3;
            var limits = new PassLimits(PIECE, PIECE, all + PIECE, pages + PIECE, false);
            int[] text = new SplittableRandom(2).ints(size.prompt(), 0, config.vocabulary()).toArray();
            try (var cpu = new Text(new ForwardPass(config, weights, kv, PIECE, Runtime.getRuntime().availableProcessors()), Storage.HOST, kv, pages);
                    var device = new Text(DevicePass.resident("check: ", gpu, config, weights, kv, limits), gpu.memory(), kv, pages)) {
                return compare(name, cpu, device, text, config.vocabulary(), bound, other);
            }
        }
    }

    private List<Checked> compare(String name, Text cpu, Text device, int[] prompt, int words, double bound, double other) {
        double off = 0;
        int different = 0;
        int token = -1;
        for (int step = 0; step <= size.reply(); step++) {
            int[] next = step == 0 ? prompt : new int[] {token};
            float[] expected = cpu.after(next, words);
            float[] found = device.after(next, words);
            double squares = 0;
            for (float logit : expected) {
                squares += (double) logit * logit;
            }
            double deviation = Math.sqrt(squares / words);
            for (int i = 0; i < words; i++) {
                double apart = Math.abs(expected[i] - found[i]) / deviation;
                // what is no number is as far off as can be
                off = apart <= off ? off : Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart;
            }
            token = best(expected);
            different += best(found) == token ? 0 : 1;
        }
        int places = size.reply() + 1;
        return List.of(
                new Checked("logits, " + name, off, bound, "deviations of logits"),
                new Checked("greedy tokens, " + name, different, Math.floor(other * places), "of " + places + " differ"));
    }

    private static int best(float... logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /// One that is read piece by piece.
    private static final class Text implements AutoCloseable {
        private final Forward pass;
        private final KvStore store;
        private final KvBranch branch;

        Text(Forward pass, Storage storage, KvLayout kv, int pages) {
            this.pass = pass;
            store = new KvStore(kv, POSITIONS, pages, _ -> storage);
            branch = store.branch();
        }

        /// The logits after so many tokens more.
        float[] after(int[] tokens, int words) {
            float[] logits = new float[words];
            for (int from = 0; from < tokens.length; from += PIECE) {
                int count = Math.min(PIECE, tokens.length - from);
                pass.begin(PassRows.chain(branch, tokens, from, count), false);
                pass.layers();
                if (from + count == tokens.length) {
                    pass.logits(count - 1, 1, logits);
                }
                pass.finish();
                branch.append(pass.fresh(), 0, count);
            }
            return logits;
        }

        @Override
        public void close() {
            branch.close();
            store.close();
            pass.close();
        }
    }
}
