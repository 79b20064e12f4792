package nmos.harness.gates.told;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import nmos.harness.gates.Gate;
import nmos.harness.gates.GateResult;
import nmos.harness.gates.GateResult.Check;
import nmos.harness.gates.SlowDown;
import nmos.harness.gates.Speed;
import nmos.harness.gates.Verdict;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Times that were measured, as others are told of them.
class SpeedsToldTest {
    private static final List<GateResult> RESULTS = List.of(
            new GateResult(Gate.EXACT, List.of(new Check("01-first", new Verdict.Passed())), List.of(), 1_000_000),
            new GateResult(
                    Gate.SPEED,
                    List.of(new Check("04-tree", new Verdict.Passed("as fast"))),
                    List.of(),
                    List.of(new Speed("04-tree", ms(10, 12, 11), ms(22, 20, 21), new SlowDown(3, 2, 1.9, 2.1))),
                    60_000_000_000L));

    private static List<Long> ms(long... ms) {
        return LongStream.of(ms).map(one -> one * 1_000_000).boxed().toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void eachBuildIsABenchmarkOfJmhWithAForkForEachJvm() {
        JsonNode all = json(JmhJson.text(RESULTS));
        assertThat(all.size()).isEqualTo(2);
        JsonNode head = all.get(1);
        assertThat(head.path("benchmark").asString()).isEqualTo("nmos.bench.simulate.head");
        assertThat(head.path("params").path("scenario").asString()).isEqualTo("04-tree");
        assertThat(head.path("forks").intValue()).isEqualTo(3);
        JsonNode metric = head.path("primaryMetric");
        assertThat(metric.path("score").doubleValue()).isEqualTo(21);
        // Student's t of 2 degrees of freedom at 99.9 %, times 1 ms over the root of 3.
        assertThat(metric.path("scoreError").doubleValue()).isCloseTo(31.599 / Math.sqrt(3), within(1e-3));
        assertThat(metric.path("scorePercentiles").path("0.0").doubleValue()).isEqualTo(20);
        assertThat(metric.path("scorePercentiles").path("50.0").doubleValue()).isEqualTo(21);
        assertThat(metric.path("scorePercentiles").path("100.0").doubleValue()).isEqualTo(22);
        assertThat(metric.path("rawData").toString()).isEqualTo("[[22.0],[20.0],[21.0]]");
    }

    /// In the order in which JMH 1.37 writes them.
    @Test
    void nothingIsMissingThatReadersOfJmhLookFor() {
        assertThat(json(JmhJson.text(RESULTS)).get(0).propertyNames()).containsExactly(
                "jmhVersion", "benchmark", "mode", "threads", "forks", "jvm", "jvmArgs", "jdkVersion", "vmName", "vmVersion", "warmupIterations",
                "warmupTime", "warmupBatchSize", "measurementIterations", "measurementTime", "measurementBatchSize", "params", "primaryMetric",
                "secondaryMetrics");
        assertThat(json(JmhJson.text(RESULTS)).get(0).path("jvmArgs").toString()).contains("-Xmx1g").contains("-Xbatch");
    }

    @Test
    void withoutSpeedsThereIsNoBenchmark() {
        assertThat(json(JmhJson.text(RESULTS.subList(0, 1))).size()).isZero();
    }

    @Test
    void theObjectOfAllGatesHasThemWithTheirIntervals() {
        JsonNode gates = json(GatesJson.text(RESULTS)).path("gates");
        assertThat(gates.get(0).has("speeds")).isFalse();
        JsonNode speed = gates.get(1).path("speeds").get(0);
        assertThat(speed.toString()).isEqualTo("{\"scenario\":\"04-tree\",\"pairs\":3,\"slow_down\":2.0,\"low\":1.9,\"high\":2.1}");
    }

    @Test
    void thePageHasThemAsATable() {
        assertThat(Summary.text(RESULTS))
                .contains("| C speed | simulating takes no longer than it took | **passed** | 1 | 0 | 0 | 60.0 |\n")
                .contains("| 04-tree | 11.0 | 21.0 | 2.000 | 1.900 to 2.100 | 3 |\n");
    }

    @Test
    void aLineOfHistoryHasThemByScenario() {
        String line = History.line(RESULTS, Instant.parse("2026-01-02T03:04:05.678Z"), "abc", null);
        assertThat(line).endsWith("}\n").doesNotContain("commit_unknown");
        JsonNode said = json(line);
        assertThat(said.path("at").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(said.path("commit").asString()).isEqualTo("abc");
        assertThat(said.path("gates").get(1).path("speeds").path("04-tree").toString()).isEqualTo(
                "{\"base_ms\":11.0,\"head_ms\":21.0,\"pairs\":3,\"slow_down\":2.0,\"low\":1.9,\"high\":2.1}");
    }

    @Test
    void whereNobodyKnowsTheCommitTheLineSaysWhy() {
        JsonNode said = json(History.line(RESULTS, Instant.EPOCH, null, "A.java was changed"));
        assertThat(said.has("commit")).isFalse();
        assertThat(said.path("commit_unknown").asString()).isEqualTo("A.java was changed");
    }
}
