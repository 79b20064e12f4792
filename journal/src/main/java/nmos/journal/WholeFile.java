package nmos.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that readers see as they were or as they are now, never half of either.
public final class WholeFile {
    private WholeFile() {}

    /// What goes into one.
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes a file, in place of the one that is there.
    public static void write(Path target, Content content) throws IOException {
        Path draft = target.resolveSibling(target.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(draft)) {
            content.writeTo(out);
        }
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
