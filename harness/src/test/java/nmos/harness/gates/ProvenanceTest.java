package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkout with files of given times, in minutes.
class ProvenanceTest {
    @TempDir
    private Path root;

    @BeforeEach
    void aCheckoutThatIsBuilt() throws IOException {
        file("sim/src/main/java/A.java", 1);
        file("cli/src/main/java/B.java", 2);
        file("scenarios/src/main/java/C.java", 1);
        file("scenarios/01-first.yaml", 1);
        file("cli/target/lib/nmos-sim-0.1.jar", 3);
        file("cli/target/lib/nmos-scenarios-0.1.jar", 3);
        file("cli/target/lib/picocli-4.jar", 90);
        file("cli/target/nmos.jar", 3);
    }

    private Path file(String name, int minute) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(60L * minute)));
    }

    private Optional<String> doubt(String classPath) throws IOException {
        return Provenance.doubt(new Build("it", root.resolve(classPath).toString()), new Checkout(root));
    }

    @Test
    void aProgramThatIsNewerThanItsSourcesIsTheirs() throws IOException {
        assertThat(doubt("cli/target/nmos.jar")).isEmpty();
    }

    @Test
    void aSourceThatIsNewerIsNotInIt() throws IOException {
        file("sim/src/main/java/A.java", 4);
        assertThat(doubt("cli/target/nmos.jar"))
                .hasValue("sim/src/main/java/A.java was changed after this program was built: ./nmos --rebuild builds it again");
        file("cli/target/lib/nmos-sim-0.1.jar", 5);
        assertThat(doubt("cli/target/nmos.jar")).as("what was not changed is not built again").isEmpty();
        file("scenarios/01-first.yaml", 6);
        assertThat(doubt("cli/target/nmos.jar").orElseThrow()).startsWith("scenarios/01-first.yaml was changed");
    }

    @Test
    void whatDoesNotGoIntoItDoesNotCount() throws IOException {
        file("sim/src/test/java/ATest.java", 9);
        file("notebooks/src/main/java/D.java", 9);
        file("scenarios/expected.json", 9);
        file("reports/held.txt", 9);
        assertThat(doubt("cli/target/nmos.jar")).isEmpty();
    }

    @Test
    void classesAreAProgramToo() throws IOException {
        file("cli/target/classes/B.class", 3);
        assertThat(doubt("cli/target/classes")).isEmpty();
        file("cli/src/main/java/B.java", 4);
        assertThat(doubt("cli/target/classes")).isPresent();
    }

    @Test
    void aProgramFromElsewhereIsNobodysHere(@TempDir Path elsewhere) throws IOException {
        Path jar = Files.createFile(elsewhere.resolve("nmos.jar"));
        assertThat(doubt(jar.toString()).orElseThrow()).startsWith("this program was not built in ");
        assertThat(Provenance.doubt(new Build("it", jar.toString()), new Checkout(elsewhere))).as("no modules").isPresent();
    }
}
