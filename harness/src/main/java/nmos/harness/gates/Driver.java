package nmos.harness.gates;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import nmos.harness.gates.child.CommandsAlone;
import nmos.harness.gates.child.SpeedChild;

/// The classes that measure, by themselves in a folder, so that every build is measured by the same ones, also one that has others or
/// none.
final class Driver implements AutoCloseable {
    private static final List<String> CLASSES =
            List.of("SpeedChild.class", "SpeedChild$Played.class", CommandsAlone.class.getSimpleName() + ".class");

    private final Path folder;
    private final Path classes;

    Driver() throws IOException {
        folder = Files.createTempDirectory("nmos-speed");
        classes = Files.createDirectories(folder.resolve(SpeedChild.class.getPackageName().replace('.', '/')));
        for (String name : CLASSES) {
            try (InputStream in = Objects.requireNonNull(SpeedChild.class.getResourceAsStream(name), name)) {
                Files.copy(in, classes.resolve(name));
            }
        }
    }

    /// A class path on which these go before those of a build.
    String over(Build build) {
        return folder + File.pathSeparator + build.classPath();
    }

    @Override
    public void close() throws IOException {
        for (String name : CLASSES) {
            Files.deleteIfExists(classes.resolve(name));
        }
        for (Path path = classes; path != null && path.startsWith(folder); path = path.getParent()) {
            Files.deleteIfExists(path);
        }
    }
}
