package nmos.harness.published;

import static nmos.harness.published.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final Parts parts = Parts.shipped();

    @Test
    void aRowThatNamesNoCpuHasTheOneOfItsPage() {
        assertThat(cpu("gpu", "RTX 2080", "source", "github AlexsJones/llmfit PR #774")).isEqualTo("i9-10900X");
        assertThat(cpu("gpu", "RTX 2080", "source", "a page nobody read")).isEqualTo("none");
    }

    @Test
    void aRowsOwnWordsComeBeforeItsPages() {
        assertThat(cpu("gpu", "none (RK3588)", "source", "github AlexsJones/llmfit PR #774")).isEqualTo("RK3588");
    }

    @Test
    void aPageThatTellsOfSeveralMachinesIsToldApartByTheSystem() {
        String page = "github kvcache-ai/ktransformers doc/en/DeepseekR1_V3_tutorial.md @95009ea";
        assertThat(cpu("system", "ktransformers V0.2.1", "source", page)).isEqualTo("Xeon Gold 6454S");
        assertThat(cpu("system", "llama.cpp dual socket", "source", page)).isEqualTo("two Xeon Gold 6454S");
    }

    @Test
    void everyPageNamesACpuThatIsListed() {
        parts.pages().forEach(page -> assertThat(parts.cpu(page.cpu()).map(Parts.Cpu::name)).as(page.source()).contains(page.cpu()));
    }

    @Test
    void aMeasuredBandwidthIsReachedAndAnyOtherInPart() {
        assertThat(parts.cpu("i9-10900X").orElseThrow().bytesPerSec()).isEqualTo(102_000_000_000L);
        assertThat(parts.cpu("Xeon Gold 6454S").orElseThrow().bytesPerSec())
                .isEqualTo(Parts.share(307_200_000_000L, parts.rules().cpuEfficiency()));
    }

    @Test
    void whatSomebodyElseSaysOfADatasheetIsNotCalledOne() {
        for (Parts.Gpu gpu : parts.gpus()) {
            for (Sourced number : new Sourced[] {gpu.memoryBytes(), ((Speed.Roofline) gpu.speed()).bandwidthBytesPerSec(), ((Speed.Roofline) gpu.speed()).peakOpsPerSec()}) {
                boolean vendors = number.source().contains("NVIDIA's driver");
                assertThat(number.kind() == Sourced.Kind.DATASHEET && !vendors).as(number.source()).isFalse();
            }
        }
        for (Parts.Cpu cpu : parts.cpus()) {
            if (cpu.speed() instanceof Speed.Roofline roofline) {
                assertThat(roofline.bandwidthBytesPerSec().kind()).as(cpu.name()).isNotEqualTo(Sourced.Kind.DATASHEET);
            }
        }
    }

    private String cpu(String... fields) {
        return parts.cpu(row(fields)).map(Parts.Cpu::name).orElse("none");
    }
}
