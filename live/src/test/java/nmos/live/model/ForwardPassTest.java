package nmos.live.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nmos.live.gguf.Gguf;
import nmos.live.gguf.GgufWriter;
import nmos.live.kernel.Workers;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.PassRows;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of four positions, so that everything crosses their borders.
class ForwardPassTest {
    private static final int VOCABULARY = 512;
    private static final Experts FOUR = new Experts(4, 2, 64, 96);

    @TempDir
    static Path folder;

    private final Workers workers = new Workers(2);
    private List<AutoCloseable> open = new ArrayList<>();
    private Gguf gguf;
    private KvStore store;
    private ForwardPass pass;

    @BeforeEach
    void load() {
        var plan = new ModelPlan(Family.QWEN2, "t", 2, 128, 4, 2, 32, 160, VOCABULARY, true, FOUR);
        Path file = folder.resolve("m.gguf");
        SyntheticModel.random(plan, TensorType.Q8_0, 1).write(file, GgufWriter.IfPresent.REPLACE, _ -> {});
        gguf = Gguf.open(file);
        ModelConfig config = ModelConfig.of(gguf);
        var kv = new KvLayout(config.layers(), config.kvHeads(), config.headWidth(), TensorType.F16);
        store = new KvStore(kv, 4, 64);
        pass = new ForwardPass(config, ModelWeights.of(gguf, config), kv, 64, workers);
        open = new ArrayList<>(List.of(workers, gguf, store, pass));
    }

    @AfterEach
    void close() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private float[] logits(PassRows rows) {
        float[] logits = new float[rows.count() * VOCABULARY];
        pass.begin(rows, false);
        pass.layers();
        pass.logits(0, rows.count(), logits);
        return logits;
    }

    private KvBranch read(int... tokens) {
        KvBranch branch = store.branch();
        logits(PassRows.chain(branch, tokens, 0, tokens.length));
        branch.append(pass.fresh(), 0, tokens.length);
        return branch;
    }

    private float[] last(float[] logits) {
        return Arrays.copyOfRange(logits, logits.length - VOCABULARY, logits.length);
    }

    @Test
    void aTextReadInAnyPiecesLeavesTheSameLogits() {
        int[] text = new Random(2).ints(23, 0, VOCABULARY).toArray();
        float[] expected = last(logits(PassRows.chain(store.branch(), text, 0, text.length)));
        for (int piece : new int[] {1, 2, 3, 5, 8, 22}) {
            KvBranch branch = store.branch();
            float[] logits = {};
            for (int from = 0; from < text.length; from += piece) {
                int count = Math.min(piece, text.length - from);
                logits = logits(PassRows.chain(branch, text, from, count));
                branch.append(pass.fresh(), 0, count);
            }
            assertThat(last(logits)).as("pieces of %d", piece).isEqualTo(expected);
            branch.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eachNodeOfATreeSeesItsOwnPathAlone(long seed) {
        var random = new Random(seed);
        int[] prefix = random.ints(1 + random.nextInt(9), 0, VOCABULARY).toArray();
        int[] otherText = random.ints(3, 0, VOCABULARY).toArray();
        KvBranch branch = read(prefix);
        KvBranch other = read(otherText);
        int count = 2 + random.nextInt(20);
        int[] tokens = random.ints(count, 0, VOCABULARY).toArray();
        int[] parents = new int[count];
        var branches = new KvBranch[count];
        for (int row = 0; row < count; row++) {
            parents[row] = random.nextInt(row + 1) - 1;
            branches[row] = parents[row] == PassRows.ROOT
                    ? (random.nextInt(4) == 0 ? other : branch)
                    : branches[parents[row]];
        }

        float[] logits = logits(new PassRows(tokens, parents, branches));

        for (int row = 0; row < count; row++) {
            var path = new ArrayList<Integer>();
            for (int node = row; node != PassRows.ROOT; node = parents[node]) {
                path.addFirst(tokens[node]);
            }
            int[] text = path.stream().mapToInt(Integer::intValue).toArray();
            float[] alone = last(logits(PassRows.chain(branches[row], text, 0, text.length)));
            assertThat(Arrays.copyOfRange(logits, row * VOCABULARY, (row + 1) * VOCABULARY))
                    .as("row %d after %s", row, path)
                    .isEqualTo(alone);
        }
    }

    @Test
    void anAcceptedPathIsAsIfItHadBeenRead() {
        KvBranch branch = read(5, 6, 7);
        // 5 6 7 -> 8 -> 9, and 10 beside 9
        logits(new PassRows(new int[] {8, 10, 9}, new int[] {-1, 0, 0}, new KvBranch[] {branch, branch, branch}));
        assertThatThrownBy(() -> pass.accept(1)).hasMessage("row 1 does not follow row -1");
        pass.accept(0, 2);

        float[] continued = logits(PassRows.chain(branch, new int[] {11}, 0, 1));

        float[] read = logits(PassRows.chain(read(5, 6, 7, 8, 9), new int[] {11}, 0, 1));
        assertThat(continued).isEqualTo(read);
    }

    @Test
    void forksShareTheirStartAndGoTheirOwnWays() {
        KvBranch first = read(1, 2, 3, 4, 5, 6);
        int before = store.pagesInUse();
        KvBranch second = first.fork();
        assertThat(store.pagesInUse()).isEqualTo(before);
        logits(PassRows.chain(second, new int[] {7, 8}, 0, 2));
        second.append(pass.fresh(), 0, 2);

        float[] one = logits(PassRows.chain(first, new int[] {9}, 0, 1));
        float[] two = logits(PassRows.chain(second, new int[] {9}, 0, 1));

        assertThat(one).isEqualTo(logits(PassRows.chain(read(1, 2, 3, 4, 5, 6), new int[] {9}, 0, 1)));
        assertThat(two).isEqualTo(logits(PassRows.chain(read(1, 2, 3, 4, 5, 6, 7, 8), new int[] {9}, 0, 1)));
    }

    @Test
    void truncatedPositionsAreForgottenAndTheirPagesGivenBack() {
        KvBranch branch = read(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(store.pagesInUse()).isEqualTo(3);
        branch.truncate(3);
        assertThat(store.pagesInUse()).isEqualTo(1);

        float[] logits = logits(PassRows.chain(branch, new int[] {10, 11}, 0, 2));

        assertThat(last(logits)).isEqualTo(last(logits(PassRows.chain(read(1, 2, 3), new int[] {10, 11}, 0, 2))));
        branch.close();
        assertThatThrownBy(() -> branch.truncate(1)).hasMessage("truncating to 1 a branch of 0 positions");
    }

    @Test
    void attentionMassOfThePagesAndThePassSumToOnePerHeadAndLayer() {
        KvBranch branch = read(1, 2, 3, 4, 5, 6, 7);
        pass.begin(PassRows.chain(branch, new int[] {8, 9}, 0, 2), true);
        pass.layers();
        double both = pass.mass().of(0, 0) + pass.mass().of(0, 1);
        double headsTimesLayers = 4 * 2;
        assertThat(both).isGreaterThan(0).isLessThan(headsTimesLayers);

        // everything but the row itself is in pages: what it gave itself is the rest, and a longer text leaves it less
        KvBranch longer = read(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        pass.begin(PassRows.chain(longer, new int[] {8}, 0, 1), true);
        pass.layers();
        double sum = 0;
        for (int page = 0; page < longer.pages(); page++) {
            sum += pass.mass().of(0, page);
        }
        assertThat(sum).isGreaterThan(both).isCloseTo(headsTimesLayers, within(headsTimesLayers / 2));
    }

    @Test
    void impossibleRowsAreRefused() {
        KvBranch branch = store.branch();
        assertThatThrownBy(() -> new PassRows(new int[] {1}, new int[] {0}, new KvBranch[] {branch}))
                .hasMessage("row 0 cannot follow row 0");
        assertThatThrownBy(() -> logits(PassRows.chain(branch, new int[] {VOCABULARY}, 0, 1)))
                .hasMessage("token 512 is outside the vocabulary of 512");
    }
}
