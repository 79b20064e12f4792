package nmos.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyHashTest {
    @TempDir
    Path folder;

    private Path classes(String name, String oneBytes) throws IOException {
        Path root = folder.resolve(name);
        Files.createDirectories(root.resolve("p/q"));
        Files.writeString(root.resolve("p/One.class"), oneBytes);
        Files.writeString(root.resolve("p/q/Two.class"), "two");
        return root;
    }

    @Test
    void theSameClassesHashAlikeInAFolderAndInAJarInAnyOrder() throws Exception {
        Path root = classes("classes", "one");
        Files.writeString(root.resolve("module-info.class"), "rewritten when packed");
        Files.writeString(root.resolve("notes.txt"), "not code");
        Path jar = folder.resolve("policy.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("p/q/Two.class", "module-info.class", "p/One.class")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(packed(name).getBytes(UTF_8));
            }
        }
        assertThat(PolicyHash.of(jar)).isEqualTo(PolicyHash.of(root)).matches("[0-9a-f]{64}");
    }

    private static String packed(String name) {
        return switch (name) {
            case "p/One.class" -> "one";
            case "p/q/Two.class" -> "two";
            default -> "as the packer left it";
        };
    }

    @Test
    void anyChangeOfCodeOrNameChangesTheHash() throws Exception {
        String hash = PolicyHash.of(classes("a", "one"));
        assertThat(PolicyHash.of(classes("b", "one!"))).isNotEqualTo(hash);
        Path renamed = classes("c", "one");
        Files.move(renamed.resolve("p/One.class"), renamed.resolve("p/Uno.class"));
        assertThat(PolicyHash.of(renamed)).isNotEqualTo(hash);
    }

    @Test
    void thisProgramsPolicyHasAHash() throws Exception {
        assertThat(PolicyHash.ofThisProgram()).matches("[0-9a-f]{64}").isEqualTo(PolicyHash.ofThisProgram());
    }

    @Test
    void aPlaceWithoutClassesIsRefused() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> PolicyHash.of(empty)).isInstanceOf(IOException.class).hasMessageStartingWith("no classes in");
    }
}
