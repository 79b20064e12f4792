package nmos.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nmos.policy.Cause;
import nmos.policy.DraftTree;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import nmos.policy.anticipation.Anticipation;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.anticipation.Typing;
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

/// Signals in, commands out: three shards of 100 bytes, storage (0), RAM (1) and VRAM (2).
class KernelTest {
    private final Told told = new Told();
    private long now;

    private static Facts facts(int shards, long ramBytes, long vramBytes, int sessions) {
        return facts(shards, ramBytes, vramBytes, sessions, false);
    }

    private static Facts facts(int shards, long ramBytes, long vramBytes, int sessions, boolean draft) {
        RowCurve curve = new RowCurve(new int[] {1}, new long[] {1_000});
        List<Facts.Shard> all = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            all.add(new Facts.Shard(Facts.Kind.LAYER, i, 100, 0, List.of(curve, curve, curve)));
        }
        return new Facts(
                all,
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", ramBytes, 0, true),
                        new Facts.Tier("VRAM", vramBytes, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1), new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(draft, 0, 0, 0),
                new Facts.Kv(100, sessions, 0, 0));
    }

    private static Knobs knobs(Rivers river) {
        return new Knobs(
                new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
                new RiverKnobs(river, 2, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(Anticipations.WARM, 0, Long.MAX_VALUE),
                new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
                new BatchingKnobs(Batchings.ONE_SESSION, 64, 1024, 4),
                1);
    }

    private static Knobs unloadingAfter(long ns) {
        Knobs base = knobs(Rivers.DOUBLE_BUFFER);
        return new Knobs(
                base.placement(),
                base.river(),
                base.speculation(),
                new AnticipationKnobs(Anticipations.WARM, 0, ns),
                base.kv(),
                base.batching(),
                base.retries());
    }

    private static Knobs chainOfTwo() {
        Knobs base = knobs(Rivers.DOUBLE_BUFFER);
        return new Knobs(
                base.placement(),
                base.river(),
                new SpeculationKnobs(Speculations.CHAIN, SpeculationKnobs.Drafting.MODEL, 2, List.of(), 8, 8, 1, false),
                base.anticipation(),
                base.kv(),
                base.batching(),
                base.retries());
    }

    /// Computes whatever is settled, worth it or not.
    private static final class Eager implements Anticipation {
        @Override
        public boolean warms() {
            return true;
        }

        @Override
        public int prefillTo(Typing typing) {
            return typing.stable();
        }

        @Override
        public int replyAfter(Typing typing) {
            return WAIT;
        }

        @Override
        public boolean believes(Typing typing, int chancePpm) {
            return false;
        }
    }

    /// All streamed through two slots in VRAM and two in RAM.
    private static Plan streamed(int shards) {
        int[] top = new int[shards];
        Arrays.fill(top, 2);
        return new Plan(new int[shards], top, false, new int[] {0, 2, 2}, new long[] {0, 100, 100});
    }

    private Kernel submitted(Kernel kernel, int session, int tokens) {
        kernel.on(now, new Signal.Tokenised(session, 1, tokens, tokens, 0, 0), told);
        kernel.on(now, new Signal.Submitted(session, 1), told);
        return kernel;
    }

    private List<String> on(Kernel kernel, Signal signal) {
        now += 10;
        kernel.on(now, signal, told);
        return told.lines();
    }

    private List<String> landed(Kernel kernel, int name) {
        return on(kernel, new Signal.Landed(told.id(name), 10));
    }

    private List<String> computed(Kernel kernel, int name) {
        return on(kernel, new Signal.Computed(told.id(name), 10));
    }

    @Test
    void fetchesAheadWhileNobodyHasAskedAnything() {
        Kernel kernel = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.DOUBLE_BUFFER), streamed(3));
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        assertThat(told.lines()).containsExactly("fetch#1 shard 0 from 0", "fetch#2 shard 1 from 0");
        assertThat(landed(kernel, 1)).containsExactly("fetch#3 shard 0 from 1");
        assertThat(landed(kernel, 2)).containsExactly("fetch#4 shard 1 from 1");
        assertThat(landed(kernel, 3)).containsExactly("evict shard 0 from 1", "fetch#5 shard 2 from 0");
        assertThat(landed(kernel, 4)).containsExactly("evict shard 1 from 1");
        assertThat(landed(kernel, 5)).as("VRAM has no slot left").isEmpty();
    }

    @Test
    void onDemandMovesNothingBeforeThePassStandsBeforeIt() {
        Kernel kernel = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.ON_DEMAND), streamed(3));
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        assertThat(told.lines()).isEmpty();
        submitted(kernel, 0, 5);
        assertThat(told.lines())
                .containsExactly("rows#1 session 0 0..5 logits", "begin#1", "fetch#2 shard 0 from 0");
        assertThat(landed(kernel, 2)).containsExactly("fetch#3 shard 0 from 1", "compute#4 pass#1 0..0 in 2");
        assertThat(landed(kernel, 3)).containsExactly("evict shard 0 from 1");
        assertThat(computed(kernel, 4)).containsExactly("evict shard 0 from 2", "fetch#5 shard 1 from 0");
    }

    @Test
    void residentShardsAreOneComputeAndStay() {
        Plan resident = new Plan(new int[] {2, 2, 2}, new int[] {2, 2, 2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(3, 1_000, 300, 1), knobs(Rivers.DOUBLE_BUFFER), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        for (int name = 1; name <= 6; name++) {
            landed(kernel, name);
        }
        told.lines();
        submitted(kernel, 0, 5);
        assertThat(told.lines())
                .containsExactly("rows#7 session 0 0..5 logits", "begin#7", "compute#8 pass#7 0..2 in 2");
        assertThat(computed(kernel, 8)).isEmpty();
        assertThat(on(kernel, new Signal.Verified(told.id(7), 0, 0, -1, -1, false))).containsExactly("emit 0 1");
        assertThat(on(kernel, new Signal.Passed(told.id(7), 10)))
                .containsExactly("tree#9 session 0 nodes 0", "begin#9", "compute#10 pass#9 0..2 in 2");
        computed(kernel, 10);
        assertThat(on(kernel, new Signal.Verified(told.id(9), 0, 0, -1, -1, true))).containsExactly("emit 0 1");
        assertThat(on(kernel, new Signal.Passed(told.id(9), 10))).as("the turn is over").isEmpty();
    }

    @Test
    void whatRestsAboveArrivesWhileWhatCameBeforeItLeaves() {
        Plan resident = new Plan(new int[] {2, 2, 2}, new int[] {2, 2, 2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(3, 1_000, 300, 1), knobs(Rivers.DOUBLE_BUFFER), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        assertThat(told.lines()).containsExactly("fetch#1 shard 0 from 0", "fetch#2 shard 1 from 0");
        assertThat(landed(kernel, 1)).containsExactly("fetch#3 shard 0 from 1");
        assertThat(landed(kernel, 3)).containsExactly("evict shard 0 from 1", "fetch#4 shard 2 from 0");
        assertThat(landed(kernel, 2)).containsExactly("fetch#5 shard 1 from 1");
    }

    @Test
    void whoeverWaitedForALongReplyIsThereWhenItEnds() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 1), unloadingAfter(1_000), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        submitted(kernel, 0, 5);
        told.lines();
        computed(kernel, 4);
        now += 5_000;
        on(kernel, new Signal.Verified(told.id(3), 0, 0, -1, -1, true));
        assertThat(on(kernel, new Signal.Passed(told.id(3), 10))).isEmpty();
        assertThat(kernel.wakeAtNs()).isEqualTo(now + 1_000);
        now += 990;
        assertThat(on(kernel, new Signal.Woke())).containsExactly("evict shard 0 from 2");
    }

    @Test
    void aPromptLongerThanAPassTakesSeveralAndOnlyTheLastWantsLogits() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 1), knobs(Rivers.DOUBLE_BUFFER), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        submitted(kernel, 0, 70);
        assertThat(told.lines()).contains("rows#3 session 0 0..64");
        computed(kernel, 4);
        assertThat(on(kernel, new Signal.Passed(told.id(3), 10))).contains("rows#5 session 0 64..70 logits");
    }

    @Test
    void aFailedFetchIsTriedAgainAndThenTheTurnFails() {
        Kernel kernel = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.ON_DEMAND), streamed(3));
        submitted(kernel, 0, 5);
        told.lines();
        assertThat(on(kernel, new Signal.Failed(told.id(2), Cause.READ_ERROR, 10)))
                .containsExactly("fetch#3 shard 0 from 0");
        assertThat(on(kernel, new Signal.Failed(told.id(3), Cause.READ_ERROR, 10))).contains("abandon#1");
        told.lines();
        assertThat(on(kernel, new Signal.Dropped(told.id(1), 0))).contains("fail 0 RETRIES_EXHAUSTED");
    }

    @Test
    void aPromptThatDoesNotFitTheContextFailsItsTurnAndTheNextOneRuns() {
        Kernel kernel = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.ON_DEMAND), streamed(3));
        submitted(kernel, 0, 101);
        assertThat(told.lines()).containsExactly("fail 0 CONTEXT_FULL");
        kernel.on(now, new Signal.Tokenised(0, 2, 9, 9, 0, 0), told);
        kernel.on(now, new Signal.Submitted(0, 2), told);
        assertThat(told.lines()).contains("rows#1 session 0 0..9 logits");
    }

    @Test
    void oneSessionsTurnRunsToItsEndBeforeTheNext() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 2), knobs(Rivers.DOUBLE_BUFFER), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        submitted(kernel, 1, 5);
        submitted(kernel, 0, 5);
        assertThat(told.lines()).contains("rows#3 session 1 0..5 logits").noneMatch(line -> line.contains("session 0"));
        computed(kernel, 4);
        on(kernel, new Signal.Verified(told.id(3), 1, 0, -1, -1, false));
        assertThat(on(kernel, new Signal.Passed(told.id(3), 1))).contains("tree#5 session 1 nodes 0");
        computed(kernel, 6);
        on(kernel, new Signal.Verified(told.id(5), 1, 0, -1, -1, true));
        assertThat(on(kernel, new Signal.Passed(told.id(5), 1))).contains("rows#7 session 0 0..5 logits");
    }

    @Test
    void memoryPressureTakesWhatIsNeededLastAndItComesBackWhenTheMemoryDoes() {
        Plan inRam = new Plan(
                new int[] {1, 1, 1}, new int[] {2, 2, 2}, false, new int[] {0, 0, 1}, new long[] {0, 0, 100});
        Kernel kernel = new Kernel(facts(3, 300, 100, 1), knobs(Rivers.DOUBLE_BUFFER), inRam);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        landed(kernel, 3);
        landed(kernel, 4);
        told.lines();
        assertThat(on(kernel, new Signal.Pressed(1, 200))).containsExactly("evict shard 2 from 1");
        assertThat(on(kernel, new Signal.Pressed(1, 300))).containsExactly("fetch#5 shard 2 from 0");
    }

    @Test
    void aPassThatCanNeverGetItsShardFailsItsTurnInsteadOfWaiting() {
        Kernel kernel = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.DOUBLE_BUFFER), streamed(3));
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        kernel.on(0, new Signal.Pressed(2, 50), told);
        submitted(kernel, 0, 5);
        for (int name = 1; name <= 3; name++) {
            if (told.lines().stream().noneMatch(line -> line.startsWith("abandon"))) {
                landed(kernel, name);
            }
        }
        assertThat(on(kernel, new Signal.Dropped(told.id(3), 0))).contains("fail 0 MEMORY_PRESSURE");
    }

    @Test
    void theDigestIsThatOfTheStateAndNotOfTheWayThere() {
        Kernel one = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.DOUBLE_BUFFER), streamed(3));
        Kernel two = new Kernel(facts(3, 1_000, 200, 1), knobs(Rivers.DOUBLE_BUFFER), streamed(3));
        assertThat(one.digest()).isEqualTo(two.digest());
        one.on(0, new Signal.Keystroke(0, 0), told);
        assertThat(one.digest()).isNotEqualTo(two.digest());
        two.on(0, new Signal.Woke(), told);
        two.on(0, new Signal.Keystroke(0, 0), told);
        assertThat(one.digest()).isEqualTo(two.digest());
    }

    @Test
    void anticipationComputesWhatIsSettledAndASubmitInTheMiddleWaitsForThatPass() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Anticipation eager = new Eager();
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 1), knobs(Rivers.DOUBLE_BUFFER), resident, eager);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        told.lines();
        assertThat(on(kernel, new Signal.Tokenised(0, 1, 4, 5, 0, 0)))
                .containsExactly("rows#3 session 0 0..4", "begin#3", "compute#4 pass#3 0..0 in 2");
        assertThat(on(kernel, new Signal.Tokenised(0, 2, 7, 7, 5, 0))).isEmpty();
        assertThat(on(kernel, new Signal.Submitted(0, 2))).isEmpty();
        computed(kernel, 4);
        assertThat(on(kernel, new Signal.Passed(told.id(3), 1)))
                .containsExactly("rows#5 session 0 4..7 logits", "begin#5", "compute#6 pass#5 0..0 in 2");
    }

    @Test
    void anEditThatReachesIntoComputedTokensUndoesThem() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Anticipation eager = new Eager();
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 1), knobs(Rivers.DOUBLE_BUFFER), resident, eager);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        on(kernel, new Signal.Tokenised(0, 1, 4, 5, 0, 0));
        computed(kernel, 4);
        on(kernel, new Signal.Passed(told.id(3), 1));
        assertThat(on(kernel, new Signal.Tokenised(0, 2, 2, 3, 2, 0))).containsExactly("truncate 0 to 2");
    }

    @Test
    void aDraftIsAskedForAfterEachVerdictAndItsNodesGoIntoTheNextPass() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 1, true), chainOfTwo(), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        submitted(kernel, 0, 5);
        told.lines();
        computed(kernel, 4);
        assertThat(on(kernel, new Signal.Verified(told.id(3), 0, 0, -1, -1, false)))
                .containsExactly("emit 0 1", "draft#5 session 0 CHAIN 2");
        on(kernel, new Signal.Passed(told.id(3), 1));
        DraftTree two = new DraftTree(new int[] {-1, 0}, new int[] {900_000, 800_000});
        assertThat(on(kernel, new Signal.Drafted(told.id(5), 0, two, 1)))
                .containsExactly("tree#6 session 0 draft#5 nodes 2", "begin#6", "compute#7 pass#6 0..0 in 2");
        computed(kernel, 7);
        assertThat(on(kernel, new Signal.Verified(told.id(6), 0, 2, 1, -1, false))).startsWith("emit 0 3");
    }

    @Test
    void aDraftThatFailsLeavesAPassOfOneRow() {
        Plan resident = new Plan(new int[] {2}, new int[] {2}, false, new int[3], new long[3]);
        Kernel kernel = new Kernel(facts(1, 1_000, 300, 1, true), chainOfTwo(), resident);
        kernel.on(0, new Signal.Keystroke(0, 0), told);
        landed(kernel, 1);
        landed(kernel, 2);
        submitted(kernel, 0, 5);
        computed(kernel, 4);
        on(kernel, new Signal.Verified(told.id(3), 0, 0, -1, -1, false));
        on(kernel, new Signal.Passed(told.id(3), 1));
        assertThat(on(kernel, new Signal.Failed(told.id(5), Cause.DEVICE_LOST, 1))).contains("tree#6 session 0 nodes 0");
    }
}
