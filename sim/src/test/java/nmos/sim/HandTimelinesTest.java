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
import nmos.world.metrics.Pass;
import org.junit.jupiter.api.Test;

/// Timelines worked out on paper, to the nanosecond. Three layers of 1,000 bytes; one byte a nanosecond is 1 GB/s.
class HandTimelinesTest {
    private static final int LAYER_BYTES = 1_000;
    private static final long GB_PER_S = 1_000_000_000L;

    private static Facts facts(long ssd, long link, long computeNs, long ramBytes, long vramBytes) {
        RowCurve curve = new RowCurve(new int[] {1, 1_000}, new long[] {computeNs, computeNs});
        List<Facts.Shard> layers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            layers.add(new Facts.Shard(Facts.Kind.LAYER, i, LAYER_BYTES, 0, Collections.nCopies(3, curve)));
        }
        return new Facts(
                layers,
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", ramBytes, 0, true),
                        new Facts.Tier("VRAM", vramBytes, 0, true)),
                List.of(new Facts.Hop(0, ssd, 1), new Facts.Hop(0, link, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(1_000, 1, 0, 0));
    }

    private static List<Pass> run(Facts facts, Rivers river, Plan plan, int replyTokens) {
        Knobs knobs = new Knobs(
                new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
                new RiverKnobs(river, 1, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE),
                new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
                new BatchingKnobs(Batchings.ONE_SESSION, 1_000, 1024, 4),
                1);
        List<SimSetup.Hop> hops = facts.hops().stream()
                .map(hop -> {
                    Rate rate = new Rate(hop.latencyNs(), hop.bytesPerSec());
                    return new SimSetup.Hop(rate, rate, hop.depth());
                })
                .toList();
        SimSetup setup = new SimSetup(
                facts,
                hops,
                1 << 20,
                0,
                new Workload(1, 1, 10, replyTokens, 0, 0, true, 0, 1, null),
                new AcceptanceSpec(AcceptanceSpec.PerPosition.chain(.5), null),
                Scenario.Completion.NEVER,
                FaultRates.NONE,
                1,
                0);
        return new SimWorld(DsolCalendar.create(), setup, new Kernel(facts, knobs, plan)).run().passes();
    }

    private static Plan plan(int... home) {
        return new Plan(home, new int[] {2, 2, 2}, false, new int[] {0, 2, 2}, new long[] {0, LAYER_BYTES, LAYER_BYTES});
    }

    private static void passesEndAt(List<Pass> passes, long... ns) {
        assertThat(passes.stream().mapToLong(Pass::endedNs)).containsExactly(box(ns));
    }

    private static Long[] box(long... ns) {
        Long[] boxed = new Long[ns.length];
        for (int i = 0; i < ns.length; i++) {
            boxed[i] = ns[i];
        }
        return boxed;
    }

    @Test
    void onDemandAddsUpReadCopyAndComputeOfEveryLayer() {
        // read 1000, copy 500, compute 100, three times a pass, nothing beside anything
        Facts facts = facts(GB_PER_S, 2 * GB_PER_S, 100, 10_000, 2_000);
        passesEndAt(run(facts, Rivers.ON_DEMAND, plan(0, 0, 0), 3), 4_800, 9_600, 14_400);
    }

    @Test
    void doubleBufferingLeavesTheSlowerHopAlone() {
        // reads end at 1000, 2000, 3000 and so on without a pause; the last layer's copy (500) and compute (100) are what
        // is left after its read, in the first pass as in all others
        Facts facts = facts(GB_PER_S, 2 * GB_PER_S, 100, 10_000, 2_000);
        passesEndAt(run(facts, Rivers.DOUBLE_BUFFER, plan(0, 0, 0), 3), 3_600, 6_600, 9_600);
    }

    @Test
    void aSlowLinkHidesTheReadsOfLayersThatAreNotInRam() {
        // layer 1 rests in RAM. First pass: reads end at 1000, 2000, 3000, copies (2000 each) at 3000, 5000, 7000. From then on the
        // link never rests: a copy every 2000, so passes are 6000 apart.
        Facts facts = facts(GB_PER_S, GB_PER_S / 2, 100, 10_000, 2_000);
        passesEndAt(run(facts, Rivers.DOUBLE_BUFFER, plan(0, 1, 0), 3), 7_100, 13_100, 19_100);
    }

    @Test
    void aLayerInVramTakesPartInComputeAlone() {
        // layer 0 rests in VRAM once the first pass has brought it: reads of 1 and 2 end 1000 apart, the first pass as
        // above; then a pass reads two layers
        Facts facts = facts(GB_PER_S, 2 * GB_PER_S, 100, 10_000, 3_000);
        passesEndAt(run(facts, Rivers.DOUBLE_BUFFER, plan(2, 0, 0), 3), 3_600, 5_600, 7_600);
    }

    @Test
    void computeLongerThanEveryCopyIsWhatIsLeft() {
        // the first layer is there at 1500, then the GPU never rests: 5000 a layer
        Facts facts = facts(GB_PER_S, 2 * GB_PER_S, 5_000, 10_000, 2_000);
        passesEndAt(run(facts, Rivers.DOUBLE_BUFFER, plan(0, 0, 0), 2), 16_500, 31_500);
    }

    @Test
    void theCpuComputesInPlaceWhileTheLinkBringsTheRest() {
        // layer 1 is computed in RAM. Reads end at 1000, 2000, 3000; copies of 0 and 2 (2000 each) at 3000 and 5000; computes: 0 to
        // 3100, 1 to 3200, 2 to 5100. The link goes on with 0 at once: 7000, 7100; 1 to 7200; 2 at 9000, 9100.
        Facts facts = facts(GB_PER_S, GB_PER_S / 2, 100, 10_000, 2_000);
        Plan plan = new Plan(
                new int[] {0, 1, 0}, new int[] {2, 1, 2}, false, new int[] {0, 2, 2}, new long[] {0, LAYER_BYTES, LAYER_BYTES});
        passesEndAt(run(facts, Rivers.DOUBLE_BUFFER, plan, 2), 5_100, 9_100);
    }
}
