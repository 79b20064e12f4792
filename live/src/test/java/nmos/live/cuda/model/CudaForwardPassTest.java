package nmos.live.cuda.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import nmos.live.cuda.kernel.Device;
import nmos.live.cuda.kernel.Top;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.gguf.Layouts;
import nmos.live.kernel.Matrix;
import nmos.live.kernel.Workers;
import nmos.live.kv.DeviceBranch;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;
import nmos.live.model.ForwardPass;
import nmos.live.model.LayerWeights;
import nmos.live.model.ModelConfig;
import nmos.live.model.ModelWeights;
import nmos.live.ptx.Limits;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole passes of tiny models; what threads do to each other is checked where kernels run alone. Pages of four positions, so that everything crosses their borders.
class CudaForwardPassTest {
    private static final int VOCABULARY = 360;
    private static final Experts NONE = Experts.NONE;
    private static final Experts FOUR = new Experts(4, 2, 32, 64);
    private static final int POSITIONS = 4;

    @TempDir
    static Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Device device = opened(new Device(Limits.QUICK));
    private final Workers workers = opened(new Workers(1));

    private <T extends AutoCloseable> T opened(T what) {
        open.add(what);
        return what;
    }

    @AfterEach
    void close() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /// A made-up model, on the CPU and on the device.
    private final class Model {
        private final ModelConfig config;
        private final ModelWeights weights;
        private final KvLayout kv;
        private final KvStore store;
        private final ForwardPass onCpu;
        private final CudaForwardPass pass;
        private final LayerWeights[] layers;
        private final Matrix head;

        Model(Family family, Experts experts, TensorType type, TensorType kvType, int width) {
            // K types need blocks of 256, which take long: what layers hand on is seen with the others
            boolean wide = width == 256;
            var plan = new ModelPlan(family, "t", wide ? 1 : 2, width, 4, 2, wide ? 64 : 8, width, VOCABULARY, false, experts);
            Path file = folder.resolve("m.gguf");
            SyntheticModel.random(plan, type, 1).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
            Gguf gguf = opened(Gguf.open(file));
            config = ModelConfig.of(gguf);
            weights = ModelWeights.of(gguf, config);
            kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), kvType);
            store = opened(new KvStore(kv, POSITIONS, 64));
            onCpu = opened(new ForwardPass(config, weights, kv, 32, workers));
            var limits = new PassLimits(32, 32, 64, 32, true);
            pass = opened(new CudaForwardPass(
                    device.driver, device.kernels, device.stream, config, weights, kv, limits,
                    new FirstNumbers.FromHost(weights.embedding()::unpackRow)));
            layers = Arrays.stream(weights.layers()).map(layer -> layer.moved(device::put)).toArray(LayerWeights[]::new);
            head = device.put(weights.head());
        }

        private DeviceBranch branch() {
            return opened(new DeviceBranch(device.driver, device.stream, kv, POSITIONS));
        }

        /// Of all rows; the head in two parts.
        private float[] logits(PassRows rows) {
            pass.begin(rows, 0, true, true);
            for (int layer = 0; layer < config.layers(); layer++) {
                pass.layer(layer, layers[layer]);
            }
            int[] all = IntStream.range(0, rows.count()).toArray();
            pass.logits(all, head.slice(0, 33), 0);
            pass.logits(all, head.slice(33, VOCABULARY - 33), 33);
            return device.floats(pass.logits(), rows.count() * VOCABULARY);
        }

        private DeviceBranch read(int... tokens) {
            DeviceBranch branch = branch();
            logits(PassRows.chain(branch, tokens, 0, tokens.length));
            branch.append(pass.fresh(), 0, tokens.length);
            return branch;
        }

        private float[] cpuLogits(PassRows rows) {
            float[] logits = new float[rows.count() * VOCABULARY];
            onCpu.begin(rows, true);
            onCpu.layers();
            onCpu.logits(0, rows.count(), logits);
            return logits;
        }
    }

    @Test
    void firstNumbersAreTheSameWhereverTheyAreMade() {
        Model model = new Model(Family.LLAMA3, NONE, TensorType.Q8_0, TensorType.F16, 64);
        var there = new FirstNumbers.OnDevice(device.put(model.weights.embedding()));
        try (var pass = new CudaForwardPass(
                device.driver, device.kernels, device.stream, model.config, model.weights, model.kv, new PassLimits(32, 32, 64, 32, true), there)) {
            PassRows rows = PassRows.chain(model.branch(), new int[] {3, VOCABULARY - 1, 0}, 0, 3);
            model.pass.begin(rows, 0, true, false);
            pass.begin(rows, 0, true, false);
            int numbers = rows.count() * model.config.width();
            assertThat(device.floats(pass.x(), numbers)).isEqualTo(device.floats(model.pass.x(), numbers));
        }
    }

    private static float[] last(float[] logits) {
        return Arrays.copyOfRange(logits, logits.length - VOCABULARY, logits.length);
    }

    /// Where rows are rounded to 8 bits, a last bit can decide which way: one in a few thousand numbers then is a whole step off.
    @ParameterizedTest
    @CsvSource({
        "LLAMA2, false, F32, F16, 24, 2e-5",
        "LLAMA3, false, F16, F32, 32, 2e-5",
        "QWEN2, false, BF16, F16, 32, 0.02",
        "QWEN3, false, Q8_0, F16, 64, 0.05",
        "QWEN2, false, Q5_1, F16, 32, 0.1",
        "LLAMA3, false, Q4_K, F16, 256, 0.05",
        "QWEN2, true, Q8_0, F16, 64, 0.15",
        "QWEN3, true, F32, F16, 40, 2e-5",
        "LLAMA2, true, F16, F16, 32, 2e-5"
    })
    void logitsAreThoseOfTheCpu(Family family, boolean mixed, TensorType type, TensorType kvType, int width, float tolerance) {
        var model = new Model(family, mixed ? FOUR : NONE, type, kvType, width);
        var random = new Random(4);
        int[] text = random.ints(9, 0, VOCABULARY).toArray();
        KvBranch cpuBranch = opened(model.store.branch());
        model.cpuLogits(PassRows.chain(cpuBranch, text, 0, text.length));
        cpuBranch.append(model.onCpu.fresh(), 0, text.length);
        DeviceBranch branch = model.read(text);
        int[] tokens = random.ints(12, 0, VOCABULARY).toArray();
        int[] parents = {-1, 0, 0, 1, 3, -1, 5, 4, 7, 8, 9, 10};

        float[] expected = model.cpuLogits(new PassRows(tokens, parents, same(cpuBranch, 12)));
        float[] found = model.logits(new PassRows(tokens, parents, same(branch, 12)));

        double squares = 0;
        for (float logit : expected) {
            squares += logit * logit;
        }
        float deviation = (float) Math.sqrt(squares / expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("logit %d", i).isCloseTo(expected[i], within(tolerance * deviation));
        }
    }

    private static Past[] same(Past branch, int count) {
        return Collections.nCopies(count, branch).toArray(Past[]::new);
    }

    @ParameterizedTest
    @CsvSource({"QWEN2, true, Q8_0, 64", "LLAMA3, false, Q6_K, 256", "QWEN3, false, F16, 32"})
    void aTextReadInAnyPiecesLeavesTheSameLogits(Family family, boolean mixed, TensorType type, int width) {
        var model = new Model(family, mixed ? FOUR : NONE, type, TensorType.F16, width);
        int[] text = new Random(2).ints(10, 0, VOCABULARY).toArray();
        float[] expected = last(model.logits(PassRows.chain(model.branch(), text, 0, text.length)));
        for (int piece : new int[] {1, 5, 8}) {
            DeviceBranch branch = model.branch();
            float[] logits = {};
            for (int from = 0; from < text.length; from += piece) {
                int count = Math.min(piece, text.length - from);
                logits = model.logits(PassRows.chain(branch, text, from, count));
                branch.append(model.pass.fresh(), 0, count);
            }
            assertThat(last(logits)).as("pieces of %d", piece).isEqualTo(expected);
        }
    }

    @Test
    void eachNodeOfATreeSeesItsOwnPathAlone() {
        var model = new Model(Family.QWEN2, FOUR, TensorType.Q8_0, TensorType.F16, 64);
        var random = new Random(5);
        DeviceBranch branch = model.read(random.ints(7, 0, VOCABULARY).toArray());
        DeviceBranch other = model.read(random.ints(3, 0, VOCABULARY).toArray());
        int count = 11;
        int[] tokens = random.ints(count, 0, VOCABULARY).toArray();
        int[] parents = new int[count];
        var branches = new DeviceBranch[count];
        for (int row = 0; row < count; row++) {
            parents[row] = random.nextInt(row + 1) - 1;
            branches[row] = parents[row] == PassRows.ROOT
                    ? (random.nextInt(3) == 0 ? other : branch)
                    : branches[parents[row]];
        }

        float[] logits = model.logits(new PassRows(tokens, parents, branches));

        for (int row = 0; row < count; row++) {
            var path = new ArrayList<Integer>();
            for (int node = row; node != PassRows.ROOT; node = parents[node]) {
                path.addFirst(tokens[node]);
            }
            int[] text = path.stream().mapToInt(Integer::intValue).toArray();
            float[] alone = last(model.logits(PassRows.chain(branches[row], text, 0, text.length)));
            assertThat(Arrays.copyOfRange(logits, row * VOCABULARY, (row + 1) * VOCABULARY))
                    .as("row %d after %s", row, path)
                    .isEqualTo(alone);
        }
    }

    @Test
    void itTellsWhereAttentionFellAsTheCpuDoes() {
        var model = new Model(Family.LLAMA2, NONE, TensorType.F32, TensorType.F16, 24);
        int[] text = new Random(6).ints(14, 0, VOCABULARY).toArray();
        KvBranch cpuBranch = opened(model.store.branch());
        model.cpuLogits(PassRows.chain(cpuBranch, text, 0, 11));
        cpuBranch.append(model.onCpu.fresh(), 0, 11);
        DeviceBranch branch = model.read(Arrays.copyOf(text, 11));
        model.cpuLogits(PassRows.chain(cpuBranch, text, 11, 3));

        model.logits(PassRows.chain(branch, text, 11, 3));

        assertThat(model.pass.masses()).isEqualTo(3 * 3);
        double[] masses = new double[9];
        try (Arena arena = Arena.ofShared()) {
            MemorySegment copy = arena.allocate(9 * Double.BYTES, 8);
            model.pass.masses(copy);
            device.driver.synchronise(device.stream);
            MemorySegment.copy(copy, Layouts.DOUBLE, 0, masses, 0, 9);
        }
        var mass = model.pass.mass(masses);
        for (int row = 0; row < 3; row++) {
            for (int page = 0; page < 3; page++) {
                assertThat(mass.of(row, page)).isCloseTo(model.onCpu.mass().of(row, page), within(1e-4));
            }
        }
    }

    @Test
    void aDroppedPageIsNotLookedAt() {
        var model = new Model(Family.LLAMA2, NONE, TensorType.F32, TensorType.F16, 24);
        int[] text = new Random(7).ints(12, 0, VOCABULARY).toArray();
        DeviceBranch branch = model.read(text);
        float[] before = model.logits(PassRows.chain(branch, new int[] {1}, 0, 1));
        branch.drop(1);
        float[] without = model.logits(PassRows.chain(branch, new int[] {1}, 0, 1));

        assertThat(without).isNotEqualTo(before).doesNotContain(Float.NaN);
        assertThat(model.pass.masses()).isEqualTo(2);
    }

    @Test
    void theBestTokensAreThoseOfTheLogits() {
        var model = new Model(Family.LLAMA2, NONE, TensorType.F32, TensorType.F16, 24);
        float[] logits = model.logits(PassRows.chain(model.branch(), new int[] {3, 4, 5}, 0, 3));
        try (Arena arena = Arena.ofShared()) {
            MemorySegment tops = arena.allocate(3 * Top.BYTES, 8);
            model.pass.top(tops);
            device.driver.synchronise(device.stream);
            for (int row = 0; row < 3; row++) {
                int from = row * VOCABULARY;
                int best = IntStream.range(0, VOCABULARY).reduce(0, (a, b) -> logits[from + b] > logits[from + a] ? b : a);
                assertThat(Top.Best.read(tops, row).tokens()[0]).isEqualTo(best);
            }
        }
    }
}
