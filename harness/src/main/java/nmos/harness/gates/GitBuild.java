package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A commit built in a worktree of its own, which is gone when it is closed; the checkout it is taken from stays as it is.
public final class GitBuild implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 100;
    private static final int TOLD_LINES = 3;

    private final Checkout checkout;
    private final Path folder;
    private final Path worktree;
    private final Path log;

    private GitBuild(Checkout checkout, Path folder) {
        this.checkout = checkout;
        this.folder = folder;
        worktree = folder.resolve("nmos");
        log = folder.resolve("log");
    }

    /// Takes minutes.
    ///
    /// @throws UnreadableException where there is no such commit
    /// @throws ChildJvm.Stopped where `goOn` ended it
    public static GitBuild of(Checkout checkout, String commit, BooleanSupplier goOn) throws IOException {
        var build = new GitBuild(checkout, Files.createTempDirectory("nmos-base"));
        boolean built = false;
        try {
            if (build.run(checkout.root(), goOn, "git", "rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}") != 0) {
                throw new UnreadableException("--against " + commit + ": neither a file, a folder nor a commit of " + checkout.root());
            }
            build.need(checkout.root(), goOn, "git", "worktree", "add", "--detach", build.worktree.toString(), build.lastLine());
            build.need(build.worktree, goOn, maven(), "-q", "-B", "-DskipTests", "-pl", "cli", "-am", "package");
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

    private static String maven() {
        return System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
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

    @Override
    public void close() throws IOException {
        if (Files.exists(worktree)) {
            run(checkout.root(), () -> true, "git", "worktree", "remove", "--force", worktree.toString());
        }
        Files.deleteIfExists(log);
        Files.deleteIfExists(folder);
    }
}
