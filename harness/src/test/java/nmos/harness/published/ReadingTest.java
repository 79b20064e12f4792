package nmos.harness.published;

import static nmos.harness.published.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import nmos.policy.experts.ExpertCaches;
import nmos.policy.experts.ExpertKnobs;
import nmos.policy.experts.ExpertPlaces;
import nmos.policy.kv.KvPolicies;
import nmos.policy.placement.Placements;
import nmos.scenarios.Composition;
import nmos.scenarios.RoutingSpec;
import nmos.scenarios.Scenario;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import nmos.scenarios.shape.ModelShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    private final Parts parts = Parts.shipped();

    private Setup whole(Measurement row) {
        return ((Reading.Whole) Reading.of(row, parts)).setup();
    }

    private Missing missing(String... fields) {
        return ((Reading.Wanting) Reading.of(row(fields), parts)).missing();
    }

    @Test
    void aRowThatSaysEnoughBecomesAScenario() {
        Setup setup = whole(row());
        assertThat(setup.family()).isEqualTo(Family.LAYERS);
        assertThat(setup.oracle().passBytes()).isBetween(137_000_000_000L, 138_000_000_000L);
        assertThat(setup.scenario().machine().tierNames()).containsExactly("ssd", "ram", "vram");
    }

    @Test
    void whatARowDoesNotSayIsNamed() {
        assertThat(missing("measured_tps", "")).isEqualTo(Missing.RATE);
        assertThat(missing("quant", "")).isEqualTo(Missing.BYTES);
        assertThat(missing("quant", "HQQ mixed")).isEqualTo(Missing.QUANTISATION);
        assertThat(missing("gpu", "Voodoo 2")).isEqualTo(Missing.GPU);
        assertThat(missing("gpu", "2x RTX 4090")).isEqualTo(Missing.COMPUTERS);
        assertThat(missing("spec", "tree (size not stated)")).isEqualTo(Missing.TAU);
        assertThat(missing("policy", "layer stream from disk")).isEqualTo(Missing.STORAGE_RATE);
        assertThat(missing("policy", "-ngl 35")).isEqualTo(Missing.MEMORY_RATE);
        assertThat(missing("policy", "disk offload", "ssd_gbps", "5")).isEqualTo(Missing.SPLIT);
        assertThat(missing("policy", "LRU expert cache")).isEqualTo(Missing.MIXTURE);
        assertThat(missing("policy", "experts from NVMe", "model", "Mixtral-8x7B")).isEqualTo(Missing.STORAGE_RATE);
        assertThat(missing("policy", "experts on CPU", "model", "Mixtral-8x7B")).isEqualTo(Missing.MEMORY_RATE);
        assertThat(missing("policy", "magic")).isEqualTo(Missing.POLICY);
        assertThat(missing("model", "SomeMoE-9B-A1B")).isEqualTo(Missing.MIXTURE);
    }

    @Test
    void whatIsStatedIsNotSaidToBeMissing() {
        assertThat(missing("policy", "CPU, memory-limited", "ssd_gbps", "5")).isEqualTo(Missing.SPLIT);
        assertThat(missing("policy", "all resident")).isEqualTo(Missing.FITTING);
        assertThat(missing("policy", "all resident", "gpu", "Voodoo 2")).isEqualTo(Missing.GPU);
        assertThat(missing("policy", "experts from NVMe", "model", "Mixtral-8x7B", "quant", "Q4_0", "ssd_gbps", "5")).isEqualTo(Missing.MEMORY);
    }

    @Test
    void layersMayComeFromStorageAtAStatedRate() {
        Setup setup = whole(row("policy", "layer stream from disk", "ssd_gbps", "2"));
        assertThat(setup.family()).isEqualTo(Family.STORAGE);
        assertThat(setup.slowestBytesPerSec()).isEqualTo(2_000_000_000L);
        assertThat(setup.scenario().placement().pinBytes()).containsOnly(0L);
    }

    @Test
    void expertsThatDoNotFitMemoryComeFromStorage() {
        String[] row = {"policy", "CPU; expert cache + SSD prefetch", "gpu", "none (i9-14900)", "model", "Mixtral-8x7B", "quant", "Q4_0", "ssd_gbps", "5"};
        assertThat(whole(row(with(row, "ram_gb", "16"))).slowestBytesPerSec()).isEqualTo(5_000_000_000L);
        assertThat(whole(row(with(row, "ram_gb", "64"))).slowestBytesPerSec()).isGreaterThan(60_000_000_000L);
    }

    @Test
    void aCardWithOtherMemoryIsAnotherCard() {
        assertThat(missing("gpu", "RTX 3050", "vram_gb", "8")).isEqualTo(Missing.GPU);
        assertThat(whole(row("gpu", "RTX 3050", "vram_gb", "6")).machine().top()).isEqualTo(2);
        assertThat(whole(row("gpu", "T4", "vram_gb", "16")).machine().top()).isEqualTo(2);
    }

    @Test
    void oneGpuMayBeCounted() {
        assertThat(whole(row("gpu", "1x RTX 4090")).machine().top()).isEqualTo(2);
    }

    @Test
    void aSlowerBusThanTheGpusOwnIsTheOneThatIsUsed() {
        assertThat(link(whole(row("link", "PCIe3x16")))).isLessThan(link(whole(row())));
        assertThat(link(whole(row("link", "PCIe5x16")))).isEqualTo(link(whole(row())));
    }

    @Test
    void aRateThatARowStatesIsCalledReported() {
        Sourced rate = whole(row("link_gbps", "12")).machine().hops().getLast().bytesPerSecUp();
        assertThat(rate).isEqualTo(new Sourced(12_000_000_000L, Sourced.Kind.REPORTED, "stated with the measurement"));
    }

    @Test
    void statedBytesAreTheModels() {
        Setup setup = whole(row("model", "InternLM-20B", "params_b", "20.1", "bytes_weights_gb", "40.2"));
        assertThat(setup.oracle().fileBytes() / 1e9).isBetween(40.0, 40.4);
    }

    @Test
    void anUnknownModelIsTheNearestWithMoreOrFewerLayers() {
        ModelShape model = whole(row("model", "Llama2-22B", "params_b", "22")).oracle();
        assertThat(model.parameters() / 1e9).isBetween(21.5, 22.5);
    }

    @Test
    void copiesFromMemoryThatIsNotLockedAreSlower() {
        long pinned = link(whole(row("policy", "cpu offload", "system", "ZeRO-Inference", "batch", "4")));
        long pageable = link(whole(row("policy", "cpu offload", "system", "HF Accelerate", "batch", "4")));
        assertThat(pageable).isLessThan(pinned);
    }

    private static long link(Setup setup) {
        return setup.machine().hops().getLast().bytesPerSecUp().value();
    }

    @Test
    void aPromptAloneIsMeasuredInItsOwnTokens() {
        Measurement row = row("model", "Llama-7B", "quant", "Q4_0", "policy", "-ngl 0, weights copied to GPU per batch", "measured_tps", "",
                "measured_ttft_s", "0.5", "prompt_len", "512");
        assertThat(row.tokensPerSec()).contains(1024.0);
        assertThat(whole(row).promptAlone()).isTrue();
    }

    @Test
    void ofAMixtureInMemoryATokenReadsTheExpertsItIsSentTo() {
        Setup setup = whole(row("model", "Qwen3-30B-A3B", "quant", "Q4_0", "policy", "CPU all in RAM", "gpu", "none (i9-14900)"));
        assertThat(setup.oracle().oneRowPassBytes() / 1e9).isBetween(1.5, 2.1);
        assertThat(setup.slowestBytesPerSec() / setup.formula()).isEqualTo((double) setup.oracle().oneRowPassBytes());
        assertThat(setup.scenario().routing()).isEqualTo(new RoutingSpec(0, 0, 800_000, null));
    }

    @Test
    void expertsThatStayWithTheCpuAreComputedThere() {
        Setup setup = whole(row("model", "Mixtral-8x7B", "quant", "Q4_K_M", "policy", "experts on CPU (7950X DDR5-5800), MLA/shared on GPU"));
        assertThat(setup.family()).isEqualTo(Family.EXPERTS);
        ExpertKnobs experts = experts(setup);
        assertThat(experts.compute()).isEqualTo(ExpertPlaces.IN_PLACE);
        assertThat(experts.roomBytes().getLast()).isZero();
    }

    @Test
    void thoseOfSomeLayersMayRestOnTheGpu() {
        Setup setup = whole(row("model", "Mixtral-8x7B", "quant", "Q4_K_M", "policy", "-ncmoe 24, the rest on the GPU, CPU 7950X DDR5-5800"));
        ExpertKnobs experts = experts(setup);
        assertThat(experts.roomBytes().getLast() / (double) setup.oracle().passBytes()).isBetween(.2, .25);
    }

    @Test
    void anExpertCacheFetchesOnGuesses() {
        Setup setup = whole(row("model", "Mixtral-8x7B", "quant", "Q4_K_M", "policy", "LRU expert cache + speculative expert loading"));
        ExpertKnobs experts = experts(setup);
        assertThat(experts.cache()).isEqualTo(ExpertCaches.LRU);
        assertThat(experts.ahead()).isTrue();
    }

    @Test
    void whatKnowsNoExpertsMovesWholeLayers() {
        Setup setup = whole(row("model", "Mixtral-8x7B", "quant", "Q4_K_M", "policy", "naive expert offload"));
        assertThat(setup.scenario().placement().experts()).isNull();
        assertThat(setup.scenario().placement().pinBytes().getLast()).isZero();
        assertThat(Composition.of(setup.scenario()).facts().mixture()).isFalse();
        assertThat(Composition.of(setup.scenario()).facts().shards().getFirst().bytes()).isGreaterThan(700_000_000);
    }

    @Test
    void soManyLayersRestOnTheGpuAsTheRowSays() {
        Setup setup = whole(row("quant", "Q4_K_M", "policy", "-ngl 20, the rest by a 7950X DDR5-5800"));
        Scenario scenario = setup.scenario();
        assertThat(scenario.placement().pinBytes().getLast() / (double) setup.oracle().passBytes()).isBetween(20 / 82., 20 / 78.);
        assertThat(scenario.placement().kind()).isEqualTo(Placements.HYBRID);
    }

    @Test
    void layersOfAModelThatNobodyKnowsAreNotCounted() {
        assertThat(missing("model", "Somebody-17B", "params_b", "17", "policy", "-ngl 20, the rest by a 7950X DDR5-5800"))
                .isEqualTo(Missing.LAYERS);
    }

    @Test
    void halfOfAllExpertsAreKeptWhereTheSystemDoesThat() {
        Setup setup = whole(row("system", "mixtral-offloading", "model", "Mixtral-8x7B", "quant", "HQQ 4b attn + 2-3b experts", "gpu", "T4 (Colab)",
                "policy", "LRU expert cache + speculative expert loading"));
        assertThat(experts(setup).roomBytes().getLast() / (double) setup.oracle().passBytes()).isBetween(.4, .5);
    }

    @Test
    void kvThatIsOffloadedRestsInTheHostsMemory() {
        String[] row = {"model", "OPT-30B", "gpu", "RTX A6000", "ram_gb", "252", "batch", "200", "prompt_len", "512", "gen_len", "32"};
        Setup below = whole(row(with(row, "policy", "cpu offload + KV offload")));
        assertThat(below.scenario().kv().kind()).isEqualTo(KvPolicies.BELOW);
        Setup beside = whole(row(with(row, "policy", "cpu offload")));
        assertThat(beside.scenario().kv().kind()).isEqualTo(KvPolicies.KEEP_ALL);
    }

    @Test
    void offloadToStorageReadsAllWeightsFromThere() {
        Setup setup = whole(row("model", "OPT-175B", "gpu", "RTX A6000", "ram_gb", "252", "ssd_gbps", "5.6", "batch", "32",
                "prompt_len", "512", "gen_len", "32", "policy", "nvme offload + KV offload"));
        assertThat(setup.slowestBytesPerSec()).isEqualTo(5_600_000_000L);
        assertThat(setup.scenario().placement().pinBytes()).containsOnly(0L);
        assertThat(missing("policy", "nvme offload + KV offload")).isEqualTo(Missing.STORAGE_RATE);
    }

    private static ExpertKnobs experts(Setup setup) {
        return Objects.requireNonNull(setup.scenario().placement().experts());
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void whatAGpuUnpacksIsMovedAgainInItsMemory() {
        String[] row = {"quant", "int4", "batch", "4", "policy", "cpu offload"};
        assertThat(unpackBits(whole(row(with(row, "system", "ZeRO-Inference"))))).isEqualTo(16);
        assertThat(unpackBits(whole(row(with(row, "system", "FlexGen 0.1.7"))))).isEqualTo(116);
        assertThat(unpackBits(whole(row(with(row, "system", "other"))))).isZero();
    }

    private static long unpackBits(Setup setup) {
        Machine.Device device = Objects.requireNonNull(setup.machine().tiers().getLast().device());
        Sourced bits = ((Speed.Roofline) device.speed()).unpackBits();
        return bits == null ? 0 : bits.value();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "RTX 3090 Ti, RTX 3090 Ti",
        "T4 (Colab), T4",
        "none (EPYC 9655), EPYC 9655",
        "none (Snapdragon 8 Gen4), Snapdragon 8 Gen4"
    })
    void partsAreFoundByTheirNames(String words, String name) {
        assertThat(parts.gpu(words).map(Parts.Gpu::name).or(() -> parts.cpu(words).map(Parts.Cpu::name))).contains(name);
    }

    @Test
    void aPartWithMoreToItsNameIsAnother() {
        assertThat(parts.gpu("RTX 2080 SUPER")).isEmpty();
        assertThat(parts.gpu("RTX 3060 Ti")).isEmpty();
        assertThat(parts.gpu("RTX 3050 Laptop")).isEmpty();
        assertThat(parts.gpu("RTX 2080 Max-Q")).isEmpty();
        assertThat(parts.gpu("RTX 3060 Mobile")).isEmpty();
        assertThat(parts.cpu("Apple M1 Max")).isEmpty();
        assertThat(parts.cpu("Apple M1 Pro")).isEmpty();
        assertThat(parts.cpu("Apple M1 class")).isPresent();
    }

    @Test
    void everyNumberOfEveryMachineHasItsSource() {
        Sourced share = parts.rules().pinnedShare();
        assertThat(share.kind()).isEqualTo(Sourced.Kind.MEASURED);
        parts.gpus().forEach(gpu -> assertThat(gpu.memoryBytes().source()).as(gpu.name().toLowerCase(Locale.ROOT)).isNotBlank());
    }
}
