package nmos.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import nmos.policy.Cause;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.placement.Plan;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;
import org.junit.jupiter.api.Test;

/// Signals in, commands out: four resident layers with one byte of KV a token, pages of eight bytes, so two positions and
/// four parts each.
class PagerTest {
    private final Told told = new Told();
    private long now;

    private static Facts facts(int sessions, int residentTokens, long ramBytes, int sharedPrefixTokens) {
        RowCurve curve = new RowCurve(new int[] {1}, new long[] {1_000});
        List<Facts.Shard> layers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            layers.add(new Facts.Shard(Facts.Kind.LAYER, i, 100, 1, List.of(curve, curve, curve)));
        }
        return new Facts(
                layers,
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", 10_000, ramBytes, false),
                        new Facts.Tier("VRAM", 10_000, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1), new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(
                        20,
                        sessions,
                        0,
                        0,
                        new Facts.Paging(8, residentTokens, List.of(0L, ramBytes, 0L), sharedPrefixTokens)));
    }

    private static Kernel kernel(Facts facts, KvPolicies kind, int retries) {
        Knobs knobs = new Knobs(
                new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
                new RiverKnobs(Rivers.DOUBLE_BUFFER, 4, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(Anticipations.WARM, 0, Long.MAX_VALUE),
                new KvKnobs(kind, 8, facts.kv().residentTokens(), List.of(), 2, 2),
                new BatchingKnobs(Batchings.ONE_SESSION, 64, 1, 1),
                retries);
        return new Kernel(facts, knobs, new Plan(new int[] {2, 2, 2, 2}, new int[] {2, 2, 2, 2}, false, new int[3], new long[3]));
    }

    /// All weights are in VRAM; names 1 to 8 are used.
    private Kernel loaded(Kernel kernel) {
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        for (int name = 1; name <= 8; name++) {
            on(kernel, new Signal.Landed(told.id(name), 1));
        }
        told.lines();
        return kernel;
    }

    private List<String> on(Kernel kernel, Signal signal) {
        now += 10;
        kernel.on(now, signal, told);
        return told.lines();
    }

    private List<String> submitted(Kernel kernel, int session, int revision, int tokens, int changed) {
        kernel.on(now, new Signal.Tokenised(session, revision, tokens, tokens, changed, 0), told);
        return on(kernel, new Signal.Submitted(session, revision));
    }

    private List<String> answered(Kernel kernel, int pass, int compute, int session) {
        on(kernel, new Signal.Computed(told.id(compute), 1));
        List<String> all = new ArrayList<>(on(kernel, new Signal.Verified(told.id(pass), session, 0, -1, -1, true)));
        all.addAll(on(kernel, new Signal.Passed(told.id(pass), 1)));
        return all;
    }

    @Test
    void rowsGetPagesAndWhatIsUndoneIsReleased() {
        Kernel kernel = loaded(kernel(facts(1, 20, 0, 0), KvPolicies.LRU, 1));
        assertThat(submitted(kernel, 0, 1, 3, 0))
                .containsExactly(
                        "open page 0 session 0 0..2 in 2",
                        "open page 1 session 0 2..4 in 2",
                        "rows#9 session 0 0..3 logits",
                        "begin#9",
                        "compute#10 pass#9 0..3 in 2");
        answered(kernel, 9, 10, 0);
        assertThat(submitted(kernel, 0, 2, 4, 1))
                .containsExactly(
                        "truncate 0 to 1",
                        "release 1",
                        "open page 1 session 0 2..4 in 2",
                        "rows#11 session 0 1..4 logits",
                        "begin#11",
                        "compute#12 pass#11 0..3 in 2");
    }

    @Test
    void whatDoesNotFitLeavesAndComesBackAheadOfTheLayerThatReadsIt() {
        // Room for six tokens: two pages rest, and two parts of what comes and goes.
        Kernel kernel = loaded(kernel(facts(1, 6, 100, 0), KvPolicies.LRU, 1));
        submitted(kernel, 0, 1, 6, 0);
        answered(kernel, 9, 10, 0);
        assertThat(submitted(kernel, 0, 2, 7, 6))
                .as("two of the three pages make room for a new one, what is needed last first")
                .containsExactly(
                        "open page 3 session 0 6..8 in 2",
                        "rows#11 session 0 6..7 logits",
                        "begin#11",
                        "move#12 page 1 2..2 from 2 to 1",
                        "move#13 page 2 2..2 from 2 to 1",
                        "move#14 page 1 3..3 from 2 to 1",
                        "move#15 page 2 3..3 from 2 to 1");
        assertThat(landed(kernel, 12)).containsExactly("compute#16 pass#11 0..0 in 2");
        assertThat(landed(kernel, 13)).containsExactly("compute#17 pass#11 1..1 in 2");
        assertThat(landed(kernel, 14)).as("nothing beyond the window").isEmpty();
        assertThat(landed(kernel, 15)).isEmpty();
        assertThat(on(kernel, new Signal.Computed(told.id(16), 1)))
                .as("behind the compute the pages leave, ahead of it they come")
                .containsExactly(
                        "move#18 page 1 2..2 from 1 to 2",
                        "move#19 page 2 2..2 from 1 to 2",
                        "move#20 page 1 0..0 from 2 to 1",
                        "move#21 page 2 0..0 from 2 to 1");
        assertThat(landed(kernel, 18)).isEmpty();
        assertThat(landed(kernel, 20)).containsExactly("compute#22 pass#11 2..2 in 2");
    }

    private List<String> landed(Kernel kernel, int name) {
        return on(kernel, new Signal.Landed(told.id(name), 1));
    }

    @Test
    void theSessionThatWaitsLongestGivesUpItsPages() {
        Kernel kernel = loaded(kernel(facts(3, 6, 100, 0), KvPolicies.LRU, 1));
        submitted(kernel, 0, 1, 2, 0);
        answered(kernel, 9, 10, 0);
        submitted(kernel, 1, 1, 2, 0);
        answered(kernel, 11, 12, 1);
        submitted(kernel, 0, 2, 2, 1);
        answered(kernel, 13, 14, 0);
        assertThat(submitted(kernel, 2, 1, 4, 0)).anyMatch(line -> line.contains("page 1 ") && line.endsWith("from 2 to 1"))
                .noneMatch(line -> line.contains("page 0 ") && line.endsWith("from 2 to 1"));
    }

    @Test
    void aMoveThatFailsTooOftenFailsTheTurn() {
        Kernel kernel = loaded(kernel(facts(2, 4, 100, 0), KvPolicies.LRU, 0));
        submitted(kernel, 0, 1, 4, 0);
        answered(kernel, 9, 10, 0);
        List<String> said = submitted(kernel, 1, 1, 4, 0);
        assertThat(said).anyMatch(line -> line.endsWith("from 2 to 1"));
        assertThat(on(kernel, new Signal.Failed(told.id(12), Cause.READ_ERROR, 1))).contains("abandon#11");
    }

    @Test
    void withoutRoomForOneMoreRowTheTurnFails() {
        Kernel kernel = loaded(kernel(facts(1, 4, 0, 0), KvPolicies.LRU, 1));
        submitted(kernel, 0, 1, 4, 0);
        answered(kernel, 9, 10, 0);
        assertThat(submitted(kernel, 0, 2, 5, 4)).containsExactly("fail 0 CONTEXT_FULL");
    }

    @Test
    void aPrefixIsComputedOnceAndReadByAll() {
        Kernel kernel = loaded(kernel(facts(2, 20, 0, 5), KvPolicies.LRU, 1));
        submitted(kernel, 0, 1, 6, 0);
        answered(kernel, 9, 10, 0);
        assertThat(submitted(kernel, 1, 1, 7, 0))
                .startsWith("truncate 1 to 0", "share page 0 session 1", "share page 1 session 1")
                .contains("rows#11 session 1 4..7 logits");
        answered(kernel, 11, 12, 1);
        assertThat(submitted(kernel, 1, 2, 4, 3))
                .as("what changes within a shared page is computed again, into a page of the session's own")
                .contains("truncate 1 to 2", "rows#13 session 1 2..4 logits")
                .noneMatch(line -> line.equals("release 1"));
    }

    @Test
    void thePagesWithTheLeastAttentionAreFoldedAndTheRecentStay() {
        Kernel kernel = loaded(kernel(facts(1, 20, 0, 0), KvPolicies.H2O, 1));
        submitted(kernel, 0, 1, 8, 0);
        on(kernel, new Signal.Computed(told.id(10), 1));
        on(kernel, new Signal.Attended(0, 500_000));
        on(kernel, new Signal.Attended(1, 100_000));
        on(kernel, new Signal.Attended(2, 200_000));
        on(kernel, new Signal.Attended(3, 50_000));
        on(kernel, new Signal.Verified(told.id(9), 0, 0, -1, -1, true));
        assertThat(on(kernel, new Signal.Passed(told.id(9), 1)))
                .as("two heavy and two recent tokens are kept")
                .containsExactly("fold 1", "fold 2", "release 1", "release 2");
    }

    @Test
    void aPageThatHoldsNoPositionIsRefused() {
        Facts facts = facts(1, 20, 0, 0);
        Facts.Kv kv = new Facts.Kv(20, 1, 0, 0, new Facts.Paging(3, 20, List.of(), 0));
        Facts small = new Facts(facts.shards(), facts.tiers(), facts.hops(), facts.draft(), kv);
        assertThatThrownBy(() -> kernel(small, KvPolicies.LRU, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kv.pageBytes: a page of 3 bytes does not hold one position, which takes 4");
    }
}
