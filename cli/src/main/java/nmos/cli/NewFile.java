package nmos.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that appears whole or not at all. `option`: what a person says to have one replaced.
record NewFile(Path path, boolean replace, String option) {
    interface Content<T> {
        T write(OutputStream out) throws IOException;
    }

    <T> T write(Content<T> content) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileAlreadyExistsException(path + ": is a folder; name a file");
        }
        if (!replace && Files.exists(path)) {
            throw new FileAlreadyExistsException(path + ": already there; " + option + " replaces it");
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            T result;
            try (OutputStream out = Files.newOutputStream(part)) {
                result = content.write(out);
            }
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
            return result;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
