package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

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
import nmos.sim.calendar.HeapCalendar;
import nmos.sim.fault.FaultRates;
import nmos.sim.fault.Faults;
import nmos.sim.station.Rate;
import nmos.world.acceptance.AcceptanceSpec;
import nmos.world.modelled.Modelled;
import nmos.world.modelled.Streams;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import nmos.world.run.World;
import nmos.world.typing.Scripts;
import org.junit.jupiter.api.Test;

/// Weights are fetched for the next pass when the last person goes: the run ends once those have landed.
class StopAnywhereTest {
    private static final int LAYER_BYTES = 1_000;
    private static final long GB_PER_S = 1_000_000_000L;
    private static final RowCurve COMPUTE = new RowCurve(new int[] {1, 1_000}, new long[] {100, 100});
    private static final Facts FACTS = new Facts(
            Collections.nCopies(1, new Facts.Shard(Facts.Kind.LAYER, 0, LAYER_BYTES, 0, Collections.nCopies(2, COMPUTE))),
            List.of(new Facts.Tier("SSD", Long.MAX_VALUE, 0, false), new Facts.Tier("VRAM", 2_000, 0, true)),
            List.of(new Facts.Hop(0, GB_PER_S, 1)),
            new Facts.Draft(false, 0, 0, 0),
            new Facts.Kv(1_000, 1, 0, 0));
    private static final Plan PLAN = new Plan(new int[] {0}, new int[] {1}, false, new int[] {0, 2}, new long[] {0, LAYER_BYTES});
    private static final Knobs KNOBS = new Knobs(
            new PlacementKnobs(Placements.PINNED, 1, List.of(), List.of()),
            new RiverKnobs(Rivers.DOUBLE_BUFFER, 1, 0),
            new SpeculationKnobs(Speculations.OFF, SpeculationKnobs.Drafting.MODEL, 0, List.of(), 0, 0, 0, false),
            new AnticipationKnobs(Anticipations.NONE, 0, Long.MAX_VALUE),
            new KvKnobs(KvPolicies.KEEP_ALL, 1 << 20),
            new BatchingKnobs(Batchings.ONE_SESSION, 1_000, 1024, 4),
            1);

    private final Rate rate = new Rate(0, GB_PER_S);

    private record Ended(RunOutcome outcome, boolean gone, boolean quiet, long ns) {}

    private Ended stoppedAt(long ns) {
        SimSetup setup = new SimSetup(
                FACTS,
                List.of(new SimSetup.Hop(rate, rate, 1)),
                1 << 20,
                0,
                new Workload(1, 2, 10, 3, 0, 50, true, 0, 1, null),
                new AcceptanceSpec(AcceptanceSpec.PerPosition.chain(.5), null),
                Scenario.Completion.NEVER,
                FaultRates.NONE,
                1,
                0);
        HeapCalendar calendar = new HeapCalendar();
        Streams streams = new Streams(1, 0);
        Devices devices = new Devices(calendar, setup, new Faults(FaultRates.NONE, streams));
        Modelled modelled = new Modelled(
                FACTS, Scripts.of(setup.workload(), 0), setup.completion(), setup.acceptance(), null, streams);
        World world = new World(
                calendar,
                new World.Setup(FACTS, setup.workload(), setup.reply(), 0, 0),
                new Kernel(FACTS, KNOBS, PLAN),
                RunWatch.NONE,
                ledger -> modelled.parts(ledger, devices));
        calendar.at(ns, world::stop);
        world.begin();
        calendar.run();
        RunOutcome outcome = world.outcome();
        return new Ended(outcome, world.gone(), outcome.ledger().quiet(), calendar.nowNs());
    }

    @Test
    void aRunThatIsStoppedAtAnyMomentCanBeReadAndIsCompleteOnceAllWorkIsDone() {
        Ended whole = stoppedAt(Long.MAX_VALUE - 1);
        assertThat(whole.outcome().complete()).isTrue();
        long end = whole.outcome().endNs();
        int goneAndBusy = 0;
        for (long ns = 0; ns < end + 2 * LAYER_BYTES; ns += 10) {
            Ended ended = stoppedAt(ns);
            assertThat(ended.outcome().complete()).as("stopped at %s ns", ns).isEqualTo(ended.gone() && ended.quiet());
            goneAndBusy += ended.gone() && !ended.quiet() ? 1 : 0;
        }
        assertThat(goneAndBusy).as("moments at which everybody has gone and a fetch is under way").isPositive();
    }
}
