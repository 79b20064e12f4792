package nmos.live.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nmos.live.gguf.GgufWriter.IfPresent;
import nmos.live.synth.Experts;
import nmos.live.synth.Family;
import nmos.live.synth.ModelPlan;
import nmos.live.synth.SyntheticModel;
import nmos.scenarios.machine.Machine;
import nmos.scenarios.machine.MachineFile;
import nmos.scenarios.machine.Sourced;
import nmos.scenarios.machine.Speed;
import nmos.scenarios.shape.TensorType;
import nmos.scenarios.yaml.Document;
import nmos.scenarios.yaml.YamlWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real calibration, of milliseconds: no time is held against anything, as there is nobody to say what it should be.
class CalibrationTest {
    @TempDir
    Path folder;

    @Test
    void everythingIsMeasuredAndNothingIsLeftBehind() throws IOException {
        Calibration measured = Tiny.measure(Tiny.options(folder, null, null), Watch.NOBODY);
        assertThat(files()).isEmpty();
        assertThat(measured.drive().scratch()).isTrue();
        assertThat(measured.drive().points()).allSatisfy(p -> assertThat(p.each().medianNs()).isPositive());
        assertThat(measured.drive().fits()).hasSize(3).allSatisfy(f -> assertThat(f.bytesPerSec()).isPositive());
        assertThat(measured.copies().floor()).isPositive();
        assertThat(measured.products().types()).singleElement().satisfies(type -> {
            assertThat(type.type()).isEqualTo(TensorType.Q8_0);
            assertThat(type.points()).extracting(ProductSpeeds.Point::rows).containsExactly(1, 2, 4);
        });
        assertThat(measured.layers().elementsPerSec()).isPositive();
        assertThat(measured.attention().bytesPerSec()).isPositive();
        assertThat(measured.beside().copies().ppm()).isBetween(1L, 1_000_000L);
        assertThat(measured.host().lone().medianNs()).isPositive();
        assertThat(measured.draft()).isNull();
        assertThat(measured.warnings()).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
        assertThat(CalibrationJson.line(measured)).startsWith("{\"kind\":\"measured\"").doesNotContain("\n", "draft");
        assertThat(CalibrationJson.file(measured)).contains("\n  \"products\"");
        machinesFollow(measured);
    }

    /// Not measured again for each: that takes a second.
    private static void machinesFollow(Calibration measured) {
        Machine plain = measured.machine(MachineChoice.named("here"));
        assertThat(again(plain)).isEqualTo(plain);
        assertThat(plain.tierNames()).containsExactly("ssd", "ram", "vram");
        Machine.Host host = plain.host();
        assertThat(host).isNotNull();
        assertThat(plain.tiers().get(1).device()).isNull();
        assertThat(device(plain).speed()).isInstanceOfSatisfying(Speed.Measured.class, speed -> {
            assertThat(speed.kind()).isEqualTo(Sourced.Kind.MEASURED);
            assertThat(speed.curves()).extracting(Speed.Measured.Curve::type).containsExactly(TensorType.Q8_0);
        });
        assertThat(plain.hops().get(0).bytesPerSecUp().kind()).isEqualTo(Sourced.Kind.MEASURED);
        assertThat(plain.hops().get(1).bytesPerSecUp().kind()).isEqualTo(Sourced.Kind.ASSUMED);

        var chosen = new MachineChoice(
                "small", OptionalLong.of(2_000_000_000), OptionalLong.of(500_000_000), true, new Rate.Fixed(9_000_000_000L),
                new Rate.Fixed(300_000_000));
        Machine small = measured.machine(chosen);
        assertThat(small.tiers().get(1).budgetBytes()).isEqualTo(2_000_000_000);
        assertThat(small.tiers().get(1).device()).isNotNull();
        assertThat(small.tiers().get(2).budgetBytes()).isEqualTo(500_000_000);
        assertThat(small.hops().get(0).bytesPerSecUp()).satisfies(rate -> {
            assertThat(rate.value()).isEqualTo(300_000_000);
            assertThat(rate.kind()).isEqualTo(Sourced.Kind.ASSUMED);
            assertThat(rate.source()).startsWith("chosen, where ");
        });
        assertThat(small.hops().get(1).bus().name()).isEqualTo("pcie 5.0 x4");

        for (var bus : Buses.KNOWN) {
            Rate all = new Rate.Fixed(bus.bytesPerSec());
            Machine fast = measured.machine(
                    new MachineChoice("fast", OptionalLong.empty(), OptionalLong.empty(), false, all, new Rate.Measured()));
            assertThat(Buses.KNOWN).contains(fast.hops().get(1).bus());
            assertThat(fast.hops().get(1).bytesPerSecUp().value()).isEqualTo(bus.bytesPerSec());
        }
        assertThat(Rate.FASTEST).isEqualTo(Buses.KNOWN.getLast().bytesPerSec());
    }

    private static Machine again(Machine machine) {
        YamlWriter out = new YamlWriter();
        MachineFile.write(out, machine);
        return MachineFile.read(Document.of("here.yaml", out.toString()).section());
    }

    private static Machine.Device device(Machine machine) {
        return Objects.requireNonNull(machine.tiers().getLast().device());
    }

    @Test
    void modelsAreMeasuredInTheirOwnShapesAndTypes() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path oracle = model(models.resolve("oracle.gguf"), TensorType.Q4_K, 2);
        Path draft = model(models.resolve("guesser.gguf"), TensorType.Q8_0, 1);
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        Calibration measured = Tiny.measure(Tiny.options(scratch, oracle, draft), Watch.NOBODY);
        assertThat(measured.drive().path()).isEqualTo(String.valueOf(oracle.getFileName()));
        assertThat(measured.drive().scratch()).isFalse();
        assertThat(measured.products().of(TensorType.Q4_K).matrices()).isEqualTo("256x256 128x256 128x256 256x256 256x256 256x256 256x256");
        assertThat(measured.machine(MachineChoice.named("here")).drafting("guesser")).hasValueSatisfying(d -> {
            assertThat(d.levelNs() + d.nodeNs()).isPositive();
            assertThat(d.rowNs()).isPositive();
        });
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 40, 90, 150})
    void whoStopsItFindsNothingLeft(int asked) {
        var left = new AtomicInteger(asked);
        Watch impatient = new Watch() {
            @Override
            public void at(String what, double share) {}

            @Override
            public boolean stopped() {
                return left.decrementAndGet() <= 0;
            }
        };
        assertThatThrownBy(() -> Tiny.measure(Tiny.options(folder, null, null), impatient))
                .isInstanceOf(CalibrationStopped.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsNotThereOrNoModelIsNamed() throws IOException {
        Path missing = folder.resolve("missing.gguf");
        assertThatThrownBy(() -> Tiny.measure(Tiny.options(folder, missing, null), Watch.NOBODY))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing.gguf");
        Path text = Files.writeString(folder.resolve("text.gguf"), "once upon a time ".repeat(1_000));
        assertThatThrownBy(() -> Tiny.measure(Tiny.options(folder, text, null), Watch.NOBODY))
                .hasMessageStartingWith(text + ": offset 0: ");
        assertThat(files()).containsExactly(text);
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path model(Path file, TensorType type, int layers) {
        var plan = new ModelPlan(Family.LLAMA3, "t", layers, 256, 4, 2, 64, 256, 512, false, Experts.NONE);
        SyntheticModel.random(plan, type, 1).write(file, IfPresent.REFUSE, _ -> {});
        return file;
    }
}
