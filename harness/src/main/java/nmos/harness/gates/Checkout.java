package nmos.harness.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A folder with nmos's own files, in which the gates keep what they expect.
public record Checkout(Path root) {

    /// The one that `path` lies in.
    ///
    /// @throws UnreadableException where it lies in none
    public static Checkout around(Path path) throws UnreadableException {
        for (Path folder = path.toAbsolutePath().normalize(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("scenarios").resolve("scenarios.txt"))) {
                return new Checkout(folder);
            }
        }
        throw new UnreadableException(path.toAbsolutePath().normalize()
                + ": lies in no checkout of nmos, and the gates compare with its scenarios/ and reports/; go there, or name one with --checkout DIR");
    }

    /// What the shipped scenarios come to.
    public Path expected() {
        return root.resolve("scenarios").resolve("expected.json");
    }

    /// Measured runs, a folder for each computer.
    public Path measured() {
        return root.resolve("reports").resolve("measured");
    }

    /// The settings among them that gate B holds. It lies beside them and not among them, so that it is there to miss them all.
    Path held() {
        return root.resolve("reports").resolve("held.txt");
    }

    /// The commit it stands at, and whether there are changes beside; empty where git does not say.
    public Optional<String> commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
            return git.waitFor() == 0 && !said.isEmpty() ? Optional.of(said) : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// The path of one of its files as people write it.
    String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
