package nmos.harness.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.harness.grid.Axes;
import nmos.harness.grid.Evaluation;
import nmos.harness.grid.Metrics;
import nmos.reports.sweep.Point;
import nmos.reports.sweep.Sweep;
import nmos.reports.sweep.SweepFile;
import nmos.scenarios.ScenarioLoader;
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
        Files.writeString(scenario, shipped("/nmos/scenarios/shipped/02-72b-on-4gb.yaml").replace("turns: 20", "turns: 2")
                .replace("replyTokens: 64", "replyTokens: 6").replace("kind: off", "kind: chain"));
    }

    private static String shipped(String name) throws IOException {
        try (InputStream shipped = Objects.requireNonNull(SweepingTest.class.getResourceAsStream(name))) {
            return new String(shipped.readAllBytes(), UTF_8);
        }
    }

    private static Sweeping sweeping(Path scenario, List<String> grid, int replications, String... settings) throws IOException {
        return Sweeping.of(new Evaluation(scenario.toString(), List.of(settings), List.of(Metrics.named("tokens_per_second"), Metrics.named("ttft_verified_ms.p50"))),
                Axes.parse(grid), replications, Map.of(), "nmos sweep");
    }

    private Path swept(String name, int threads) throws IOException {
        return swept(name, threads, sweeping(scenario, GRID, 2));
    }

    private Path swept(String name, int threads, Sweeping sweeping) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        run(sweeping, folder, threads, SweepWatch.NOBODY);
        return folder;
    }

    private static Sweep run(Sweeping sweeping, Path folder, int threads, SweepWatch watch) throws IOException {
        try (SweepLock lock = SweepLock.on(folder)) {
            return sweeping.run(lock, threads, watch);
        }
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
            SweepingTest.run(sweeping(Path.of(words[1]), GRID, 2), Path.of(words[0]), 2, new SweepWatch() {
                @Override
                public void at(Reached reached) {
                    try {
                        TimeUnit.MILLISECONDS.sleep(reached.done() < 6 ? 1 : 60_000);
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
            assertThatThrownBy(() -> SweepLock.on(folder)).as("while another program is at work there").isInstanceOf(SweepException.class)
                    .hasMessageStartingWith("another sweep is at work in ");
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(lines(folder)).as(Files.readString(dir.resolve("child.txt"))).isBetween(6L, 23L);
        assertThatThrownBy(() -> SweepFile.read(folder)).hasMessageContaining("--resume");
        // A kill in the midst of a line.
        Files.writeString(folder.resolve(SweepFile.POINTS), "{\"point\":3,\"kind\":\"simul", UTF_8, StandardOpenOption.APPEND);
        AtomicInteger first = new AtomicInteger(Integer.MAX_VALUE);
        run(sweeping(scenario, GRID, 2), folder, 2, new SweepWatch() {
            @Override
            public void at(Reached reached) {
                first.accumulateAndGet(reached.done(), Math::min);
            }

            @Override
            public boolean goOn() {
                return true;
            }
        });
        assertThat(first.get()).as("what was told is not played again").isGreaterThanOrEqualTo(6);
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
        Sweep part = run(sweeping(scenario, GRID, 2), folder, 2, new SweepWatch() {
            @Override
            public void at(Reached reached) {
                told.set(reached.done());
            }

            @Override
            public boolean goOn() {
                return told.get() < 10;
            }
        });
        assertThat(part.manifest().complete()).isFalse();
        assertThat(part.points()).hasSizeBetween(10, 12);
        assertThat(SweepFile.read(folder).points()).hasSameSizeAs(part.points());
        run(sweeping(scenario, GRID, 2), folder, 1, SweepWatch.NOBODY);
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
        assertThatThrownBy(() -> run(sweeping(scenario, GRID, 2), folder, 1, SweepWatch.NOBODY)).hasMessageContaining("not a sweep");
    }

    private static void assertRefused(Path folder, Sweeping sweeping, String why) throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve(SweepFile.POINTS));
        assertThatThrownBy(() -> run(sweeping, folder, 1, SweepWatch.NOBODY))
                .isInstanceOf(SweepException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
        assertThat(folder.resolve(SweepFile.POINTS)).hasBinaryContent(before);
    }

    @Test
    void twoOfOneProgramDoNotWorkInOneFolderUntilTheFirstIsDone() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("one"));
        try (SweepLock lock = SweepLock.on(folder)) {
            sweeping(scenario, List.of("speculation.k=1,2"), 1).run(lock, 1, SweepWatch.NOBODY);
            assertThatThrownBy(() -> SweepLock.on(folder)).as("there may be points to measure").isInstanceOf(SweepException.class);
        }
        SweepLock.on(folder).close();
    }

    @Test
    void aGridThatIsPossibleNowhereButInAFewPlacesIsFound() throws IOException {
        // Each thousandth point has the least memory.
        assertThat(sweeping(scenario, List.of("speculation.k=1..1000", "machine.tiers.ram.capacity.value=1..1000 GiB"), 1).manifest().points())
                .isEqualTo(1_000_000);
    }

    @Test
    void moreThanMemoryIsKnownToHoldIsRefused() {
        assertThatThrownBy(() -> sweeping(scenario, List.of("speculation.k=1..1000"), 100_000)).isInstanceOf(SweepException.class)
                .hasMessageStartingWith("1000 points, 100000 replications of each and 2 metrics are 200000000 values");
    }

    @Test
    void aPointThatBreaksIsARowWithItsReasonAndTheOthersArePlayed() throws IOException {
        Evaluation.Loading loading = settings -> {
            if (settings.contains("speculation.kind=odd")) {
                throw new IllegalStateException("it broke\nin two");
            }
            return ScenarioLoader.load(scenario.toString(), settings);
        };
        Path folder = Files.createDirectories(dir.resolve("broken"));
        Sweep sweep = run(Sweeping.of(new Evaluation(loading, List.of(), List.of(Metrics.named("tokens_per_second"))), Axes.parse(List.of("speculation.kind=odd,off,chain")),
                3, Map.of(), "nmos sweep"), folder, 2, SweepWatch.NOBODY);
        assertThat(sweep.manifest().complete()).isTrue();
        assertThat(sweep.points()).extracting(Point::impossible)
                .containsExactly("playing it failed: java.lang.IllegalStateException: it broke; in two", null, null);
        assertThat(SweepFile.read(folder).points()).hasSize(3);
    }

    @Test
    void replicationsOfOnePointArePlayedByAllThreads() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Set<Long> played = ConcurrentHashMap.newKeySet();
        Path two = Files.createDirectories(dir.resolve("two"));
        run(sweeping(scenario, List.of("speculation.k=3"), 30), two, 2, new SweepWatch() {
            @Override
            public void at(Reached reached) {
                assertThat(reached.plays()).isEqualTo(30);
                played.add(reached.played());
            }

            @Override
            public boolean goOn() {
                if (seen.add(Thread.currentThread())) {
                    both.countDown();
                }
                try {
                    return both.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        });
        assertThat(played).as("each is told").hasSize(30);
        assertSame(swept("one", 1, sweeping(scenario, List.of("speculation.k=3"), 30)), two);
    }

    @Test
    void aFileOnAnAxisThatWasChangedIsNotMixedWithWhatItWas() throws IOException {
        Path machine = dir.resolve("other.yaml");
        Files.writeString(machine, shipped("/nmos/scenarios/shipped/machines/laptop-rtx2050-16gb.yaml"));
        List<String> grid = List.of("machine=laptop-rtx2050-16gb," + machine);
        Path folder = swept("one", 1, sweeping(scenario, grid, 1));
        Files.writeString(machine, "# the same, but for a word\n", StandardOpenOption.APPEND);
        run(sweeping(scenario, grid, 1), folder, 1, SweepWatch.NOBODY);
        Files.writeString(machine, Files.readString(machine).replaceFirst("2\\.36 GB/s", "2.35 GB/s"));
        assertRefused(folder, sweeping(scenario, grid, 1), "of other contents of machine=" + machine);
    }

    @Test
    void anotherModelOfTheSameNameIsNotMixedWithTheFirst() throws IOException {
        Path model = Files.write(dir.resolve("m.gguf"), new byte[] {1, 2, 3});
        Evaluation evaluation = new Evaluation(scenario.toString(), List.of(), List.of(Metrics.named("tokens_per_second")));
        Axes axes = Axes.parse(List.of("speculation.k=1,2"));
        Path folder = swept("one", 1, Sweeping.of(evaluation, axes, 1, Map.of("--oracle", model), ""));
        Files.write(model, new byte[] {1, 2, 4});
        assertRefused(folder, Sweeping.of(evaluation, axes, 1, Map.of("--oracle", model), ""), "of other contents of --oracle");
    }

    @Test
    void aTapeThatCannotBeReadIsTriedAgainAndOneThatWasChangedIsRefused() throws IOException {
        Path tape = dir.resolve("b.tape");
        Files.writeString(dir.resolve("a.tape"), "1\n2\n");
        List<String> grid = List.of("acceptance.file=" + dir.resolve("a.tape") + "," + tape);
        String[] set = {"acceptance={kind: pass-tape, file: x}"};
        Path folder = Files.createDirectories(dir.resolve("mended"));
        List<String> unread = new ArrayList<>();
        Sweep part = run(sweeping(scenario, grid, 1, set), folder, 1, new SweepWatch() {
            @Override
            public void at(Reached reached) {}

            @Override
            public void unread(List<String> settings, String reason) {
                unread.add(reason);
            }

            @Override
            public boolean goOn() {
                return true;
            }
        });
        assertThat(part.manifest().complete()).isFalse();
        assertThat(part.points()).singleElement().satisfies(point -> assertThat(point.impossible()).isNull());
        assertThat(unread).singleElement().asString().contains("b.tape: no such file");
        Files.writeString(tape, "0\n");
        Sweep whole = run(sweeping(scenario, grid, 1, set), folder, 1, SweepWatch.NOBODY);
        assertThat(whole.manifest().complete()).isTrue();
        assertThat(whole.points()).hasSize(2).allSatisfy(point -> assertThat(point.impossible()).isNull());
        Files.writeString(tape, "3\n");
        assertRefused(folder, sweeping(scenario, grid, 1, set), "of other contents of " + tape);
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
        Pace pace = new Pace(1);
        assertThat(pace.left(10, 1)).isEmpty();
        for (int i = 0; i < 100; i++) {
            pace.took(i, i % 2 == 0 ? 90 : 110);
        }
        assertThat(pace.left(100, 2)).hasValueSatisfying(left -> {
            assertThat(left.leastNs()).isBetween(4_500L, 5_000L);
            assertThat(left.mostNs()).isBetween(5_000L, 5_500L);
        });
        for (int i = 100; i < 1100; i++) {
            pace.took(i, 10);
        }
        assertThat(pace.left(100, 1)).hasValue(new Pace.Left(1000, 1000));
    }

    @Test
    void manyReplicationsOfOnePointSayLittleOfOthers() {
        Pace pace = new Pace(100);
        for (int i = 0; i < 10; i++) {
            pace.took(0, 10);
        }
        assertThat(pace.left(90, 1)).as("of the only point there is").hasValue(new Pace.Left(900, 900));
        for (int point = 1; point < 20; point++) {
            for (int i = 0; i < 100; i++) {
                pace.took(point, point % 2 == 0 ? 10 : 30);
            }
        }
        assertThat(pace.left(2000, 1)).hasValueSatisfying(left -> {
            assertThat(left.leastNs()).isLessThan(35_000);
            assertThat(left.mostNs()).isGreaterThan(45_000);
        });
    }
}
