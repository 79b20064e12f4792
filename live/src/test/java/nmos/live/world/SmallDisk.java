package nmos.live.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A disk of a megabyte, where the person who runs the tests may mount one.
final class SmallDisk {
    private SmallDisk() {}

    static Path mounted(Path at) throws IOException, InterruptedException {
        Files.createDirectory(at);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", at.toString()) == 0,
                "no disk of a megabyte can be mounted here: run as root to see a full disk");
        return at;
    }

    static void unmount(Path at) throws IOException, InterruptedException {
        run("umount", at.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
