package nmos.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nmos.policy.Facts;
import nmos.scenarios.ScenarioLoader.Found;
import nmos.scenarios.shape.ModelShape;
import nmos.scenarios.shape.Shapes;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.InvalidFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Models that were found in files, and how those are cut.
class ModelCutTest {
    private static final String WITHOUT_A_DRAFT = "10-stream-for-real";
    /// The machine that scenario is made for has no room for a draft.
    private static final List<String> LARGER_MACHINE = List.of("machine=laptop-rtx2050-16gb");
    private static final String WITH_A_DRAFT = "02-72b-on-4gb";

    /// No layer is like another, and the head's parts are neither.
    private static final ModelShape.Cut CUT = new ModelShape.Cut(
            LongStream.range(0, 24).mapToObj(layer -> 16_003_072L + layer * 4_096).toList(),
            List.of(16_093_184L, 16_003_072L, 1L),
            LongStream.range(0, 24)
                    .mapToObj(layer -> Map.of(TensorType.Q8_0, 16_000_000L, TensorType.Q6_K, 34 * (layer + 1)))
                    .toList(),
            Optional.of(TensorType.Q5_0));

    private static final ModelShape CUT_MODEL = shape("qwen2.5-0.5b-q8_0").cut(CUT);

    private static ModelShape shape(String name) {
        return Shapes.find(name).orElseThrow();
    }

    private static Found found(ModelShape oracle) {
        return new Found(oracle, Optional.empty());
    }

    @Test
    void aCutSurvivesBeingWrittenAndReadBack() {
        Scenario scenario = ScenarioLoader.load(WITHOUT_A_DRAFT, List.of(), found(CUT_MODEL));
        Scenario back = ScenarioLoader.parse(WITHOUT_A_DRAFT, scenario.toYaml(), List.of());
        assertThat(back).isEqualTo(scenario);
        assertThat(back.oracle().cut()).contains(CUT);
        assertThat(back.toYaml()).isEqualTo(scenario.toYaml());
    }

    /// Shapes that were named are written as numbers too.
    @ParameterizedTest
    @ValueSource(strings = {"olmoe-1b-7b-q4_k_m", "deepseek-v2-lite-q8_0", "opt-6.7b-f16"})
    void anyArchitectureSurvivesBeingWrittenAndReadBack(String name) {
        Scenario scenario = ScenarioLoader.load("02-72b-on-4gb", List.of("machine=h200", "placement.pin={}"), found(shape(name)));
        Scenario back = ScenarioLoader.parse(WITHOUT_A_DRAFT, scenario.toYaml(), List.of());
        assertThat(back.oracle()).isEqualTo(shape(name));
        assertThat(back.toYaml()).isEqualTo(scenario.toYaml());
    }

    @Test
    void aCutMixtureSurvivesToo() {
        ModelShape model = shape("olmoe-1b-7b-q4_k_m").cut(new ModelShape.Cut(Collections.nCopies(16, 20_000_000L), List.of(9_000_000L),
                List.of(), Optional.empty(), Collections.nCopies(16, 4_000_000L)));
        Scenario scenario = ScenarioLoader.load("02-72b-on-4gb", List.of("machine=h200", "placement.pin={}"), found(model));
        assertThat(ScenarioLoader.parse("again", scenario.toYaml(), List.of()).oracle()).isEqualTo(model);
    }

    @Test
    void aDraftsCutSurvivesToo() {
        Scenario scenario = ScenarioLoader.load(
                WITHOUT_A_DRAFT, LARGER_MACHINE, new Found(shape("qwen2.5-1.5b-q4_k_m"), Optional.of(CUT_MODEL)));
        Scenario back = ScenarioLoader.parse(WITHOUT_A_DRAFT, scenario.toYaml(), List.of());
        assertThat(back.oracle().cut()).isEmpty();
        assertThat(back.draft()).isEqualTo(scenario.draft()).isEqualTo(new Scenario.Draft(CUT_MODEL, 2));
    }

    @Test
    void theShardsOfACutModelHaveTheSizesOfTheCut() {
        Scenario scenario = ScenarioLoader.load(WITHOUT_A_DRAFT, List.of(), found(CUT_MODEL));
        List<Long> sizes = Stream.concat(CUT.layerBytes().stream(), CUT.headBytes().stream()).toList();
        Facts facts = Composition.of(scenario).facts();
        assertThat(facts.shards()).extracting(Facts.Shard::bytes).isEqualTo(sizes);
        assertThat(scenario.oracle().passBytes()).isEqualTo(sizes.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void modelsThatWereFoundTakeThePlaceOfThoseNamed() {
        Scenario scenario = ScenarioLoader.load(
                WITH_A_DRAFT, List.of(), new Found(CUT_MODEL, Optional.of(shape("qwen2.5-0.5b-q4_k_m"))));
        assertThat(scenario.oracle()).isEqualTo(CUT_MODEL);
        assertThat(scenario.draft()).isEqualTo(new Scenario.Draft(shape("qwen2.5-0.5b-q4_k_m"), 2));
    }

    @Test
    void nothingElseOfTheScenarioChanges() {
        Scenario named = ScenarioLoader.load(WITH_A_DRAFT, List.of("seed=7"));
        var found = new Found(named.oracle(), Optional.ofNullable(named.draft()).map(Scenario.Draft::model));
        assertThat(found.draft()).isPresent();
        assertThat(ScenarioLoader.load(WITH_A_DRAFT, List.of("seed=7"), found)).isEqualTo(named);
    }

    @Test
    void aDraftThatWasNotFoundStaysTheOneNamed() {
        Scenario scenario = ScenarioLoader.load(WITH_A_DRAFT, List.of(), found(CUT_MODEL));
        assertThat(scenario.oracle()).isEqualTo(CUT_MODEL);
        assertThat(scenario.draft()).isEqualTo(new Scenario.Draft(shape("qwen2.5-1.5b-q4_k_m"), 2));
    }

    @Test
    void aDraftIsAddedWhereThereWasNone() {
        assertThat(ScenarioLoader.load(WITHOUT_A_DRAFT, LARGER_MACHINE).draft()).isNull();
        assertThat(ScenarioLoader.load(WITHOUT_A_DRAFT, LARGER_MACHINE, found(CUT_MODEL)).draft()).isNull();
        Scenario scenario = ScenarioLoader.load(
                WITHOUT_A_DRAFT, LARGER_MACHINE, new Found(CUT_MODEL, Optional.of(shape("qwen2.5-0.5b-q4_k_m"))));
        assertThat(scenario.draft()).isEqualTo(new Scenario.Draft(shape("qwen2.5-0.5b-q4_k_m"), 2));
    }

    @Test
    void aModelThatWasFoundTakesThePlaceOfOneSetTo() {
        Scenario scenario = ScenarioLoader.load(
                WITHOUT_A_DRAFT, List.of("oracle=qwen2.5-0.5b-q4_0"), found(CUT_MODEL));
        assertThat(scenario.oracle()).isEqualTo(CUT_MODEL);
    }

    @Test
    void aModelIsNotCutForAnotherNumberOfLayers() {
        assertThatThrownBy(() -> shape("qwen2.5-1.5b-q4_k_m").cut(CUT)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("qwen2.5-1.5b-q4_k_m has 28 layers, and sizes of 24");
    }

    private static String text(String cut) {
        return """
                about: a test
                machine: emulated-small
                oracle:
                  {name: small, mix: q8_0, layers: 2, width: 64, heads: 4, kvHeads: 2, headWidth: 16, ffnWidth: 128,
                  vocabulary: 400, tiedEmbedding: false, attentionBias: false, metadata: 1 kB,
                  %s}
                placement: {kind: pinned}
                river: {kind: double-buffer}
                speculation: {kind: off}
                kv: {tokensPerSession: 256}
                batching: {maxRows: 64}
                workload:
                  turns: 2
                  promptTokens: 32
                  replyTokens: 16
                  typingPerToken: 100 ms
                  thinkTime: 1 s
                  freshContext: true
                """.formatted(cut);
    }

    private static Scenario parse(String cut) {
        return ScenarioLoader.parse("t.yaml", text(cut), List.of());
    }

    @Test
    void theFileTheseTestsSpoilIsGood() {
        assertThat(parse("layerBytes: [40 kB, 44 kB], headBytes: [44 kB, 4 kB]").oracle().cut())
                .contains(new ModelShape.Cut(List.of(40_000L, 44_000L), List.of(44_000L, 4_000L)));
    }

    static Stream<Arguments> spoilt() {
        String layers = "t.yaml:6: oracle.layerBytes: one size is needed for each of the 2 layers";
        String head = "t.yaml:6: oracle.headBytes: from 1 to 256 parts are needed, none larger than the 44000 bytes of the"
                + " largest layer";
        String many = String.join(", ", Collections.nCopies(257, "1 B"));
        return Stream.of(
                Arguments.of("layerBytes: [40 kB], headBytes: [4 kB]", layers),
                Arguments.of("layerBytes: [40 kB, 44 kB, 40 kB], headBytes: [4 kB]", layers),
                Arguments.of("layerBytes: [], headBytes: [4 kB]", layers),
                Arguments.of("layerBytes: [40 kB, 0 B], headBytes: [4 kB]", layers),
                Arguments.of("layerBytes: [40 kB, 44 kB], headBytes: [4 kB, 44001 B]", head),
                Arguments.of("layerBytes: [40 kB, 44 kB], headBytes: []", head),
                Arguments.of("layerBytes: [40 kB, 44 kB], headBytes: [4 kB, 0 B]", head),
                Arguments.of("layerBytes: [40 kB, 44 kB], headBytes: [" + many + "]", head),
                Arguments.of("layerBytes: [40 kB, 44 kB]", "t.yaml:4: oracle: 'headBytes' is missing, add it"),
                Arguments.of("layerBytes: 40 kB, headBytes: [4 kB]",
                        "t.yaml:6: oracle.layerBytes: expected a list, as in [1, 2] or '- ' lines"),
                Arguments.of("layerBytes: [40 kB, 44], headBytes: [4 kB]",
                        "t.yaml:6: oracle.layerBytes[1]: '44' lacks its unit, write a size in bytes as 11 GB or 16 MiB"),
                Arguments.of("layerBytes: [40 kB, -1 B], headBytes: [4 kB]",
                        "t.yaml:6: oracle.layerBytes[1]: -1 B is negative, which is not possible"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("spoilt")
    void aBadCutIsRefusedInOneLine(String cut, String error) {
        assertThatThrownBy(() -> parse(cut)).isInstanceOf(InvalidFile.class).hasMessage(error);
    }

    @Test
    void aHeadCutWithoutLayersIsRefusedInOneLine() {
        assertThatThrownBy(() -> parse("headBytes: [4 kB]")).isInstanceOf(InvalidFile.class)
                .message().startsWith("t.yaml:6: oracle.headBytes: ").doesNotContain("\n");
    }
}
