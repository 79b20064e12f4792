package nmos.harness.gates;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A program that can be started: what it is called, and its class path.
public record Build(String name, String classPath) {

    /// The program that runs now.
    public static Build ofThisProgram() {
        return new Build("this program", System.getProperty("java.class.path"));
    }

    /// What is there under that name: jars and folders as a class path has them, a checkout that was built, a folder with an `nmos.jar`,
    /// or a folder of classes, which is laid over this program. Empty where nothing is, so that it may be the name of a commit.
    ///
    /// @throws UnreadableException where something is there and it cannot be started
    public static Optional<Build> at(String baseline) throws UnreadableException {
        List<Path> entries;
        try {
            entries = Arrays.stream(baseline.split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty()).map(Path::of).toList();
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
        if (entries.size() != 1 && !entries.isEmpty()) {
            for (Path entry : entries) {
                if (!Files.exists(entry)) {
                    throw new UnreadableException("--against " + baseline + ": " + entry + " is not there");
                }
            }
            return Optional.of(new Build(baseline, baseline));
        }
        return entries.isEmpty() || !Files.exists(entries.getFirst()) ? Optional.empty() : Optional.of(one(entries.getFirst()));
    }

    private static Build one(Path path) throws UnreadableException {
        if (!Files.isDirectory(path)) {
            return new Build(path.toString(), path.toString());
        }
        for (Path jar : List.of(jarOf(path), path.resolve("nmos.jar"))) {
            if (Files.isRegularFile(jar)) {
                return new Build(path.toString(), jar.toString());
            }
        }
        if (Files.isDirectory(path.resolve("nmos"))) {
            return new Build(path.toString(), path + File.pathSeparator + ofThisProgram().classPath());
        }
        throw new UnreadableException("--against " + path + ": holds neither " + jarOf(Path.of("")) + " nor nmos.jar nor classes in nmos/;"
                + " a checkout has to be built first (./nmos --rebuild there)");
    }

    /// Where Maven leaves the program in a checkout.
    static Path jarOf(Path checkout) {
        return checkout.resolve("cli").resolve("target").resolve("nmos.jar");
    }
}
