package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.live.disk.Tampered;
import nmos.live.engine.ResidentEngine;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;
import nmos.policy.Signal;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// People who keep changing their minds, and work that is cancelled whatever the policy meant by it: each reports once, and what
/// is said is right.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelStormTest {
    private static final int SESSIONS = 3;
    private static final int TURNS = 5;
    private static final double CANCELLED = 0.2;

    @TempDir
    Path folder;

    private static String[] storm(Path trace, String... more) {
        String[] all = Rig.with(
                Rig.SPECULATION.toArray(String[]::new),
                "workload={trace: '" + trace + "', thinkTime: 1 ms, freshContext: true, pauseAfter: 3 ms}",
                "anticipation={kind: predict, predictTokens: 8}",
                "kv.tokensPerSession=512",
                "retries=1000");
        return Rig.with(all, more);
    }

    private static Booked seeThrough(LiveWorld world, Rig rig, long seed, boolean faulty) throws Exception {
        Booked booked = new Booked(world.policy(), CANCELLED, seed);
        LiveOutcome outcome = Watchdog.watched(() -> world.run(booked, RunWatch.NONE));
        assertThat(outcome.run().complete()).as(booked.toString()).isTrue();
        assertThat(booked.underWay()).as("work never reported").isEmpty();
        assertThat(booked.commands("cancel")).as("%s", booked).isGreaterThan(100);
        assertThat(booked.signals(Signal.Dropped.class)).as("%s", booked).isGreaterThan(20);
        if (Boolean.getBoolean("nmos.say")) {
            System.out.println(booked);
        }
        if (!faulty) {
            assertThat(outcome.faults()).isEmpty();
        }
        try (ResidentEngine oracle = ResidentEngine.load(rig.oracle, 2)) {
            for (LiveOutcome.Reply reply : outcome.replies()) {
                int[] own = oracle.generate(
                                reply.prompt(), reply.tokens().length, new Sampler(SamplingOptions.GREEDY, 0), _ -> {})
                        .ids();
                // the resident engine ends where the model would
                assertThat(Arrays.copyOf(reply.tokens(), own.length)).containsExactly(own);
            }
        }
        assertThat(outcome.replies()).isNotEmpty();
        return booked;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachWorkReportsOnceAndTheWordsAreRight(long seed) throws Exception {
        Rig rig = new Rig(folder);
        Path trace = Hurried.trace(folder.resolve("hurried.jsonl"), SESSIONS, TURNS, seed);
        try (LiveWorld world = rig.world(rig.drafting().paced(), storm(trace))) {
            seeThrough(world, rig, seed, false);
        }
    }

    @Test
    void alsoWhileKvMoves() throws Exception {
        Rig rig = new Rig(folder);
        Path trace = Hurried.trace(folder.resolve("hurried.jsonl"), SESSIONS, TURNS, 4);
        try (LiveWorld world = rig.world(
                rig.drafting().paced(),
                storm(trace, "kv.policy=lru", "kv.pageBytes=64 KiB", "kv.residentTokens=400", "kv.spill.ram=64 KiB", "kv.spill.ssd=64 MB"))) {
            Booked booked = seeThrough(world, rig, 4, false);
            assertThat(booked.commands("movePage")).as("%s", booked).isPositive();
        }
    }

    @Test
    void alsoWhileTheDiskFailsNowAndThen() throws Exception {
        Rig rig = new Rig(folder);
        Path trace = Hurried.trace(folder.resolve("hurried.jsonl"), SESSIONS, TURNS, 5);
        AtomicInteger pieces = new AtomicInteger();
        try (LiveWorld world = rig.world(
                rig.drafting().paced(),
                how -> Tampered.drive(how, came -> pieces.incrementAndGet() % 3 == 0 ? Tampered.readError() : came),
                storm(trace, "retries=3"))) {
            Booked booked = seeThrough(world, rig, 5, true);
            assertThat(booked.commands("abandonPass")).as("passes given up: %s", booked).isPositive();
        }
    }
}
