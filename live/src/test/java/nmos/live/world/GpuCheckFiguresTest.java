package nmos.live.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nmos.live.world.CudaRun.STREAMED;
import static nmos.live.world.CudaRun.cuda;
import static nmos.live.world.CudaRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import nmos.journal.DeviceSpan;
import nmos.journal.DeviceSpans;
import nmos.live.cuda.driver.PlayedDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What `live/gpu-check` makes of the files of runs.
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GpuCheckFiguresTest {
    @RegisterExtension
    final PlayedDevices devices = new PlayedDevices();

    @TempDir
    Path folder;

    private String said(String option, Path file) throws IOException {
        Path script = Path.of("gpu-check").toAbsolutePath();
        Path out = folder.resolve("said.txt");
        Process process = new ProcessBuilder("bash", script.toString(), option, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.onExit().join();
        return Files.readString(out, UTF_8).strip();
    }

    private static List<DeviceSpan> of(DeviceSpans all, String stream) {
        return all.spans().stream().filter(span -> span.stream().equals(stream)).toList();
    }

    private static long ns(List<DeviceSpan> spans) {
        return spans.stream().mapToLong(span -> span.endedNs() - span.beganNs()).sum();
    }

    private static String expected(DeviceSpans all) {
        List<DeviceSpan> copies = of(all, "device weights");
        List<DeviceSpan> computed = of(all, "device compute");
        long bytes = copies.stream().mapToLong(DeviceSpan::bytes).sum();
        long both = 0;
        for (DeviceSpan copy : copies) {
            for (DeviceSpan other : computed) {
                both += Math.max(0, Math.min(copy.endedNs(), other.endedNs()) - Math.max(copy.beganNs(), other.beganNs()));
            }
        }
        return String.format(
                Locale.ROOT, "copied %.3f GB in %.6f s (%.2f GB/s); computed %.6f s; both at once %.6f s, %.1f %% of the copies", bytes / 1e9,
                ns(copies) / 1e9, (double) bytes / ns(copies), ns(computed) / 1e9, both / 1e9, 100.0 * both / ns(copies));
    }

    @Test
    void overlapIsThatOfARunWithADraft() throws IOException {
        Rig rig = Rig.small(folder);
        LiveOutcome outcome = run(
                rig, cuda(rig.drafting()), devices.make(CudaRun.MEMORY_BYTES, CudaRun.kernels(), 1),
                Rig.with(STREAMED, "speculation.kind=chain", "speculation.k=2"));
        assertThat(outcome.faults()).isEmpty();
        outcome.device().write(folder);
        assertThat(of(outcome.device(), "device weights")).isNotEmpty();
        assertThat(said("--overlap", folder.resolve("device.csv"))).isEqualTo(expected(outcome.device()));
    }

    @Test
    void overlapIsCountedOnceWhateverTheOrderOfTheSpans() throws IOException {
        var spans = new DeviceSpans(
                List.of(
                        new DeviceSpan("device weights", "a", 1, 1_000_000, -50, 100),
                        new DeviceSpan("device weights", "b", 1, 2_000_000, 100, 300),
                        new DeviceSpan("device compute", "late", 0, 0, 250, 400),
                        new DeviceSpan("device compute", "early", 0, 0, 50, 150),
                        new DeviceSpan("device compute", "nothing", 0, 0, 150, 150)),
                2);
        spans.write(folder);
        assertThat(said("--overlap", folder.resolve("device.csv"))).isEqualTo(expected(spans)).endsWith("42.9 % of the copies");
    }

    @Test
    void aRunPastItsBudgetIsSaid() throws IOException {
        Path run = folder.resolve("run.json");
        String text = """
                {
                  "carried_out" : {
                    "vram" : {
                      "device" : "one, of two",
                      "budget_bytes" : 4294967296,
                      "high_water_bytes" : %d,
                      "measured_bytes" : %d
                    }
                  }
                }
                """;
        Files.writeString(run, text.formatted(4294967296L, 4294967296L));
        assertThat(said("--past", run)).isEmpty();
        Files.writeString(run, text.formatted(4294967297L, 5000000000L));
        assertThat(said("--past", run)).isEqualTo("4294967297 bytes of the device were taken, past the budget of 4294967296");
        Files.writeString(run, text.formatted(4294967296L, 4296967296L));
        assertThat(said("--past", run)).isEqualTo("4296967296 bytes of the device were taken by its driver's count, past the budget of 4294967296");
    }
}
