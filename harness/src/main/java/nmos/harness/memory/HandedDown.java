package nmos.harness.memory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A kind of limit that a v2 tree did not hand down to its groups before there was one of ours. It is taken back after the last of
/// ours, since others' limits would go with it; after a program that was killed nobody knows any more that it was not there.
record HandedDown(Path mount, String controller) {
    private Path file() {
        return mount.resolve("cgroup.subtree_control");
    }

    /// Answers whether it was not yet.
    boolean handDown() throws IOException {
        if (List.of(Files.readString(file()).strip().split("\\s+")).contains(controller)) {
            return false;
        }
        Cgroups.write(file(), "+" + controller);
        return true;
    }

    void takeBack() {
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(mount, "nmos-*")) {
            if (!ours.iterator().hasNext()) {
                Cgroups.write(file(), "-" + controller);
            }
        } catch (IOException refused) {
            // somebody else's groups hand it on
        }
    }
}
