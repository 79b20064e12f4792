package nmos.harness.gates;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Whether a program was built from what a checkout holds now. The launcher builds where nothing is built, and not where something
/// changed: whoever pulls has the program of before.
public final class Provenance {
    /// Of what goes into a module's jar; `data`, `machines` and the YAML beside them are resources.
    private static final List<String> SOURCES = List.of("src/main", "data", "machines");
    private static final String OURS = "nmos-";

    private Provenance() {}

    /// Why it may be the program of something else, as far as the times of files say; empty where nothing speaks for it.
    public static Optional<String> doubt(Build program, Checkout checkout) throws IOException {
        Path root = checkout.root().toRealPath();
        List<Path> parts = new ArrayList<>();
        for (String entry : program.classPath().split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                parts.add(Path.of(entry).toRealPath());
            }
        }
        List<Path> here = parts.stream().filter(part -> part.startsWith(root)).toList();
        List<Path> modules = modules(root);
        if (here.isEmpty() || modules.isEmpty()) {
            return Optional.of("this program was not built in " + root);
        }
        List<Path> jars = jars(here);
        Newest built = new Newest();
        for (Path part : jars.isEmpty() ? here : jars) {
            built.look(part, Integer.MAX_VALUE, file -> file.toString().endsWith(".class") || file.toString().endsWith(".jar"));
        }
        Newest written = new Newest();
        for (Path module : modules) {
            if (jars.isEmpty() || jars.stream().anyMatch(jar -> isOf(jar, module))) {
                for (String folder : SOURCES) {
                    written.look(module.resolve(folder), Integer.MAX_VALUE, _ -> true);
                }
                written.look(module, 1, file -> file.toString().endsWith(".yaml"));
            }
        }
        return written.time.compareTo(built.time) > 0
                ? Optional.of(root.relativize(written.file).toString().replace('\\', '/')
                        + " was changed after this program was built: ./nmos --rebuild builds it again")
                : Optional.empty();
    }

    private static List<Path> modules(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src").resolve("main"))).toList();
        }
    }

    /// Those of the program itself: where it is a jar it names others in a folder beside it.
    private static List<Path> jars(List<Path> parts) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path part : parts) {
            if (part.endsWith("nmos.jar")) {
                jars.add(part);
                Path beside = part.resolveSibling("lib");
                if (Files.isDirectory(beside)) {
                    try (Stream<Path> files = Files.list(beside)) {
                        files.filter(file -> String.valueOf(file.getFileName()).startsWith(OURS)).forEach(jars::add);
                    }
                }
            }
        }
        return jars;
    }

    private static boolean isOf(Path jar, Path module) {
        return jar.startsWith(module) || String.valueOf(jar.getFileName()).startsWith(OURS + module.getFileName() + "-");
    }

    private static final class Newest extends SimpleFileVisitor<Path> {
        private Predicate<Path> counts = _ -> true;
        private FileTime time = FileTime.fromMillis(0);
        private Path file = Path.of("");

        void look(Path where, int depth, Predicate<Path> counts) throws IOException {
            this.counts = counts;
            if (Files.exists(where)) {
                Files.walkFileTree(where, EnumSet.noneOf(FileVisitOption.class), depth, this);
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (counts.test(file) && attributes.lastModifiedTime().compareTo(time) > 0) {
                time = attributes.lastModifiedTime();
                this.file = file;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
