package nmos.harness.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Evaluation;
import nmos.harness.grid.Metrics;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepingTest {
    /// Half of the points are not possible: the machine has no 40 GB.
    private static final List<String> GRID = List.of("placement.pin.ram=2 GB,11 GB,40 GB,50 GB", "speculation.k=1..6");

    private static Path scenario = Path.of("");

    @TempDir
    private static Path models;

    @TempDir
    private Path dir;

    @BeforeAll
    static void aScenario() throws IOException {
        scenario = models.resolve("small.yaml");
        try (InputStream shipped = Objects.requireNonNull(SweepingTest.class.getResourceAsStream("/nmos/scenarios/shipped/02-72b-on-4gb.yaml"))) {
            Files.writeString(scenario, new String(shipped.readAllBytes(), UTF_8).replace("turns: 20", "turns: 2").replace("replyTokens: 64", "replyTokens: 6")
                    .replace("kind: off", "kind: chain"));
        }
    }

    private static Sweeping sweeping(Path scenario, List<String> grid, int replications, String... settings) throws IOException {
        return Sweeping.of(new Evaluation(scenario.toString(), List.of(settings), List.of(Metrics.named("tokens_per_second"), Metrics.named("ttft_verified_ms.p50"))),
                Axes.parse(grid), replications, "nmos sweep");
    }

    private Path swept(String name, int threads) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        sweeping(scenario, GRID, 2).run(folder, threads, SweepWatch.NOBODY);
        return folder;
    }

    private static void assertSame(Path one, Path other) {
        for (String file : List.of(SweepFile.CSV, SweepFile.POINTS, SweepFile.NAME)) {
            assertThat(other.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
        }
    }

    /// For a process of its own, that is slow: `folder scenario`.
    static final class Child {
        private Child() {}

        public static void main(String[] words) throws IOException {
            sweeping(Path.of(words[1]), GRID, 2).run(Path.of(words[0]), 2, new SweepWatch() {
                @Override
                public void at(int done, int points, Optional<Pace.Left> left) {
                    try {
                        TimeUnit.MILLISECONDS.sleep(done < 6 ? 1 : 60_000);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public boolean goOn() {
                    return true;
                }
            });
        }
    }

    @Test
    void theFilesAreTheSameHoweverManyThreadsThereAre() throws IOException {
        Path one = swept("one", 1);
        assertSame(one, swept("two", 2));
        assertSame(one, swept("four", 4));
        Sweep sweep = SweepFile.read(one);
        assertThat(sweep.points()).hasSize(24).extracting(Point::number).isSorted();
        assertThat(sweep.points().stream().filter(point -> point.impossible() != null)).hasSize(12)
                .allSatisfy(point -> assertThat(point.impossible()).contains("placement.pin.ram").doesNotContain("\n"));
        assertThat(sweep.manifest().complete()).isTrue();
        assertThat(sweep.best(0)).hasValueSatisfying(best -> assertThat(best.figures().getFirst().lessBest()).isZero());
    }

    @Test
    void whatWasKilledHalfWayComesToTheSameOnceItIsGoneOnWith() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("killed"));
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), Child.class.getName(), folder.toString(),
                        scenario.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(dir.toFile(), "child.txt"))
                .start();
        try {
            while (child.isAlive() && lines(folder) < 6) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(lines(folder)).as(Files.readString(dir.resolve("child.txt"))).isBetween(6L, 23L);
        assertThatThrownBy(() -> SweepFile.read(folder)).hasMessageContaining("--resume");
        // A kill in the midst of a line.
        Files.writeString(folder.resolve(SweepFile.POINTS), "{\"point\":3,\"kind\":\"simul", UTF_8, StandardOpenOption.APPEND);
        AtomicInteger first = new AtomicInteger(Integer.MAX_VALUE);
        sweeping(scenario, GRID, 2).run(folder, 2, new SweepWatch() {
            @Override
            public void at(int done, int points, Optional<Pace.Left> left) {
                first.accumulateAndGet(done, Math::min);
            }

            @Override
            public boolean goOn() {
                return true;
            }
        });
        assertThat(first.get()).as("what was told is not played again").isGreaterThan(6);
        assertSame(swept("whole", 2), folder);
    }

    private static long lines(Path folder) throws IOException {
        Path file = folder.resolve(SweepFile.POINTS);
        return Files.exists(file) ? Files.readString(file).chars().filter(c -> c == '\n').count() : 0;
    }

    @Test
    void whatWasStoppedTellsWhatItHasAndIsGoneOnWith() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("stopped"));
        AtomicInteger told = new AtomicInteger();
        Sweep part = sweeping(scenario, GRID, 2).run(folder, 2, new SweepWatch() {
            @Override
            public void at(int done, int points, Optional<Pace.Left> left) {
                told.set(done);
            }

            @Override
            public boolean goOn() {
                return told.get() < 10;
            }
        });
        assertThat(part.manifest().complete()).isFalse();
        assertThat(part.points()).hasSizeBetween(10, 12);
        assertThat(SweepFile.read(folder).points()).hasSameSizeAs(part.points());
        sweeping(scenario, GRID, 2).run(folder, 1, SweepWatch.NOBODY);
        assertSame(swept("whole", 4), folder);
    }

    @Test
    void aFolderWithAnotherSweepIsRefusedByWhatIsOther() throws IOException {
        Path folder = swept("one", 2);
        assertRefused(folder, sweeping(scenario, List.of("speculation.k=1..6"), 2), "of other axes: placement.pin.ram with 4 values and");
        assertRefused(folder, sweeping(scenario, GRID, 3), "of 2 replications from seed 1");
        assertRefused(folder, sweeping(scenario, GRID, 2, "workload.promptTokens=99"), "of other settings: none");
        Path other = Files.copy(scenario, dir.resolve("smaller.yaml"));
        assertRefused(folder, sweeping(other, GRID, 2), "of another scenario: small");
        String text = Files.readString(scenario);
        Files.writeString(scenario, text.replace("promptTokens: 256", "promptTokens: 255"));
        assertRefused(folder, sweeping(scenario, GRID, 2), "before its file or its machine's was changed");
        Files.writeString(scenario, text);
        String manifest = Files.readString(folder.resolve(SweepFile.NAME));
        Files.writeString(folder.resolve(SweepFile.NAME), manifest.replaceFirst("(\"program_sha256\" : \")....", "$1beef"));
        assertRefused(folder, sweeping(scenario, GRID, 2), "of another version of nmos");
        Files.writeString(folder.resolve(SweepFile.NAME), "[]");
        assertThatThrownBy(() -> sweeping(scenario, GRID, 2).run(folder, 1, SweepWatch.NOBODY)).hasMessageContaining("not a sweep");
    }

    private static void assertRefused(Path folder, Sweeping sweeping, String why) throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve(SweepFile.POINTS));
        assertThatThrownBy(() -> sweeping.run(folder, 1, SweepWatch.NOBODY))
                .isInstanceOf(SweepException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
        assertThat(folder.resolve(SweepFile.POINTS)).hasBinaryContent(before);
    }

    @Test
    void twoDoNotWorkInOneFolder() throws IOException {
        Path folder = swept("one", 1);
        try (FileChannel lines = FileChannel.open(folder.resolve(SweepFile.POINTS), StandardOpenOption.WRITE); var lock = lines.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> sweeping(scenario, GRID, 2).run(folder, 1, SweepWatch.NOBODY))
                    .isInstanceOf(SweepException.class)
                    .hasMessageContaining("another sweep is at work in");
        }
    }

    @Test
    void aGridOfWhichNothingIsPossibleIsRefusedWithTheReason() {
        assertThatThrownBy(() -> sweeping(scenario, List.of("speculation.kk=1..3"), 1))
                .isInstanceOf(SweepException.class)
                .hasMessageStartingWith("nothing to sweep: none of 3 points")
                .hasMessageContaining("kk");
    }

    @Test
    void howLongIsLeftIsToldFromWhatWasAndHowMuchThatDiffers() {
        Pace pace = new Pace();
        assertThat(pace.left(10, 1)).isEmpty();
        for (int i = 0; i < 100; i++) {
            pace.took(i % 2 == 0 ? 90 : 110);
        }
        assertThat(pace.left(100, 2)).hasValueSatisfying(left -> {
            assertThat(left.leastNs()).isBetween(4_500L, 5_000L);
            assertThat(left.mostNs()).isBetween(5_000L, 5_500L);
        });
        for (int i = 0; i < 1000; i++) {
            pace.took(10);
        }
        assertThat(pace.left(100, 1)).hasValue(new Pace.Left(1000, 1000));
    }
}
