package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import nmos.live.sampling.SamplingOptions;
import nmos.live.world.TinyRun.Asked;
import nmos.policy.Cause;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementException;
import nmos.scenarios.Typed;
import nmos.scenarios.yaml.InvalidFile;
import nmos.traces.TypedTurn;
import nmos.world.metrics.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real runs with everything set at random. Each ends, keeps its books, can be replayed, gives memory back, and says what the
/// oracle says. `-Dnmos.live.seeds=N` sets how many, 32 in a build, which miss what one run in seven does wrong once in a hundred times;
/// `-Dnmos.live.seed=S` runs one.
class RandomSettingsTest {
    private static final long SEEDS = Long.getLong("nmos.live.seeds", 32);

    @TempDir
    Path folder;

    private final Map<Cause, Integer> failed = new EnumMap<>(Cause.class);
    private int turns;
    private int impossible;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverIsSetTheOracleSpeaks() throws IOException {
        Long one = Long.getLong("nmos.live.seed");
        long[] seeds = one == null ? LongStream.range(0, SEEDS).toArray() : new long[] {one};
        try (Oracle oracle = new Oracle()) {
            for (long seed : seeds) {
                try {
                    holds(seed, oracle);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "seed " + seed + ": " + e.getMessage() + "\nreproduce: mvn -pl live -am test -Dtest=RandomSettingsTest"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dnmos.live.seed=" + seed,
                            e);
                }
            }
        }
        System.out.println(seeds.length + " seeds, " + impossible + " impossible, " + turns + " turns, failed " + failed);
        if (one == null) {
            assertThat(impossible).as("settings with which nothing can run").isLessThan(seeds.length / 4);
            int all = failed.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(all).as("turns that failed").isLessThan(turns / 4);
        }
    }

    private void holds(long seed, Oracle oracle) throws IOException {
        Path own = Files.createDirectory(folder.resolve("seed-" + seed));
        Asked asked;
        TinyRun run;
        try {
            asked = RandomSettings.of(seed, own);
            if (Long.getLong("nmos.live.seed") != null) {
                System.out.println(asked);
            }
            run = TinyRun.of(asked);
        } catch (InvalidFile | PlacementException impossibleHere) {
            impossible++;
            return;
        }
        for (Turn turn : run.outcome().run().turns()) {
            turns++;
            turn.failed().ifPresent(cause -> failed.merge(cause, 1, Integer::sum));
            boolean paged = run.scenario().kv().kind() != KvPolicies.KEEP_ALL;
            assertThat(turn.failed().filter(cause -> !paged || cause != Cause.CONTEXT_FULL)).as("why a turn failed").isEmpty();
            assertThat(turn.failed().isPresent() || turn.tokens() == replyTokens(run, turn)).as("%s is whole", turn).isTrue();
        }
        if (run.scenario().kv().kind() == KvPolicies.KEEP_ALL) {
            assertThat(run.outcome().kvBytes()).as("KV that is left").isEqualTo(keptBytes(run));
        }
        if (run.scenario().kv().kind() != KvPolicies.H2O && asked.sampling().equals(SamplingOptions.GREEDY)) {
            run.outcome().replies().forEach(reply -> oracle.says(reply.prompt(), reply.tokens()));
        }
        assertThat(leftOver(own)).as("files that were spilled to are gone").isEmpty();
    }

    /// What the texts that people left behind need, in whole pages.
    private static long keptBytes(TinyRun run) {
        long perPage = KeptKv.POSITIONS * run.scenario().oracle().kvBytesPerToken();
        return IntStream.range(0, run.scenario().workload().sessions())
                .mapToLong(session -> Math.ceilDiv(run.outcome().run().ledger().kvTokens(session), KeptKv.POSITIONS) * perPage)
                .sum();
    }

    private static int replyTokens(TinyRun run, Turn turn) {
        Typed typed = run.scenario().workload().typed();
        return typed == null
                ? run.scenario().workload().replyTokens()
                : typed.turns(turn.session(), 0).stream()
                        .filter(TypedTurn::submitted)
                        .toList()
                        .get(turn.index())
                        .begin()
                        .replyTokens();
    }

    private static String leftOver(Path own) throws IOException {
        try (var files = Files.list(own)) {
            return files.map(Path::toString).filter(file -> file.endsWith(".spill")).toList().stream().findFirst().orElse("");
        }
    }
}
