package nmos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import nmos.journal.JournalReader;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.Replay;
import nmos.policy.Facts;
import nmos.policy.RowCurve;
import nmos.policy.kernel.Kernel;
import nmos.policy.placement.Plan;
import nmos.policy.placement.PlacementException;
import nmos.scenarios.Typed;
import nmos.scenarios.Workload;
import nmos.sim.calendar.Calendar;
import nmos.sim.calendar.DsolCalendar;
import nmos.sim.calendar.HeapCalendar;
import nmos.traces.TypedTurn;
import nmos.world.bound.Bound;
import nmos.world.metrics.Pass;
import nmos.world.metrics.Turn;
import org.junit.jupiter.api.Test;

/// Thousands of random worlds, each checked against the whole invariant book. `-Dnmos.swarm.seeds=N` sets how many,
/// `-Dnmos.swarm.seed=S` runs one.
class SwarmTest {
    private static final long SEEDS = Long.getLong("nmos.swarm.seeds", 2_000);
    private static final int MAX_QUEUE = 64;

    @Test
    void noWorldBreaksTheBook() {
        Long one = Long.getLong("nmos.swarm.seed");
        AtomicInteger impossible = new AtomicInteger();
        LongStream seeds = one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
        SortedMap<Long, Throwable> broken = new ConcurrentSkipListMap<>();
        seeds.parallel().forEach(seed -> {
            try {
                if (!holds(seed)) {
                    impossible.incrementAndGet();
                }
            } catch (RuntimeException | AssertionError | IOException breach) {
                broken.put(seed, breach);
            }
        });
        broken.entrySet().stream().findFirst().ifPresent(first -> {
            throw new AssertionError(
                    broken.size() + " seeds, the first: " + first.getValue().getMessage()
                            + "\nreproduce: mvn -pl sim -am test -Dtest=SwarmTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dnmos.swarm.seed=" + first.getKey(),
                    first.getValue());
        });
        if (one == null) {
            assertThat(impossible.get()).as("worlds in which the model cannot run at all").isLessThan((int) (SEEDS / 4));
        }
    }

    /// False where the model cannot run on the machine at all.
    private static boolean holds(long seed) throws IOException {
        SwarmCase swarm = SwarmCase.of(seed);
        Plan plan;
        try {
            plan = swarm.knobs().placement().kind().create().plan(swarm.setup().facts(), swarm.knobs().placement());
        } catch (PlacementException tooSmall) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SimOutcome first;
        try (JournalWriter journal = new JournalWriter(bytes, "00".repeat(32))) {
            first = play(swarm, plan, new HeapCalendar(), journal);
        }
        everyTurnEnds(swarm, first);
        devicesAgreeWithThemselves(first);
        nothingBeatsTheBound(swarm, plan, first);
        replays(swarm, plan, bytes.toByteArray());
        Calendar other = seed % 4 == 0 ? DsolCalendar.create() : new HeapCalendar();
        sameAgain(first, new SimWorld(other, swarm.setup(), kernel(swarm, plan)).run());
        return true;
    }

    private static Facts headsForNothing(Facts facts) {
        RowCurve nothing = new RowCurve(new int[] {1}, new long[] {0});
        List<Facts.Shard> shards = facts.shards().stream()
                .map(shard -> shard.kind() != Facts.Kind.HEAD
                        ? shard
                        : new Facts.Shard(shard.kind(), shard.layer(), shard.bytes(), shard.kvBytesPerToken(),
                                Collections.nCopies(facts.tiers().size(), nothing), shard.visits()))
                .toList();
        return new Facts(shards, facts.tiers(), facts.hops(), facts.draft(), facts.kv());
    }

    private static Kernel kernel(SwarmCase swarm, Plan plan) {
        return new Kernel(swarm.setup().facts(), swarm.knobs(), plan);
    }

    private static SimOutcome play(SwarmCase swarm, Plan plan, Calendar calendar, JournalWriter journal) {
        return new SimWorld(calendar, swarm.setup(), new JournalingPolicy(kernel(swarm, plan), journal)).run();
    }

    private static void everyTurnEnds(SwarmCase swarm, SimOutcome outcome) {
        assertThat(outcome.complete()).isTrue();
        Workload workload = swarm.setup().workload();
        Typed typed = workload.typed();
        long turns = typed == null
                ? (long) workload.sessions() * workload.turns()
                : typed.sessions().stream().flatMap(List::stream).filter(TypedTurn::submitted).count();
        assertThat(outcome.turns()).hasSize((int) turns);
        for (Turn turn : outcome.turns()) {
            int reply = typed == null ? workload.replyTokens() : submitted(typed, turn).begin().replyTokens();
            assertThat(turn.failed().isPresent() || turn.tokens() == reply).as("turn %s", turn).isTrue();
        }
    }

    private static TypedTurn submitted(Typed typed, Turn turn) {
        return typed.sessions().get(turn.session()).stream()
                .filter(TypedTurn::submitted)
                .toList()
                .get(turn.index());
    }

    private static void devicesAgreeWithThemselves(SimOutcome outcome) {
        for (SimOutcome.Device device : outcome.devices()) {
            assertThat(device.books().contradiction()).as(device.name()).isEmpty();
            assertThat(device.books().inside()).as(device.name()).isZero();
            assertThat(device.books().maxWaiting()).as(device.name()).isLessThanOrEqualTo(MAX_QUEUE);
        }
    }

    /// In these worlds every row visits as many bytes of experts, so that the least a pass visits is no matter of luck.
    ///
    /// Two passes move the bytes of one at least between them, for less than one pass can have been fetched before. A pass that asks
    /// the oracle nothing computes no head.
    private static void nothingBeatsTheBound(SwarmCase swarm, Plan plan, SimOutcome outcome) {
        Bound bound = Bound.of(headsForNothing(swarm.setup().facts()), plan.pinLimits(swarm.knobs().placement()), 1);
        List<Pass> passes = outcome.passes();
        for (int later = 1; later < passes.size(); later++) {
            assertThat(passes.get(later).endedNs() - passes.get(later - 1).beganNs())
                    .isGreaterThanOrEqualTo(bound.passNs());
            assertThat(passes.get(later).endedNs() - passes.getFirst().beganNs())
                    .isGreaterThanOrEqualTo(later * bound.passNs());
        }
    }

    private static void replays(SwarmCase swarm, Plan plan, byte[] journal) throws IOException {
        try (JournalReader reader = JournalReader.of("swarm", new ByteArrayInputStream(journal))) {
            assertThat(Replay.of(reader, kernel(swarm, plan))).isInstanceOf(Replay.Outcome.Same.class);
        }
    }

    private static void sameAgain(SimOutcome one, SimOutcome two) {
        assertThat(two.endNs()).isEqualTo(one.endNs());
        assertThat(two.policyDigest()).isEqualTo(one.policyDigest());
        assertThat(two.lastDraw()).isEqualTo(one.lastDraw());
        assertThat(two.devices()).isEqualTo(one.devices());
        assertThat(two.passes()).isEqualTo(one.passes());
    }
}
