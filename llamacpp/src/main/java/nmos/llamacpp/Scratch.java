package nmos.llamacpp;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The private folder of one child: its socket and its copy of the native library, whose unpacker deletes what it takes
/// for old copies, so that two children must not share one.
final class Scratch {
    private Scratch() {}

    static Path create() throws IOException {
        return Files.createTempDirectory("nmos-llama");
    }

    static Path socket(Path folder) {
        return folder.resolve("socket");
    }

    /// As far as it can: parent and child both try when the child ends.
    static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException other) {
            // the other side got there first, or the system keeps a loaded library until the child is gone
        }
    }
}
