package nmos.live.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nmos.scenarios.shape.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A text in pages that wander reads as the same text that stays where it is, to the last bit.
class PagedTextTest {
    @TempDir
    Path folder;

    private SmallModel model;
    private KvStore store;
    private Carrier carrier;

    @BeforeEach
    void load() throws IOException {
        model = new SmallModel(folder, TensorType.F16);
        store = new KvStore(model.layout, 4, 256);
        carrier = new Carrier(folder.resolve("spill"));
    }

    @AfterEach
    void close() throws IOException {
        carrier.close();
        store.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 1000})
    void pagesOfAnySizeWhereverTheyHaveBeenLeaveTheSameLogits(int positions) {
        var random = new Random(positions);
        try (PagedKv kv = model.paged(positions)) {
            List<KvBranch> resident = new ArrayList<>();
            for (int session = 0; session < SmallModel.SESSIONS; session++) {
                resident.add(store.branch());
            }
            for (int step = 0; step < 12; step++) {
                Trees trees = Trees.of(random, SmallModel.SESSIONS);
                for (int session = 0; session < SmallModel.SESSIONS; session++) {
                    PagedBranch branch = kv.branch(session);
                    SmallModel.open(kv, branch, branch.length() + trees.tokens.length, positions);
                }

                float[] expected = model.logits(trees.rows(resident::get), false);
                trees.accept((session, row) -> resident.get(session).append(model.pass.fresh(), row, 1));
                float[] logits = model.logits(trees.rows(kv::branch), kv, false);
                trees.accept((session, row) -> kv.branch(session).append(model.pass.fresh(), row, 1));
                kv.end();

                assertThat(logits).as("pass %d", step).isEqualTo(expected);
                undo(random, kv, resident);
                wander(random, kv);
            }
            assertThat(kv.fileBytes()).isPositive();
        }
    }

    private static void undo(Random random, PagedKv kv, List<KvBranch> resident) {
        int session = random.nextInt(SmallModel.SESSIONS);
        int position = Math.max(0, kv.branch(session).length() - random.nextInt(4));
        kv.truncate(session, position);
        resident.get(session).truncate(position);
        for (int id = 0; id < 1000; id++) {
            if (kv.holds(id) && kv.page(id).holders == 0) {
                kv.release(id);
            }
        }
    }

    /// Every page goes down one tier or two, and comes back.
    private void wander(Random random, PagedKv kv) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < 1000; id++) {
            if (kv.holds(id)) {
                ids.add(id);
            }
        }
        for (int id : ids) {
            carrier.move(kv, id, SmallModel.LAYERS, kv.page(id).tier, random.nextInt(kv.page(id).tier));
        }
        for (int id : ids) {
            for (int tier = 0; tier < kv.page(id).tier; tier++) {
                if (isIn(kv.page(id), tier)) {
                    carrier.move(kv, id, SmallModel.LAYERS, tier, kv.page(id).tier);
                    break;
                }
            }
        }
    }

    private static boolean isIn(PagedPage page, int tier) {
        return Arrays.stream(page.at).anyMatch(at -> at == tier);
    }

    /// What is left of a text, moved together: scores and shares are over that alone, and positions keep their numbers.
    @Test
    void aFoldedTextReadsLikeTheSameRowsInOnePage() {
        try (PagedKv kv = model.paged(4);
                Arena arena = Arena.ofShared()) {
            PagedBranch branch = kv.branch(0);
            model.read(kv, branch, 4, new Random(1).ints(20, 0, SmallModel.VOCABULARY).toArray());
            float[] whole = next(kv, branch, false);
            for (KvPage page : List.of(branch.pages(1).get(2), branch.pages(2).get(3), branch.pages(2).get(0))) {
                kv.fold(page.id());
                kv.release(page.id());
            }
            var left = new MovedTogether(branch, model.layout, arena);

            float[] folded = next(kv, branch, true);
            List<Long> ppm = new ArrayList<>();
            model.pass.mass().each(branch, 2, (_, massPpm) -> ppm.add(massPpm));

            assertThat(folded).isNotEqualTo(whole).isEqualTo(model.logits(PassRows.chain(left, new int[] {7}, 0, 1), false));
            assertThat(ppm).hasSameSizeAs(branch.pages(2));
            assertThat(ppm.stream().mapToLong(Long::longValue).sum()).isBetween(500_000L, 999_999L);
        }
    }

    /// Logits after one more token, which is then forgotten.
    private float[] next(PagedKv kv, PagedBranch branch, boolean withMass) {
        SmallModel.open(kv, branch, branch.length() + 1, 4);
        float[] logits = model.logits(PassRows.chain(branch, new int[] {7}, 0, 1), kv, withMass);
        kv.end();
        return logits;
    }

    @Test
    void theMassOfPagesIsThatOfTheSameTextInOnePiece() {
        try (PagedKv kv = model.paged(5);
                KvBranch resident = store.branch()) {
            int[] text = new Random(4).ints(20, 0, SmallModel.VOCABULARY).toArray();
            model.read(kv, kv.branch(0), 5, text);
            model.logits(PassRows.chain(resident, text, 0, 20), false);
            resident.append(model.pass.fresh(), 0, 20);

            SmallModel.open(kv, kv.branch(0), 23, 5);
            model.logits(PassRows.chain(resident, new int[] {1, 2, 3}, 0, 3), true);
            long[] whole = new long[1];
            model.pass.mass().each(resident, 0, (_, ppm) -> whole[0] += ppm);
            model.logits(PassRows.chain(kv.branch(0), new int[] {1, 2, 3}, 0, 3), kv, true);
            long[] byTier = new long[3];
            for (int tier = 1; tier <= 2; tier++) {
                int at = tier;
                model.pass.mass().each(kv.branch(0), tier, (_, ppm) -> byTier[at] += ppm);
            }

            // two of five layers are in RAM
            assertThat((2 * byTier[1] + 3 * byTier[2]) / 5).isBetween(whole[0] - 10, whole[0] + 10);
        }
    }
}
