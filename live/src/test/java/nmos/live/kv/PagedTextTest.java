package nmos.live.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    @Test
    void attentionGoesOnOverWhatIsLeftOfAFoldedText() {
        try (PagedKv kv = model.paged(4)) {
            int[] text = new Random(1).ints(20, 0, SmallModel.VOCABULARY).toArray();
            model.read(kv, kv.branch(0), 4, text);
            model.read(kv, kv.branch(1), 4, text);
            float[] before = model.read(kv, kv.branch(1), 4, 7);
            for (KvPage page : List.of(kv.branch(0).pages(1).get(2), kv.branch(0).pages(2).get(3))) {
                kv.fold(page.id());
                kv.release(page.id());
            }

            SmallModel.open(kv, kv.branch(0), 22, 4);
            model.logits(PassRows.chain(kv.branch(0), new int[] {7}, 0, 1), kv, true);
            long[] ppm = new long[1];
            int[] told = new int[1];
            model.pass.mass().each(kv.branch(0), 1, (page, massPpm) -> {
                ppm[0] += massPpm;
                told[0]++;
            });
            assertThat(told[0]).isEqualTo(kv.branch(0).pages(1).size());
            assertThat(ppm[0]).isBetween(1L, 999_999L);
            kv.branch(0).append(model.pass.fresh(), 0, 1);
            kv.end();

            float[] after = model.read(kv, kv.branch(0), 4, 8);
            assertThat(after).isNotEqualTo(before).doesNotContain(Float.NaN);
        }
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
