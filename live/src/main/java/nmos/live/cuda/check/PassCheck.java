package nmos.live.cuda.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /// @param kv the type of keys and values
    /// @param masses whether where attention falls is asked for and compared
    record How(TensorType kv, boolean masses) {
        static final How USUAL = new How(TensorType.F16, false);

        String name(String model) {
            return model + (kv == TensorType.F16 ? "" : ", " + kv + " KV") + (masses ? ", masses" : "");
        }
    }

    PassCheck(Gpu gpu, GpuCheck.Size size) {
        this.gpu = gpu;
        this.size = size;
    }

    /// A made-up model. Where rows are rounded to 8 bits, a last bit can decide which way, and logits are whole steps off here and there.
    List<Checked> madeUp(ModelPlan plan, TensorType type, How how) throws IOException {
        Path file = Files.createTempFile("nmos-gpu-check", ".gguf");
        try {
            SyntheticModel.random(plan, type, 1).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
            boolean exact = type == TensorType.F32 || type == TensorType.F16;
            return check(plan.architecture() + " of " + type, file, how, exact ? 1e-3 : 0.25, exact ? 0 : 0.15);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// `other`: the share of places where the likeliest token may be another.
    List<Checked> check(String name, Path file, How how, double bound, double other) throws IOException {
        try (Gguf gguf = Gguf.open(file)) {
            ModelConfig config = ModelConfig.of(gguf);
            ModelWeights weights = ModelWeights.of(gguf, config);
            var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), how.kv());
            int all = size.prompt() + size.reply();
            int pages = all / POSITIONS + 3;
            var limits = new PassLimits(PIECE, PIECE, all + PIECE, pages + PIECE, how.masses());
            int[] text = new SplittableRandom(2).ints(size.prompt(), 0, config.vocabulary()).toArray();
            try (var cpu = new Text(new ForwardPass(config, weights, kv, PIECE, Runtime.getRuntime().availableProcessors()), Storage.HOST, kv, pages, how);
                    var device = new Text(DevicePass.resident("check: ", gpu, config, weights, kv, limits), gpu.memory(), kv, pages, how)) {
                return compare(how, name, cpu, device, text, config, bound, other);
            }
        }
    }

    private List<Checked> compare(
            How how, String model, Text cpu, Text device, int[] prompt, ModelConfig config, double bound, double other) {
        String name = how.name(model);
        int words = config.vocabulary();
        double massOff = 0;
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
            massOff = Math.max(massOff, apart(cpu.masses, device.masses) / (config.heads() * config.layers()));
            token = best(expected);
            different += best(found) == token ? 0 : 1;
        }
        int places = size.reply() + 1;
        List<Checked> all = new ArrayList<>();
        all.add(new Checked("logits, " + name, off, bound, "deviations of logits"));
        all.add(new Checked("greedy tokens, " + name, different, Math.floor(other * places), "of " + places + " differ"));
        if (how.masses()) {
            all.add(new Checked("attention by page, " + name, massOff, bound, "of a row's whole"));
        }
        return all;
    }

    private static double apart(double[] cpu, double[] gpu) {
        double most = 0;
        for (int i = 0; i < cpu.length; i++) {
            double apart = Math.abs(cpu[i] - gpu[i]);
            most = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(most, apart);
        }
        return most;
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
        private final boolean withMass;
        private int length;
        /// (rows, pages) of the last piece
        private double[] masses = new double[0];

        Text(Forward pass, Storage storage, KvLayout kv, int pages, How how) {
            this.pass = pass;
            withMass = how.masses();
            store = new KvStore(kv, POSITIONS, pages, _ -> storage);
            branch = store.branch();
        }

        /// The logits after so many tokens more.
        float[] after(int[] tokens, int words) {
            float[] logits = new float[words];
            for (int from = 0; from < tokens.length; from += PIECE) {
                int count = Math.min(PIECE, tokens.length - from);
                pass.begin(PassRows.chain(branch, tokens, from, count), withMass);
                pass.layers();
                if (from + count == tokens.length) {
                    pass.logits(count - 1, 1, logits);
                }
                pass.finish();
                if (withMass) {
                    masses = masses(count);
                }
                length += count;
                branch.append(pass.fresh(), 0, count);
            }
            return logits;
        }

        private double[] masses(int rows) {
            int pages = Math.ceilDiv(length, POSITIONS);
            double[] all = new double[rows * pages];
            for (int i = 0; i < all.length; i++) {
                all[i] = pass.mass().of(i / pages, i % pages);
            }
            return all;
        }

        @Override
        public void close() {
            branch.close();
            store.close();
            pass.close();
        }
    }
}
