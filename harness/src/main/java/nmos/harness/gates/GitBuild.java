package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A commit built in a worktree of its own, which is gone when it is closed; the checkout it is taken from stays as it is.
public final class GitBuild implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 100;
    private static final int TOLD_LINES = 3;

    private final Checkout checkout;
    private final Path folder;
    private final Path worktree;
    private final Path log;
    private final Consumer<String> warn;

    private GitBuild(Checkout checkout, Path folder, Consumer<String> warn) {
        this.checkout = checkout;
        this.folder = folder;
        this.warn = warn;
        worktree = folder.resolve("nmos");
        log = folder.resolve("log");
    }

    /// Takes minutes. `warn` is told what could not be cleared up.
    ///
    /// @throws UnreadableException where there is no such commit
    /// @throws ChildJvm.Stopped where `goOn` ended it
    public static GitBuild of(Checkout checkout, String commit, BooleanSupplier goOn, Consumer<String> warn) throws IOException {
        return of(checkout, commit, System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn", goOn, warn);
    }

    static GitBuild of(Checkout checkout, String commit, String maven, BooleanSupplier goOn, Consumer<String> warn) throws IOException {
        var build = new GitBuild(checkout, Files.createTempDirectory("nmos-base"), warn);
        boolean built = false;
        try {
            if (build.run(checkout.root(), goOn, "git", "rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}") != 0) {
                throw new UnreadableException("--against " + commit + ": neither a file, a folder nor a commit of " + checkout.root());
            }
            build.need(checkout.root(), goOn, "git", "worktree", "add", "--detach", build.worktree.toString(), build.lastLine());
            build.need(build.worktree, goOn, maven, "-q", "-B", "-DskipTests", "-pl", "cli", "-am", "package");
            built = true;
            return build;
        } finally {
            if (!built) {
                build.close();
            }
        }
    }

    public Build build(String name) {
        return new Build(name, Build.jarOf(worktree).toString());
    }

    private void need(Path where, BooleanSupplier goOn, String... command) throws IOException {
        if (run(where, goOn, command) != 0) {
            List<String> said = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            throw new IOException(String.join(" ", command) + " failed: "
                    + String.join("; ", said.subList(0, Math.min(TOLD_LINES, said.size()))));
        }
    }

    private int run(Path where, BooleanSupplier goOn, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                if (!goOn.getAsBoolean()) {
                    throw new ChildJvm.Stopped();
                }
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChildJvm.Stopped();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String lastLine() throws IOException {
        return Files.readString(log, UTF_8).strip();
    }

    /// What stays behind is no reason to lose what was found, or why nothing was.
    @Override
    public void close() {
        try {
            if (Files.exists(worktree) && !removed()) {
                delete(worktree);
                // It then forgets one that is gone. Pruning would have it forget others as well.
                if (!removed()) {
                    warn.accept("git worktree remove " + worktree + " failed: " + lastLine());
                }
            }
            delete(folder);
        } catch (IOException | UncheckedIOException left) {
            warn.accept(folder + " is left over: " + left);
        }
    }

    /// Twice forced: also one that is locked, as it is while it is being made.
    private boolean removed() throws IOException {
        return run(checkout.root(), () -> true, "git", "worktree", "remove", "--force", "--force", worktree.toString()) == 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
