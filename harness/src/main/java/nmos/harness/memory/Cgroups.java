package nmos.harness.memory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the kernel takes limits for groups of processes: one tree for all of them (v2), or one for each kind (v1), or some of
/// both. Groups are made at the top of a tree, beside whatever limits this program itself has, because v2 allows no limits below
/// a group that holds processes.
///
/// A group is called after the process that made it, so that programs that do this at once do not meet, and what one leaves
/// behind that is killed is known to be nobody's: the next takes it away, but for what it handed down, see [HandedDown].
public final class Cgroups {
    /// A tree and what it can limit.
    ///
    /// @param unified whether it is of v2
    record Tree(Path mount, boolean unified, List<String> controllers) {
        boolean limits(String controller) {
            return controllers.contains(controller);
        }
    }

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern NAME = Pattern.compile("nmos-(\\d+)-(\\d+)-\\d+");

    private final @Nullable Tree memory;
    private final @Nullable Tree disk;

    Cgroups(List<Tree> trees) {
        memory = first(trees, "memory", "memory");
        disk = first(trees, "blkio", "io");
    }

    private static @Nullable Tree first(List<Tree> trees, String v1, String v2) {
        return trees.stream().filter(tree -> tree.limits(tree.unified() ? v2 : v1)).findFirst().orElse(null);
    }

    /// Those of this machine; none where it has none or nobody may look.
    public static Cgroups ofThisMachine() {
        try {
            return new Cgroups(trees(Files.readAllLines(MOUNTS)));
        } catch (IOException unknown) {
            return none();
        }
    }

    /// As if there were none.
    public static Cgroups none() {
        return new Cgroups(List.of());
    }

    /// As `/proc/self/mountinfo` tells them.
    static List<Tree> trees(List<String> mounts) throws IOException {
        List<Tree> trees = new ArrayList<>();
        for (String line : mounts) {
            int dash = line.indexOf(" - ");
            String[] before = line.split(" ", -1);
            String[] after = dash < 0 ? new String[0] : line.substring(dash + 3).split(" ", -1);
            if (before.length < 5 || after.length < 3) {
                continue;
            }
            Path mount = Path.of(before[4]);
            if (after[0].equals("cgroup")) {
                trees.add(new Tree(mount, false, Arrays.asList(after[2].split(","))));
            } else if (after[0].equals("cgroup2") && Files.isReadable(mount.resolve("cgroup.controllers"))) {
                String names = Files.readString(mount.resolve("cgroup.controllers")).strip();
                trees.add(new Tree(mount, true, Arrays.asList(names.split("\\s+"))));
            }
        }
        return trees;
    }

    /// Why memory cannot be limited here, if it cannot. Tries it, and takes away what dead programs left.
    public Optional<String> whyNoMemoryLimit() {
        return whyNot(Bounds.memory(1L << 30));
    }

    /// Why this drive cannot be held to a rate here, if it cannot.
    public Optional<String> whyNoDiskRate(BlockDevice device) {
        return whyNot(new Bounds(null, new Bounds.Rate(device, 1L << 30)));
    }

    private Optional<String> whyNot(Bounds bounds) {
        try (Cgroup _ = create(bounds)) {
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    /// A group for processes that have to stay within `bounds`.
    ///
    /// @throws IOException where the kernel or a lack of rights is against it; the message says which
    public Cgroup create(Bounds bounds) throws IOException {
        sweep();
        String name = "nmos-" + ProcessHandle.current().pid() + "-" + ProcFiles.startTicks(ProcessHandle.current().pid()).orElse(0)
                + "-" + COUNT.incrementAndGet();
        List<Path> made = new ArrayList<>();
        List<HandedDown> handedDown = new ArrayList<>();
        boolean whole = false;
        try {
            Path memoryGroup = null;
            Long bytes = bounds.memoryBytes();
            if (bytes != null) {
                Tree tree = memory;
                if (tree == null) {
                    throw new IOException("this system has no control groups that limit memory");
                }
                memoryGroup = group(tree, "memory", name, made, handedDown);
                limitMemory(tree, memoryGroup, bytes);
            }
            Bounds.Rate rate = bounds.rate();
            if (rate != null) {
                Tree tree = disk;
                if (tree == null) {
                    throw new IOException("this system has no control groups that pace drives");
                }
                Path group = group(tree, "io", name, made, handedDown);
                String device = rate.device().numbers();
                if (tree.unified()) {
                    write(group.resolve("io.max"), device + " rbps=" + rate.bytesPerSec());
                } else {
                    write(group.resolve("blkio.throttle.read_bps_device"), device + " " + rate.bytesPerSec());
                }
            }
            whole = true;
            return new Cgroup(List.copyOf(made), List.copyOf(handedDown), memoryGroup);
        } finally {
            if (!whole) {
                new Cgroup(List.copyOf(made), List.copyOf(handedDown), null).close();
            }
        }
    }

    private static Path group(Tree tree, String controller, String name, List<Path> made, List<HandedDown> handedDown)
            throws IOException {
        Path group = tree.mount().resolve(name);
        if (tree.unified()) {
            HandedDown own = new HandedDown(tree.mount(), controller);
            if (own.handDown()) {
                handedDown.add(own);
            }
        }
        if (made.contains(group)) {
            return group;
        }
        try {
            Files.createDirectory(group);
        } catch (IOException refused) {
            throw new IOException("control groups cannot be made under " + tree.mount() + " (they want root)", refused);
        }
        made.add(group);
        return group;
    }

    /// No swap: what does not fit is not there.
    private static void limitMemory(Tree tree, Path group, long bytes) throws IOException {
        if (tree.unified()) {
            write(group.resolve("memory.max"), Long.toString(bytes));
            if (Files.exists(group.resolve("memory.swap.max"))) {
                write(group.resolve("memory.swap.max"), "0");
            }
            return;
        }
        write(group.resolve("memory.limit_in_bytes"), Long.toString(bytes));
        if (Files.exists(group.resolve("memory.memsw.limit_in_bytes"))) {
            write(group.resolve("memory.memsw.limit_in_bytes"), Long.toString(bytes));
        }
    }

    static void write(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value);
        } catch (IOException refused) {
            throw new IOException(file + " does not take '" + value + "'", refused);
        }
    }

    /// Takes away the groups of programs that are gone. The kernel lets go of empty ones only, so a group that is in use stays
    /// whoever uses it.
    void sweep() {
        for (Tree tree : Stream.of(memory, disk).<Tree>mapMulti((tree, each) -> {
            if (tree != null) {
                each.accept(tree);
            }
        }).distinct().toList()) {
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(tree.mount(), "nmos-*")) {
                for (Path group : groups) {
                    if (isNobodys(group.getFileName().toString())) {
                        remove(group);
                    }
                }
            } catch (IOException unreadable) {
                // then there are none of ours in it
            }
        }
    }

    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException inUse) {
            // its processes are about to end; the next program looks again
        }
    }

    private static boolean isNobodys(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return false;
        }
        try {
            return ProcFiles.startTicks(Long.parseLong(parts.group(1))).orElse(-1) != Long.parseLong(parts.group(2));
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }
}
