package nmos.harness.published;

import static nmos.harness.published.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import nmos.scenarios.machine.Sourced;
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
        assertThat(missing("policy", "nvme offload + KV offload", "ssd_gbps", "5")).isEqualTo(Missing.SPLIT);
        assertThat(missing("policy", "LRU expert cache")).isEqualTo(Missing.EXPERTS);
        assertThat(missing("policy", "magic")).isEqualTo(Missing.POLICY);
        assertThat(missing("model", "SomeMoE-9B-A1B")).isEqualTo(Missing.MIXTURE);
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
    void aMixtureInMemoryIsReadAsOneTokenReadsIt() {
        ModelShape model = whole(row("model", "Qwen3-30B-A3B", "quant", "Q4_0", "policy", "CPU all in RAM", "gpu", "none (i9-14900)")).oracle();
        assertThat(model.passBytes() / 1e9).isBetween(1.5, 2.1);
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
    }

    @Test
    void everyNumberOfEveryMachineHasItsSource() {
        Sourced share = parts.rules().pinnedShare();
        assertThat(share.kind()).isEqualTo(Sourced.Kind.MEASURED);
        parts.gpus().forEach(gpu -> assertThat(gpu.memoryBytes().source()).as(gpu.name().toLowerCase(Locale.ROOT)).isNotBlank());
    }
}
