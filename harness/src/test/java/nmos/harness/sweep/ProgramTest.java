package nmos.harness.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir
    private Path dir;

    private void jar(String name, String entry, int content, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (OutputStream out = Files.newOutputStream(dir.resolve(name)); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(content);
        }
    }

    private String hash(String... places) throws IOException {
        StringBuilder path = new StringBuilder("missing");
        for (String place : places) {
            path.append(File.pathSeparator).append(dir.resolve(place));
        }
        return Program.sha256(path.toString());
    }

    @Test
    void itIsAnotherWhereAClassOfOursIsOrALibraryIsOfAnotherVersion() throws IOException {
        Files.createDirectories(dir.resolve("classes/nmos/sim"));
        Files.write(dir.resolve("classes/nmos/sim/A.class"), new byte[] {1});
        jar("nmos-traces.jar", "nmos/traces/B.class", 1, "");
        jar("dsol-1.jar", "nl/C.class", 1, "");
        jar("dsol-2.jar", "nl/C.class", 1, "");
        Set<String> seen = new HashSet<>();
        String first = hash("classes", "nmos-traces.jar", "dsol-1.jar");
        seen.add(first);
        assertThat(seen.add(hash("classes", "nmos-traces.jar", "dsol-2.jar"))).as("a library of another version").isTrue();
        jar("nmos-traces.jar", "nmos/traces/B.class", 2, "");
        assertThat(seen.add(hash("classes", "nmos-traces.jar", "dsol-1.jar"))).as("a class in a jar").isTrue();
        jar("nmos-traces.jar", "nmos/traces/B.class", 1, "");
        Files.write(dir.resolve("classes/nmos/sim/A.class"), new byte[] {2});
        assertThat(seen.add(hash("classes", "nmos-traces.jar", "dsol-1.jar"))).as("a class in a folder").isTrue();
        Files.write(dir.resolve("classes/nmos/sim/A.class"), new byte[] {1});
        assertThat(hash("dsol-1.jar", "nmos-traces.jar", "classes")).as("all as it was, in another order").isEqualTo(first);
    }

    @Test
    void whatAJarNamesBelongsToIt() throws IOException {
        Files.createDirectories(dir.resolve("lib"));
        jar("lib/nmos-traces.jar", "nmos/traces/B.class", 1, "");
        jar("lib/dsol-1.jar", "nl/C.class", 1, "");
        jar("nmos.jar", "nmos/cli/Main.class", 1, "lib/nmos-traces.jar lib/dsol-1.jar");
        String before = hash("nmos.jar");
        assertThat(before).isEqualTo(hash("nmos.jar", "lib/nmos-traces.jar", "lib/dsol-1.jar"));
        jar("lib/nmos-traces.jar", "nmos/traces/B.class", 2, "");
        assertThat(hash("nmos.jar")).isNotEqualTo(before);
    }
}
