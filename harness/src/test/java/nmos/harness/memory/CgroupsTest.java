package nmos.harness.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Against the control groups of this machine, and the files that a v2 tree would be.
@EnabledOnOs(value = OS.LINUX, disabledReason = "control groups are Linux's")
@Timeout(60)
class CgroupsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path dir;

    private final Cgroups cgroups = Cgroups.ofThisMachine();

    /// Of the tests that need real ones.
    private static void assumeLimits(Cgroups cgroups) {
        String whyNot = cgroups.whyNoMemoryLimit().orElse(null);
        assumeTrue(whyNot == null, () -> "memory cannot be limited here: " + whyNot);
    }

    @BeforeEach
    void aFile() throws IOException {
        Files.write(dir.resolve("large"), new byte[24 * MIB]);
    }

    private static int run(Cgroup group, String script) throws Exception {
        Process process = new ProcessBuilder(group.within(List.of("/bin/sh", "-c", script)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        return process.waitFor();
    }

    private static List<Path> ours(Path mount) throws IOException {
        try (Stream<Path> groups = Files.list(mount)) {
            return groups.filter(group -> group.getFileName().toString().startsWith("nmos-" + ProcessHandle.current().pid() + "-"))
                    .toList();
        }
    }

    private static Path memoryMount() throws IOException {
        return Cgroups.trees(Files.readAllLines(Path.of("/proc/self/mountinfo"))).stream()
                .filter(tree -> tree.limits("memory"))
                .findFirst()
                .orElseThrow()
                .mount();
    }

    @Test
    void aProcessThatWantsMoreMemoryIsKilledAndTheGroupIsGoneAfterwards() throws Exception {
        assumeLimits(cgroups);
        try (Cgroup group = cgroups.create(Bounds.memory(8 * MIB))) {
            assertThat(run(group, "exit 3")).isEqualTo(3);
            // a shell says what became of its last child
            assertThat(run(group, "head -c 60000000 /dev/zero | tail -c 60000000")).isEqualTo(137);
            assertThat(group.peakBytes().orElseThrow()).isBetween(MIB * 4L, MIB * 8L);
        }
        assertThat(ours(memoryMount())).isEmpty();
    }

    @Test
    void whatFilesBringIntoThePageCacheCounts() throws Exception {
        assumeLimits(cgroups);
        PageCache.drop(dir.resolve("large"));
        assumeTrue(PageCache.bytes(dir.resolve("large")).orElse(1) == 0, "this file system does not drop what it has cached");
        try (Cgroup group = cgroups.create(Bounds.memory(8 * MIB))) {
            assertThat(run(group, "cat '" + dir.resolve("large") + "'")).isZero();
        }
        assertThat(PageCache.bytes(dir.resolve("large")).orElseThrow()).isBetween(1L, 8L * MIB);
    }

    @Test
    void closingEndsWhatIsLeft() throws Exception {
        assumeLimits(cgroups);
        Process process;
        try (Cgroup group = cgroups.create(Bounds.memory(64 * MIB))) {
            process = new ProcessBuilder(group.within(List.of("sleep", "600"))).start();
            while (!process.info().command().orElse("").endsWith("sleep")) {
                Thread.sleep(5);
            }
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ours(memoryMount())).isEmpty();
    }

    @Test
    void groupsOfDeadProgramsAreTakenAwayAndThoseOfLivingOnesAreNot() throws Exception {
        assumeLimits(cgroups);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path dead = Files.createDirectory(memoryMount().resolve("nmos-" + gone.pid() + "-1-1"));
        Path reused = Files.createDirectory(memoryMount().resolve("nmos-" + ProcessHandle.current().pid() + "-1-1"));
        Path foreign = Files.createDirectory(memoryMount().resolve("nmos-of-somebody-" + ProcessHandle.current().pid()));
        try (Cgroup living = cgroups.create(Bounds.memory(64 * MIB)); Cgroup second = cgroups.create(Bounds.memory(64 * MIB))) {
            assertThat(dead).doesNotExist();
            assertThat(reused).doesNotExist();
            assertThat(foreign).exists();
            assertThat(run(living, "exit 0") + run(second, "exit 0")).isZero();
        } finally {
            Files.deleteIfExists(foreign);
        }
    }

    @Test
    void readsAreHeldToARate() throws Exception {
        assumeLimits(cgroups);
        BlockDevice device;
        try {
            device = BlockDevice.behind(dir);
        } catch (IOException onNoDrive) {
            assumeTrue(false, onNoDrive::getMessage);
            throw onNoDrive;
        }
        assumeTrue(cgroups.whyNoDiskRate(device).isEmpty(), () -> cgroups.whyNoDiskRate(device).orElseThrow());
        try (Cgroup group = cgroups.create(new Bounds(null, new Bounds.Rate(device, 48 * MIB)))) {
            PageCache.drop(dir.resolve("large"));
            assertThat(run(group, "cat '" + dir.resolve("large") + "'")).isZero();
            assertThat(group.peakBytes()).isEmpty();
        }
    }

    /// What a tree of v2 would be told: the files are there, no kernel is behind them.
    @Test
    void aTreeOfTheSecondVersionIsToldAllOfIt() throws IOException {
        Path mount = Files.createDirectory(dir.resolve("unified"));
        Files.writeString(mount.resolve("cgroup.controllers"), "cpu io memory\n");
        Files.writeString(mount.resolve("cgroup.subtree_control"), "cpu memory\n");
        List<Cgroups.Tree> trees = Cgroups.trees(List.of(
                "29 23 0:26 / /proc rw,relatime - proc proc rw", "41 31 0:38 / " + mount + " rw shared:4 - cgroup2 cgroup2 rw,nsdelegate", "odd"));
        assertThat(trees).containsExactly(new Cgroups.Tree(mount, true, List.of("cpu", "io", "memory")));
        Cgroup group = new Cgroups(trees).create(new Bounds(123L * MIB, new Bounds.Rate(new BlockDevice(259, 3, "nvme0n1"), 7_000)));
        List<String> command = group.within(List.of("java", "-version"));
        Path folder = Path.of(command.get(4)).resolve("..").normalize();
        assertThat(command).containsSubsequence(folder.resolve("cgroup.procs").toString(), "--", "java", "-version");
        assertThat(folder.resolve("memory.max")).content().isEqualTo(Integer.toString(123 * MIB));
        assertThat(folder.resolve("io.max")).content().isEqualTo("259:3 rbps=7000");
        assertThat(mount.resolve("cgroup.subtree_control")).content().isEqualTo("+io");
        Files.writeString(folder.resolve("memory.peak"), "42\n");
        assertThat(group.peakBytes()).hasValue(42);
        for (String file : List.of("memory.max", "io.max", "memory.peak")) {
            Files.delete(folder.resolve(file));
        }
        Path other = Files.createDirectory(mount.resolve("nmos-1-2-3"));
        group.close();
        assertThat(folder).doesNotExist();
        assertThat(mount.resolve("cgroup.subtree_control")).as("another still has limits").content().isEqualTo("+io");
        Files.delete(other);
        Files.writeString(mount.resolve("cgroup.subtree_control"), "cpu\n");
        Cgroup last = new Cgroups(trees).create(Bounds.memory(MIB));
        assertThat(mount.resolve("cgroup.subtree_control")).content().isEqualTo("+memory");
        Files.delete(Path.of(last.within(List.of()).get(4)).resolveSibling("memory.max"));
        last.close();
        assertThat(mount.resolve("cgroup.subtree_control")).content().isEqualTo("-memory");
    }

    @Test
    void whereThereIsNothingItIsSaidWhy() throws IOException {
        Cgroups none = new Cgroups(List.of());
        assertThat(none.whyNoMemoryLimit()).hasValue("this system has no control groups that limit memory");
        assertThat(none.whyNoDiskRate(new BlockDevice(1, 1, "ram0"))).hasValueSatisfying(why -> assertThat(why).contains("drives"));
        Path noFolder = Files.createFile(dir.resolve("file"));
        Cgroups refused = new Cgroups(List.of(new Cgroups.Tree(noFolder, false, List.of("memory"))));
        assertThatThrownBy(() -> refused.create(Bounds.memory(MIB))).isInstanceOf(IOException.class).hasMessageContaining(noFolder.toString());
    }
}
