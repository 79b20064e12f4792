package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nmos.policy.Commands;
import nmos.policy.Facts;
import nmos.policy.Policy;
import nmos.policy.RowCurve;
import nmos.policy.Signal;
import nmos.policy.Visits;
import nmos.policy.anticipation.AnticipationKnobs;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.BatchingKnobs;
import nmos.policy.batching.Batchings;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.policy.kernel.Kernel;
import nmos.policy.kernel.Knobs;
import nmos.policy.kv.KvKnobs;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Placements;
import nmos.policy.placement.PlacementKnobs;
import nmos.policy.river.RiverKnobs;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.SpeculationKnobs;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario;
import nmos.scenarios.Workload;
import nmos.sim.calendar.HeapCalendar;
import nmos.sim.fault.FaultRates;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.modelled.Routers;
import org.junit.jupiter.api.Test;

/// One layer of 16 experts, two for each row, that are visited by Zipf's law; VRAM holds the layer, the head and some experts.
class ExpertCacheTest {
    private static final long BYTES = 100;
    private static final int TOKENS = 400;

    /// What routers chose, in the order they spoke.
    private static final class Heard implements Policy {
        private final Policy policy;
        private final List<int[]> chosen = new ArrayList<>();

        Heard(Policy policy) {
            this.policy = policy;
        }

        @Override
        public void on(long nowNs, Signal signal, Commands out) {
            if (signal instanceof Signal.Routed routed) {
                chosen.add(routed.experts());
            }
            policy.on(nowNs, signal, out);
        }

        @Override
        public long wakeAtNs() {
            return policy.wakeAtNs();
        }

        @Override
        public long digest() {
            return policy.digest();
        }
    }

    private record Ran(List<int[]> chosen, long inVram, long inRam, long linkBytes) {}

    private static Ran run(ExpertCaches cache, ExpertPlaces compute, int cached) {
        RowCurve curve = new RowCurve(new int[] {1, 8}, new long[] {10, 10});
        List<RowCurve> curves = Collections.nCopies(3, curve);
        List<Facts.Shard> shards = new ArrayList<>();
        shards.add(new Facts.Shard(Facts.Kind.LAYER, 0, BYTES, 0, curves));
        // near 1/r, in thousandths: together two experts a row
        int[] parts = {591, 296, 197, 148, 118, 99, 84, 74, 66, 59, 54, 49, 46, 42, 39, 38};
        for (int part : parts) {
            shards.add(new Facts.Shard(Facts.Kind.EXPERT, 0, BYTES, 0, curves, new Visits(part * 1_000, 0)));
        }
        shards.add(new Facts.Shard(Facts.Kind.HEAD, 1, BYTES, 0, curves));
        Facts facts = new Facts(
                shards,
                List.of(
                        new Facts.Tier("SSD", Long.MAX_VALUE, 0, false),
                        new Facts.Tier("RAM", 10_000, 0, true),
                        new Facts.Tier("VRAM", (2 + cached) * BYTES, 0, true)),
                List.of(new Facts.Hop(0, 1_000_000_000, 1), new Facts.Hop(0, 1_000_000_000, 1)),
                new Facts.Draft(false, 0, 0, 0),
                new Facts.Kv(1_000, 1, 0, 0));
        Knobs knobs = new Knobs(
                new PlacementKnobs(
                        Placements.PINNED, 1, List.of(0L, Long.MAX_VALUE, Long.MAX_VALUE), List.of(0, 2, 2),
                        new ExpertKnobs(cache, compute, List.of(0L, Long.MAX_VALUE, Long.MAX_VALUE), false)),
                new RiverKnobs(Rivers.DOUBLE_BUFFER, 1, 0),
                new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
                new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE),
                new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
                new BatchingKnobs(Batchings.ONE_SESSION, 1, 1024, 4),
                1);
        Rate rate = new Rate(0, 1_000_000_000);
        SimSetup setup = new SimSetup(
                facts,
                List.of(new SimSetup.Hop(rate, rate, 1), new SimSetup.Hop(rate, rate, 1)),
                1 << 20,
                0,
                new Workload(1, 1, 1, TOKENS, 0, 0, true, 0, 1, null),
                new AcceptanceSpec(AcceptanceSpec.PerPosition.chain(.5), null),
                Scenario.Completion.NEVER,
                FaultRates.NONE,
                1,
                0);
        assertThat(setup.routers()).isEqualTo(Routers.DRAWN);
        Heard heard = new Heard(new Kernel(facts, knobs));
        SimOutcome outcome = new SimWorld(new HeapCalendar(), setup, heard).run();
        return new Ran(
                heard.chosen,
                outcome.run().ledger().experts().found()[2],
                outcome.run().ledger().experts().found()[1],
                outcome.run().ledger().fetchedBytes(2));
    }

    /// How many of the chosen a list of those used last would have had.
    private static long hits(List<int[]> chosen, int capacity) {
        LinkedHashSet<Integer> recent = new LinkedHashSet<>();
        long hits = 0;
        for (int[] now : chosen) {
            List<Integer> missing = new ArrayList<>();
            for (int expert : now) {
                if (recent.remove(expert)) {
                    recent.add(expert);
                    hits++;
                } else {
                    missing.add(expert);
                }
            }
            for (int expert : missing) {
                if (recent.size() == capacity) {
                    recent.removeFirst();
                }
                recent.add(expert);
            }
        }
        return hits;
    }

    @Test
    void lruHasWhatAListOfThoseUsedLastHas() {
        for (int cached : new int[] {2, 4, 7, 12}) {
            Ran ran = run(ExpertCaches.LRU, ExpertPlaces.WITH_LAYER, cached);
            assertThat(ran.chosen).hasSize(TOKENS);
            assertThat(ran.inVram).as("%d cached", cached).isEqualTo(hits(ran.chosen, cached));
        }
    }

    @Test
    void keepingThePopularIsBetterThanKeepingTheLatest() {
        Ran popular = run(ExpertCaches.POPULAR, ExpertPlaces.WITH_LAYER, 7);
        assertThat(popular.inVram).isGreaterThan(run(ExpertCaches.LRU, ExpertPlaces.WITH_LAYER, 7).inVram);
        // five at home, and two that come and go
        Set<Integer> home = Set.of(1, 2, 3, 4, 5);
        long atHome = popular.chosen.stream().skip(10).flatMapToInt(Arrays::stream).filter(home::contains).count();
        assertThat(popular.inVram).isGreaterThanOrEqualTo(atHome);
    }

    @Test
    void whatIsComputedInPlaceDoesNotMove() {
        Ran ran = run(ExpertCaches.POPULAR, ExpertPlaces.IN_PLACE, 7);
        assertThat(ran.inRam).isPositive();
        assertThat(ran.linkBytes).isLessThanOrEqualTo((2 + 7) * BYTES);
    }
}
