package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A small repository of git's, and a Maven that takes a moment.
@DisabledOnOs(OS.WINDOWS)
class GitBuildTest {
    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Checkout checkout = new Checkout(Path.of(""));

    @BeforeEach
    void aRepository() throws IOException, InterruptedException {
        Path root = Files.createDirectory(folder.resolve("checkout")).toRealPath();
        checkout = new Checkout(root);
        Files.writeString(root.resolve("source"), "of then");
        git("init", "-q");
        git("add", "source");
        git("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "then");
        Files.writeString(root.resolve("source"), "of now");
    }

    private String git(String... words) throws IOException, InterruptedException {
        Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(words)).toList())
                .directory(checkout.root().toFile())
                .redirectErrorStream(true)
                .start();
        git.getOutputStream().close();
        String said = new String(git.getInputStream().readAllBytes(), UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        return said;
    }

    private GitBuild built(String script) throws IOException {
        Path maven = Files.writeString(folder.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return GitBuild.of(checkout, "HEAD", maven.toString(), () -> true, warnings::add);
    }

    private GitBuild built() throws IOException {
        return built("mkdir -p cli/target && cp source cli/target/nmos.jar");
    }

    private static Path worktree(Path jar) {
        return jar.resolve("../../..").normalize();
    }

    @Test
    void theCommitIsBuiltAndNothingIsLeftOfIt() throws IOException, InterruptedException {
        Path jar;
        try (GitBuild build = built()) {
            jar = Path.of(build.build("then").classPath());
            assertThat(jar).hasContent("of then");
        }
        assertThat(worktree(jar).resolve("..").normalize()).doesNotExist();
        assertThat(git("worktree", "list").lines()).hasSize(1);
        assertThat(git("status", "--short")).isEqualTo(" M source\n");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aBuildThatFailsSaysHowAndLeavesNothing() throws IOException, InterruptedException {
        assertThatThrownBy(() -> built("echo; echo '[ERROR] no such river'; exit 1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-DskipTests")
                .hasMessageEndingWith("failed: [ERROR] no such river");
        assertThat(git("worktree", "list").lines()).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aLockedWorktreeIsTakenAwayAsWell() throws IOException, InterruptedException {
        try (GitBuild build = built()) {
            git("worktree", "lock", worktree(Path.of(build.build("then").classPath())).toString());
        }
        assertThat(git("worktree", "list").lines()).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatGitDoesNotTakeAwayIsDeletedAndTold() throws IOException {
        Path jar;
        try (GitBuild build = built()) {
            jar = Path.of(build.build("then").classPath());
            Files.delete(worktree(jar).resolve(".git"));
            try (Stream<Path> files = Files.walk(checkout.root().resolve(".git/worktrees"))) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        assertThat(worktree(jar).resolve("..").normalize()).doesNotExist();
        assertThat(warnings).singleElement().asString().startsWith("git worktree remove ").contains("failed: ");
    }

    @Test
    void aCommitThatThereIsNotIsSaid() {
        assertThatThrownBy(() -> GitBuild.of(checkout, "no-such-commit", "mvn", () -> true, warnings::add))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("--against no-such-commit: neither a file, a folder nor a commit");
    }
}
