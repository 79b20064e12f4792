package nmos.live.paced;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import nmos.journal.JournalReader;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.Replay;
import nmos.journal.RunReport;
import nmos.policy.anticipation.Anticipations;
import nmos.policy.batching.Batchings;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.PlacementException;
import nmos.policy.placement.Placements;
import nmos.policy.river.Rivers;
import nmos.policy.speculation.Speculations;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.world.metrics.Turn;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;

/// Random settings on threads that hardly sleep, so that everything meets everything. `-Dnmos.paced.seed=S` plays one.
class PacedWorldTest {
    private static final int SEEDS = 20;
    private static final int REPLY_TOKENS = 6;

    /// Six layers and a head of 400 kB: 0.13 ms each on the link.
    private static final String BASE = """
            about: a model that takes hardly any time
            machine: laptop-rtx2050-16gb
            oracle:
              name: tiny
              mix: q4_k_m
              layers: 6
              width: 256
              heads: 4
              kvHeads: 4
              headWidth: 64
              ffnWidth: 512
              vocabulary: 2000
              tiedEmbedding: false
              attentionBias: false
              metadata: 1 MB
              layerBytes: %s
              headBytes: [400 kB]
            draft:
              model: qwen2.5-0.5b-q4_k_m
              tier: vram
            placement:
              kind: pinned
              rows: 1
              pin: {ram: all, vram: 1 MB}
            river:
              kind: double-buffer
            speculation:
              kind: off
              k: 3
              maxNodes: 12
              maxDepth: 4
              branch: 3
            anticipation:
              kind: none
              predictTokens: 4
            acceptance:
              kind: per-position
              probabilities: [.8]
              ranks: [.3, .1]
              lookup: {match: 30 %%, acceptance: 60 %%}
              completion: {token: 60 %%, end: 30 %%}
            kv:
              tokensPerSession: 512
              pageBytes: 64 KiB
              residentTokens: 512
            batching:
              maxRows: 64
            workload:
              turns: 3
              promptTokens: 24
              replyTokens: %d
              typingPerToken: 1 ms
              thinkTime: 5 ms
              pauseAfter: 3 ms
              freshContext: true
            """.formatted(Collections.nCopies(6, "400 kB"), REPLY_TOKENS);

    @Test
    void randomWorldsEndAndReplay() throws IOException {
        Long one = Long.getLong("nmos.paced.seed");
        int played = 0;
        for (long seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
            List<String> settings = settings(new SplittableRandom(seed));
            try {
                played += ends(ScenarioLoader.parse("tiny.yaml", BASE, settings)) ? 1 : 0;
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError(
                        settings + ": " + broken.getMessage() + "\nreproduce: mvn -pl live -am test -Dtest=PacedWorldTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dnmos.paced.seed=" + seed,
                        broken);
            }
        }
        assertThat(played).as("worlds in which the model can run").isGreaterThan(one == null ? SEEDS / 2 : 0);
    }

    private static List<String> settings(SplittableRandom random) {
        List<String> settings = new ArrayList<>();
        settings.add("seed=" + random.nextInt(1_000));
        settings.add("placement.kind=" + pick(random, Placements.values()).label);
        settings.add("placement.pin.vram=" + pick(random, "0 kB", "1 MB", "all"));
        settings.add("placement.pin.ram=" + pick(random, "1 MB", "all"));
        settings.add("river.kind=" + pick(random, Rivers.values()).label);
        settings.add("river.fetchesPerHop=" + (1 + random.nextInt(3)));
        settings.add("speculation.kind=" + pick(random, Speculations.values()).label);
        settings.add("speculation.drafter=" + pick(random, "model", "lookup", "either"));
        settings.add("speculation.whilePass=" + random.nextBoolean());
        settings.add("anticipation.kind=" + pick(random, Anticipations.values()).label);
        settings.add("batching.kind=" + pick(random, Batchings.values()).label);
        int sessions = 1 + random.nextInt(3);
        settings.add("workload.sessions=" + sessions);
        settings.add("workload.freshContext=" + random.nextBoolean());
        KvPolicies kv = pick(random, KvPolicies.values());
        settings.add("kv.policy=" + kv.label);
        if (kv != KvPolicies.KEEP_ALL) {
            settings.add("kv.spill.ram=64 MiB");
        }
        settings.add("kv.residentTokens=" + (kv == KvPolicies.KEEP_ALL ? 512 * sessions : 128 + random.nextInt(384)));
        return settings;
    }

    @SafeVarargs
    private static <T> T pick(SplittableRandom random, T... all) {
        return all[random.nextInt(all.length)];
    }

    /// False where the model cannot run on the machine at all. A run checks its ledger's books itself when it is through.
    private static boolean ends(Scenario scenario) throws IOException {
        PacedWorld world;
        try {
            world = new PacedWorld(scenario);
        } catch (PlacementException tooSmall) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunOutcome outcome;
        try (JournalWriter journal = new JournalWriter(bytes, "00".repeat(32))) {
            outcome = world.run(new JournalingPolicy(world.policy(), journal), RunWatch.NONE);
        }
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.turns()).hasSize(scenario.workload().sessions() * scenario.workload().turns());
        for (Turn turn : outcome.turns()) {
            assertThat(turn.failed().isPresent() || turn.tokens() == REPLY_TOKENS).as("turn %s", turn).isTrue();
        }
        try (JournalReader reader = JournalReader.of("paced", new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(Replay.of(reader, world.policy())).isInstanceOf(Replay.Outcome.Same.class);
        }
        return true;
    }

    @Test
    void whoeverWatchesCanEndARun() throws IOException {
        PacedWorld world = new PacedWorld(ScenarioLoader.parse("tiny.yaml", BASE, List.of("workload.turns=1000000")));
        RunOutcome outcome = world.run(world.policy(), turnsOver -> turnsOver < 2);
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.turns()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void theReportSaysWhatIsNotPlayed() throws IOException {
        PacedWorld world = new PacedWorld(ScenarioLoader.parse("tiny.yaml", BASE + "faults: {failed: 1 %}\n", List.of()));
        assertThat(world.setting().kind()).isEqualTo(RunReport.Kind.PACED);
        assertThat(world.setting().notCovered()).contains("The faults and the memory pressure of the scenario are not played.");
    }

    @Test
    void theReportSaysWhatTheMachineFileSaysOfTheCpuAndIsNotPlayed() throws IOException {
        List<String> lines = List.of(
                "Reads and copies do not slow the CPU's computing down here, though its machine file says they do.",
                "The CPU computes in 2 tiers at a time as if it were as many processors.");
        PacedWorld alone = new PacedWorld(ScenarioLoader.parse("tiny.yaml", BASE, List.of()));
        assertThat(alone.setting().notCovered()).doesNotContainAnyElementsOf(lines);
        PacedWorld shared = new PacedWorld(ScenarioLoader.parse("tiny.yaml", BASE, List.of(
                "machine.tiers.ram.device={name: CPU, kind: cpu, measured: {points: [{rows: 1, bandwidth: 20 GB/s}],"
                        + " besideCopies: {speed: 80 %, at: 1 GB/s}, kind: measured, source: a test}}",
                "machine.tiers.vram.device.kind=cpu")));
        assertThat(shared.setting().notCovered()).containsAll(lines);
    }
}
