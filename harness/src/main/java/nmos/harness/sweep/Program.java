package nmos.harness.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import nmos.journal.PolicyHash;
import org.jspecify.annotations.Nullable;

/// What figures depend on beside the scenario: all classes of nmos by what is in them, and what others wrote by the names of their files, which have
/// versions in them.
final class Program {
    private static final String OURS = "nmos/";
    private static final String CLASS = ".class";

    private static @Nullable String here;

    private Program() {}

    /// Reading all classes takes a moment, and those that run do not change.
    static synchronized String sha256() throws IOException {
        String known = here;
        if (known == null) {
            known = sha256(System.getProperty("java.class.path"));
            here = known;
        }
        return known;
    }

    /// Packed in one place or in several.
    static String sha256(String classPath) throws IOException {
        TreeSet<String> parts = new TreeSet<>();
        for (Path place : places(classPath)) {
            parts.add(isOurs(place) ? PolicyHash.of(place) : String.valueOf(place.getFileName()));
        }
        return Inputs.sha256(String.join("\n", parts).getBytes(UTF_8));
    }

    /// What is on a class path, and what jars on it name in turn.
    private static Set<Path> places(String classPath) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        List<Path> open = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            open.add(Path.of(entry).toAbsolutePath().normalize());
        }
        while (!open.isEmpty()) {
            Path place = open.removeLast();
            if (Files.exists(place) && places.add(place) && Files.isRegularFile(place)) {
                try (JarFile jar = new JarFile(place.toFile())) {
                    Manifest manifest = jar.getManifest();
                    String more = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
                    for (String name : more == null ? new String[0] : more.strip().split("\\s+")) {
                        open.add(Path.of(place.toUri().resolve(name)).normalize());
                    }
                }
            }
        }
        return places;
    }

    private static boolean isOurs(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.isDirectory(place.resolve(OURS)) ? Files.walk(place.resolve(OURS)) : Stream.empty()) {
                return files.anyMatch(file -> file.toString().endsWith(CLASS));
            }
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            return jar.stream().map(ZipEntry::getName).anyMatch(name -> name.startsWith(OURS) && name.endsWith(CLASS));
        }
    }
}
