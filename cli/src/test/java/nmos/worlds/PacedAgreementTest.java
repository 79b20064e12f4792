package nmos.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import nmos.journal.JournalReader;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.Replay;
import nmos.live.paced.PacedWorld;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.SimOutcome;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.metrics.Summary;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Threads that sleep the modelled time come to what the simulator predicts of the same scenario, where a shard takes 10 ms and
/// more: the time to the first token at the median, and tokens/s, agree within two parts of a hundred.
///
/// Other programs may hold the threads up, so a setting is played until a run agrees, [#TRIES] times at the most, and the ratios
/// of all its runs are printed. What does not depend on luck holds for every run: it ends, with its ledger in order, and its
/// journal replays into a fresh policy.
class PacedAgreementTest {
    private static final int TRIES = 8;
    private static final double MOST_APART = .02;

    @TempDir
    Path dir;

    /// A scenario in few words: settings laid over [#BASE].
    record Case(String name, String... settings) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Twelve layers and a head of 40 MB: 12.5 ms each on the link, 16.9 ms on the drive.
    private static final String BASE = """
            about: a small model whose layers take long
            machine: laptop-rtx2050-16gb
            oracle:
              name: small
              mix: q4_k_m
              layers: 12
              width: 2048
              heads: 16
              kvHeads: 4
              headWidth: 128
              ffnWidth: 8192
              vocabulary: 32000
              tiedEmbedding: false
              attentionBias: false
              metadata: 1 MB
              layerBytes: %s
              headBytes: [40 MB]
            draft:
              model: qwen2.5-0.5b-q4_k_m
              tier: vram
            placement:
              kind: pinned
              rows: 1
              pin: {ram: all, vram: 120 MB}
            river:
              kind: double-buffer
            speculation:
              kind: off
              k: 4
              maxNodes: 24
              maxDepth: 8
              branch: 3
            anticipation:
              kind: none
            acceptance:
              kind: per-position
              probabilities: [.8]
              ranks: [.3, .1]
            kv:
              tokensPerSession: 512
            batching:
              maxRows: 128
            workload:
              %s
              thinkTime: 10 ms
              freshContext: true
            """.formatted(Collections.nCopies(12, "40 MB"), "%s");

    private static final String STEADY = "turns: 3\n  promptTokens: 48\n  replyTokens: 5\n  typingPerToken: 0 ms";

    static Stream<Case> cases() {
        return Stream.of(
                new Case("no speculation"),
                new Case("chain", "speculation.kind=chain", "workload.replyTokens=16"),
                new Case("adaptive tree while passing", "speculation.kind=tree-adaptive", "speculation.whilePass=true",
                        "workload.replyTokens=16"),
                new Case("two sessions share passes", "workload.sessions=2", "workload.turns=2"),
                new Case("typed at speed, prefilled", "workload.trace=TYPED", "anticipation.kind=prefill"),
                // Threads need 0.1 ms to react, so what moves has to be larger than that, KV too: 1.4 MB a page and layer.
                new Case("paged KV with spill", "kv.policy=lru", "kv.pageBytes=16 MiB", "kv.residentTokens=128", "kv.spill.ram=2 GB",
                        "oracle.heads=64", "oracle.kvHeads=64",
                        "workload.promptTokens=300", "workload.turns=2", "workload.thinkTime=100 ms"),
                new Case("from the drive", "placement.pin.ram=160 MB", "workload.turns=2"),
                new Case("computed in two places", "placement.kind=hybrid", "placement.pin.ram=all", "placement.pin.vram=320 MB",
                        "workload.promptTokens=24", "workload.turns=2",
                        "machine.tiers.ram.device.bandwidth.value=4 GB/s"));
    }

    /// One run against another: ratios, of which 1 is agreement.
    private record Apart(double firstToken, double tokensPerSec) {
        boolean agrees() {
            return worst() <= MOST_APART;
        }

        double worst() {
            return Math.max(Math.abs(firstToken - 1), Math.abs(tokensPerSec - 1));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "first token x %.4f, tokens/s x %.4f", firstToken, tokensPerSec);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pacedAgreesWithSimulated(Case setting) throws IOException {
        Scenario scenario = scenario(setting);
        Simulation simulation = new Simulation(scenario);
        SimOutcome simulated = simulation.play(0, new HeapCalendar(), simulation.policy());
        assertThat(simulated.complete()).isTrue();
        PacedWorld paced = new PacedWorld(scenario);
        List<Apart> tries = new ArrayList<>();
        do {
            tries.add(apart(simulated.run(), run(paced)));
        } while (!tries.getLast().agrees() && tries.size() < TRIES);
        Summary predicted = summary(simulated.run());
        System.out.printf(
                Locale.ROOT, "%s: simulated %.1f ms, %.3f tokens/s in %.2f s; paced %s%n", setting.name(), firstTokenNs(predicted) / 1e6,
                predicted.tokensPerSecond().orElseThrow(), simulated.endNs() / 1e9, tries);
        assertThat(tries).as("%s, paced against simulated", setting.name()).anyMatch(Apart::agrees);
    }

    private Scenario scenario(Case setting) throws IOException {
        Path trace = dir.resolve("typed.jsonl");
        Files.writeString(trace, typed());
        List<String> settings = Stream.of(setting.settings()).map(s -> s.replace("TYPED", trace.toString())).toList();
        String work = settings.stream().anyMatch(s -> s.startsWith("workload.trace")) ? "together: true" : STEADY;
        return ScenarioLoader.parse("small.yaml", BASE.formatted(work), settings);
    }

    /// Two prompts of 60 keys, one each 10 ms.
    private static String typed() {
        StringBuilder trace = new StringBuilder("""
                {"format":"nmos-trace","version":1,"text":false,"source":"a test","why":"typing at speed"}
                {"ns":0,"session":0,"do":"open","person":"fast"}
                """);
        long ns = 0;
        for (int turn = 0; turn < 2; turn++) {
            trace.append("{\"ns\":%d,\"session\":0,\"do\":\"begin\",\"reply\":\"chat\",\"replyTokens\":4}%n".formatted(ns));
            for (int at = 0; at < 60; at++) {
                ns += 10_000_000;
                String key = at % 6 == 5 ? "space" : "letter";
                trace.append("{\"ns\":%d,\"session\":0,\"do\":\"key\",\"at\":%d,\"key\":\"%s\"}%n".formatted(ns, at, key));
            }
            ns += 10_000_000;
            trace.append("{\"ns\":%d,\"session\":0,\"do\":\"submit\"}%n".formatted(ns));
            ns += 1_000_000_000;
        }
        return trace.toString();
    }

    private static RunOutcome run(PacedWorld paced) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunOutcome outcome;
        try (JournalWriter journal = new JournalWriter(bytes, "00".repeat(32))) {
            outcome = paced.run(new JournalingPolicy(paced.policy(), journal), RunWatch.NONE);
        }
        assertThat(outcome.complete()).isTrue();
        try (JournalReader reader = JournalReader.of("paced", new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(Replay.of(reader, paced.policy())).isInstanceOf(Replay.Outcome.Same.class);
        }
        return outcome;
    }

    private static Apart apart(RunOutcome simulated, RunOutcome paced) {
        Summary one = summary(simulated);
        Summary other = summary(paced);
        return new Apart(
                firstTokenNs(other) / firstTokenNs(one),
                other.tokensPerSecond().orElseThrow() / one.tokensPerSecond().orElseThrow());
    }

    private static Summary summary(RunOutcome outcome) {
        return Summary.of(outcome.turns(), outcome.passes());
    }

    private static double firstTokenNs(Summary summary) {
        return summary.ttftVerifiedNs().at(50).orElseThrow();
    }
}
