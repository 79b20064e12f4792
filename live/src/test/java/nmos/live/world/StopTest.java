package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A run that is stopped at any moment ends there, can be read, and leaves nothing behind.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
    private static final int MOMENTS = 20;
    private static final int LATEST_MS = 150;

    @TempDir
    Path folder;

    private static final String[] BUSY = {
        "workload.turns=100000", "workload.sessions=3", "workload.promptTokens=60", "workload.typingPerToken=100 us",
        "kv.policy=lru", "kv.pageBytes=64 KiB", "kv.residentTokens=600", "kv.spill.ram=128 KiB", "kv.spill.ssd=64 MB",
        "anticipation={kind: predict, predictTokens: 8}",
    };

    @Test
    void itEndsWhereItIsAtAnyMoment() throws Exception {
        Rig rig = new Rig(folder);
        String[] settings = Rig.with(BUSY, Rig.SPECULATION.toArray(String[]::new));
        Traces before = Traces.now(folder);
        for (int seed = 0; seed < MOMENTS; seed++) {
            var random = new SplittableRandom(seed);
            try (LiveWorld world = rig.world(rig.drafting(), settings)) {
                LiveOutcome outcome = Watchdog.watched(() -> world.run(world.policy(), watch(random)));
                assertThat(outcome.run().complete()).as("seed %s", seed).isFalse();
                assertThat(outcome.faults()).as("seed %s", seed).isEmpty();
                outcome.run().turns().forEach(turn -> assertThat(turn.tokens()).isPositive());
                assertThat(outcome.run().ledger().signals()).isNotNegative();
            }
            assertThat(before.left(folder)).as("left behind by seed %s", seed).isEmpty();
        }
    }

    /// Every other time from within, at some turn's end; else when another thread says so.
    private static RunWatch watch(SplittableRandom random) {
        int turns = random.nextInt(6);
        if (random.nextBoolean()) {
            return over -> over < turns;
        }
        AtomicBoolean on = new AtomicBoolean(true);
        int ms = random.nextInt(LATEST_MS);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(ms);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            on.set(false);
        });
        return _ -> on.get();
    }

    @Test
    void twoAtOnceOnOneFileDoNotMeet() throws Exception {
        Rig rig = new Rig(folder);
        String[] settings = Rig.with(Rig.SPECULATION.toArray(String[]::new), "workload.sessions=2", "workload.turns=6");
        Traces before = Traces.now(folder);
        var first = CompletableFuture.supplyAsync(() -> run(rig, settings));
        var second = CompletableFuture.supplyAsync(() -> run(rig, settings));
        LiveOutcome one = first.join();
        LiveOutcome other = second.join();
        LiveOutcome alone = run(rig, settings);
        assertThat(byTurn(one)).isEqualTo(byTurn(alone));
        assertThat(byTurn(other)).isEqualTo(byTurn(alone));
        assertThat(before.left(folder)).isEmpty();
    }

    private static java.util.SortedMap<String, String> byTurn(LiveOutcome outcome) {
        var replies = new java.util.TreeMap<String, String>();
        outcome.replies().forEach(reply -> replies.put(
                reply.session() + "/" + reply.turn(), java.util.Arrays.toString(reply.prompt()) + java.util.Arrays.toString(reply.tokens())));
        return replies;
    }

    private static LiveOutcome run(Rig rig, String... settings) {
        try (LiveWorld world = rig.world(rig.drafting(), settings)) {
            return Rig.run(world);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
