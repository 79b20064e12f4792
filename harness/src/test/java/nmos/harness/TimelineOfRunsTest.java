package nmos.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.PolicyHash;
import nmos.journal.RunDirectory;
import nmos.journal.RunReport;
import nmos.live.paced.PacedWorld;
import nmos.policy.Policy;
import nmos.reports.perfetto.PerfettoTrace;
import nmos.reports.run.Run;
import nmos.reports.timeline.Resource;
import nmos.reports.timeline.Span;
import nmos.reports.timeline.TierUse;
import nmos.reports.timeline.Timeline;
import nmos.reports.timeline.Turn;
import nmos.reports.timeline.Work;
import nmos.scenarios.Scenario;
import nmos.scenarios.ScenarioLoader;
import nmos.sim.Simulation;
import nmos.sim.calendar.HeapCalendar;
import nmos.world.report.Setting;
import nmos.world.report.WorldReport;
import nmos.world.run.RunOutcome;
import nmos.world.run.RunWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is read out of run folders is what the worlds that wrote them say in their reports, to the nanosecond and the byte where
/// the journal knows it.
class TimelineOfRunsTest {
    /// Busy time that no journal names, such as that of activations on a link, as a share.
    private static final double MOST_UNNAMED = .01;

    @TempDir
    Path folder;

    /// A scenario in few words: settings laid over [#BASE].
    record Case(String name, String... settings) {
        @Override
        public String toString() {
            return name;
        }
    }

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
              pin: {ram: 160 MB, vram: 120 MB}
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
              turns: 2
              promptTokens: 48
              replyTokens: 5
              typingPerToken: 2 ms
              thinkTime: 10 ms
              freshContext: true
            """.formatted(Collections.nCopies(12, "40 MB"));

    static Stream<Case> cases() {
        return Stream.of(
                new Case("from the drive"),
                new Case("adaptive tree while passing", "speculation.kind=tree-adaptive", "speculation.whilePass=true",
                        "placement.pin.ram=all", "workload.replyTokens=16"),
                new Case("two sessions", "workload.sessions=2", "placement.pin.ram=all"),
                new Case("prefilled while typing", "anticipation.kind=prefill", "placement.pin.ram=all"),
                new Case("KV in pages that spill", "kv.policy=lru", "kv.pageBytes=16 MiB", "kv.residentTokens=128", "kv.spill.ram=2 GB",
                        "oracle.heads=64", "oracle.kvHeads=64", "placement.pin.ram=all", "workload.promptTokens=300"),
                new Case("computed in two places", "placement.kind=hybrid", "placement.pin.ram=all", "placement.pin.vram=320 MB",
                        "workload.promptTokens=24", "machine.tiers.ram.device.bandwidth.value=4 GB/s"),
                new Case("faults", "faults.failed=5%", "faults.dropped=5%", "placement.pin.ram=all"));
    }

    private interface Playing {
        RunOutcome with(Policy policy) throws IOException;
    }

    private Run run(String name, Setting setting, Policy policy, Playing playing) throws IOException {
        String hash = PolicyHash.ofThisProgram();
        RunDirectory directory = RunDirectory.fresh(folder, name);
        RunOutcome outcome;
        try (JournalWriter journal = directory.journal(hash)) {
            outcome = playing.with(new JournalingPolicy(policy, journal));
        }
        directory.report(WorldReport.of(setting, outcome, hash, null, null));
        return Run.read(directory.path());
    }

    private Run simulated(Scenario scenario) throws IOException {
        Simulation simulation = new Simulation(scenario);
        return run("simulated", simulation.setting(), simulation.policy(),
                policy -> simulation.play(0, new HeapCalendar(), policy).run());
    }

    private Run paced(Scenario scenario) throws IOException {
        PacedWorld world = new PacedWorld(scenario);
        return run("paced", world.setting(), world.policy(), policy -> world.run(policy, RunWatch.NONE));
    }

    private static Scenario scenario(Case setting) throws IOException {
        return ScenarioLoader.parse("small.yaml", BASE, List.of(setting.settings()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSimulatedRunIsReadToTheNanosecondAndTheByte(Case setting) throws IOException {
        Run run = simulated(scenario(setting));
        Timeline timeline = Timeline.of(run);
        checkTurns(timeline);
        checkResources(timeline);
        assertThat(timeline.resources()).allSatisfy(resource -> assertThat(resource.unlaidNs()).isZero());
        RunReport.Summary summary = Objects.requireNonNull(run.summary());
        for (TierUse tier : timeline.tiers()) {
            if (tier.budgetBytes() != null) {
                assertThat(tier.heldBytes().max()).as(tier.name()).isEqualTo(summary.highWaterBytes().get(tier.name()));
            }
        }
        RunReport.KvPages pages = summary.kvPages();
        if (pages != null) {
            for (Resource resource : timeline.resources()) {
                long moved = timeline.works().stream()
                        .filter(work -> work.what() instanceof Work.What.Move
                                && resource.spans().stream().anyMatch(span -> span.work().equals(work)))
                        .mapToLong(Work::bytes)
                        .sum();
                assertThat(moved).as(resource.name()).isEqualTo(pages.movedBytes().getOrDefault(resource.name(), 0L));
            }
            assertThat(timeline.tiers().getLast().pages().max()).isPositive().isLessThanOrEqualTo(pages.highWater());
        }
    }

    @Test
    void aPacedRunIsReadAsItWasReportedAndGoesIntoOneTraceWithTheSimulated() throws IOException {
        Scenario scenario = scenario(cases().toList().getFirst());
        Timeline simulated = Timeline.of(simulated(scenario));
        Timeline paced = Timeline.of(paced(scenario));
        checkTurns(paced);
        checkResources(paced);
        assertThat(paced.run().resolved()).isEqualTo(simulated.run().resolved());
        checkTrace(simulated, paced);
    }

    private static void checkTrace(Timeline simulated, Timeline paced) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PerfettoTrace.write(simulated, paced, out);
        JsonNode trace = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
        Map<String, Double> untilMicros = new HashMap<>();
        double last = 0;
        for (JsonNode event : trace.get("traceEvents")) {
            if (event.has("ts")) {
                assertThat(event.get("ts").doubleValue()).isGreaterThanOrEqualTo(last);
                last = event.get("ts").doubleValue();
            }
            if (event.get("ph").stringValue().equals("X")) {
                String track = event.get("pid") + "/" + event.get("tid");
                assertThat(last).as(track).isGreaterThanOrEqualTo(untilMicros.getOrDefault(track, 0.) - .0005);
                untilMicros.put(track, last + event.get("dur").doubleValue());
            }
        }
        assertThat(untilMicros.keySet()).anyMatch(track -> track.startsWith("1/")).anyMatch(track -> track.startsWith("2/"));
    }

    private static void checkTurns(Timeline timeline) {
        List<RunReport.Turn> reported = timeline.run().turns();
        assertThat(timeline.turns()).hasSameSizeAs(reported).isNotEmpty();
        for (int i = 0; i < reported.size(); i++) {
            Turn turn = timeline.turns().get(i);
            assertThat(turn.ttftVerifiedNs()).isEqualTo(reported.get(i).ttftVerifiedNs());
            assertThat(turn.tokens()).isEqualTo(reported.get(i).tokens());
            assertThat(turn.over()).isTrue();
            assertThat(turn.toFirst().wholeNs()).isEqualTo(Objects.requireNonNullElse(turn.firstNs(), turn.endNs()) - turn.submitNs());
            assertThat(turn.toEnd().wholeNs()).isEqualTo(turn.endNs() - turn.submitNs());
        }
    }

    /// Drafts are guessed where the oracle computes, after what is there: a report has both in one.
    private static void checkResources(Timeline timeline) {
        RunReport.Summary summary = Objects.requireNonNull(timeline.run().summary());
        Resource draft = timeline.resource("draft");
        for (Map.Entry<String, RunReport.Resource> told : summary.resources().entrySet()) {
            Resource resource = Objects.requireNonNull(timeline.resource(told.getKey()));
            long freeNs = 0;
            for (Span span : resource.spans()) {
                assertThat(span.beginNs()).isGreaterThanOrEqualTo(freeNs);
                freeNs = span.endNs();
            }
            // Devices of a paced run go by when work was due, and may so have begun before the journal's command.
            long busyNs = resource.busyNs() + resource.unlaidNs();
            if (told.getKey().equals("vram compute") && draft != null) {
                busyNs += draft.busyNs() + draft.unlaidNs();
            }
            long reportedNs = told.getValue().busyNs();
            // What goes down is activations where no page does.
            boolean named = resource.kind() != Resource.Kind.LINK_DOWN || resource.busyNs() > 0;
            if (named) {
                assertThat((double) busyNs).as(told.getKey()).isCloseTo((double) reportedNs, within(MOST_UNNAMED * reportedNs));
            }
            Long bytes = told.getValue().bytes();
            if (named && bytes != null && resource.unlaidNs() == 0) {
                assertThat((double) resource.bytes()).as(told.getKey()).isCloseTo((double) bytes, within(MOST_UNNAMED * bytes));
            }
        }
    }
}
