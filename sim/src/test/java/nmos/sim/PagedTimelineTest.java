package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.kernel.Kernel;
import nmos.policy.kernel.Knobs;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.placement.Placements;
import nmos.policy.placement.Plan;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.sim.calendar.DsolCalendar;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.ledger.PageUse;
import nmos.world.metrics.Pass;
import org.junit.jupiter.api.Test;

/// A pass whose KV comes and goes, worked out on paper to the nanosecond: three resident layers that take 100 ns each, ten
/// bytes of KV a token and layer, every hop one byte a nanosecond. A page of 300 bytes holds ten positions in three parts of
/// 100 bytes.
class PagedTimelineTest {
    private static SimOutcome run(long residentTokens, long attentionBytesPerSec) {
        return run(KvPolicies.LRU, residentTokens, 900, attentionBytesPerSec);
    }

    private static SimOutcome run(KvPolicies policy, long residentTokens, long spillBytes, long attentionBytesPerSec) {
        RowCurve curve = new RowCurve(new int[] {1, 1_000}, new long[] {100, 100});
        List<Facts.Shard> layers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            layers.add(new Facts.Shard(Facts.Kind.LAYER, i, 1_000, 10, Collections.nCopies(3, curve)));
        }
        Facts facts = new Facts(
                layers,
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", 10_000, spillBytes, false),
                        new Facts.Tier("VRAM", 10_000, 0, true, attentionBytesPerSec)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1), new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(100, 1, 0, 0, new Facts.Paging(300, residentTokens, List.of(0L, spillBytes, 0L), 0)));
        Knobs knobs = new Knobs(
                new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
                new RiverKnobs(Rivers.DOUBLE_BUFFER, 1, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE),
                new KvKnobs(policy, 300),
                new BatchingKnobs(Batchings.ONE_SESSION, 1_000, 1, 1),
                1);
        Rate rate = new Rate(0, 1_000_000_000);
        SimSetup setup = new SimSetup(
                facts,
                Collections.nCopies(2, new SimSetup.Hop(rate, rate, 1)),
                1 << 20,
                0,
                new Workload(1, 1, 30, 2, 0, 0, true, 0, 1, null),
                new AcceptanceSpec(AcceptanceSpec.PerPosition.chain(.5), null),
                Scenario.Completion.NEVER,
                FaultRates.NONE,
                1,
                0);
        Plan plan = new Plan(new int[] {2, 2, 2}, new int[] {2, 2, 2}, false, new int[] {0, 2, 0}, new long[] {0, 1_000, 0});
        return new SimWorld(DsolCalendar.create(), setup, new Kernel(facts, knobs, plan)).run();
    }

    private static List<Long> passesEnd(SimOutcome outcome) {
        return outcome.passes().stream().map(Pass::endedNs).toList();
    }

    @Test
    void withRoomForAllAPassIsItsComputes() {
        // weights are in VRAM at 2000, 3000 and 4000; the second pass waits for nothing
        assertThat(passesEnd(run(40, 0))).containsExactly(4_100L, 4_400L);
    }

    @Test
    void attentionReadsWhatIsThere() {
        // 30 tokens of 10 bytes at a byte a nanosecond: 300 ns a layer more
        assertThat(passesEnd(run(40, 1_000_000_000))).containsExactly(4_100L, 5_300L);
    }

    @Test
    void whatDoesNotFitCrossesTheLinkBothWays() {
        // 30 tokens fill three pages and all the room there is. For the 31st all three come and go, since two parts of each and
        // a whole new page are as much as fits. After 4100, times from there:
        //   0    the third parts leave, 100 each: gone at 100, 200, 300
        //   100  room for the new page's first part: layer 0, to 200; at 200 for its second: layer 1, to 300
        //   200  the first parts leave, behind the others: gone at 400, 500, 600
        //   300  room for one third part to come back: there at 400, the next at 500 and 600
        //   600  all third parts are there, and room for the new page's: layer 2, to 700
        SimOutcome outcome = run(30, 0);
        assertThat(passesEnd(outcome)).containsExactly(4_100L, 4_800L);
        PageUse use = outcome.ledger().pages().use();
        assertThat(use.opened()).isEqualTo(4);
        assertThat(outcome.kvStalledNs()).isEqualTo(100 + 300);
    }

    @Test
    void whatRestsBelowComesUpForEveryLayerWhateverRoomThereIs() {
        // Two parts of each of four pages, 800 bytes, are what passing through takes. In the first pass the three parts of a layer leave once it
        // is computed. For the second all nine come up again, 100 each, from 4100 to 5000, and the last layer is computed behind them.
        SimOutcome outcome = run(KvPolicies.BELOW, 40, 1_200, 0);
        assertThat(outcome.ledger().pages().use().opened()).isEqualTo(4);
        assertThat(outcome.passes()).hasSize(2);
        assertThat(passesEnd(outcome)).containsExactly(4_100L, 5_100L);
    }
}
