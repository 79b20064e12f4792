package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nmos.scenarios.Shipped;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Two small scenarios; all that ship are held by `nmos bench A`, with which `.ci/run` ends.
class ExactGateTest {
    private static final List<String> TWO = List.of("01-first-token", "09-draft-while-waiting");

    @TempDir
    private static Path once;

    @TempDir
    private Path folder;

    private Checkout checkout = new Checkout(Path.of(""));

    @BeforeAll
    static void acceptWhatTheProgramGives() throws IOException {
        Files.createDirectories(once.resolve("scenarios"));
        Checkout accepting = new Checkout(once);
        GateResult accepted = ExactGate.run(accepting, Build.ofThisProgram().classPath(), TWO, true, () -> true);
        assertThat(accepted.word()).isEqualTo("passed");
        assertThat(accepted.notes()).containsExactly("wrote " + accepting.expected() + "; git diff shows what it means");
    }

    @BeforeEach
    void aCheckoutThatExpectsIt() throws IOException {
        checkout = new Checkout(folder);
        Files.createDirectories(folder.resolve("scenarios"));
        Files.copy(new Checkout(once).expected(), checkout.expected());
    }

    private GateResult gate(String classPath, boolean accept) throws IOException {
        return ExactGate.run(checkout, classPath, TWO, accept, () -> true);
    }

    private List<String> failing(Altered altered) throws IOException {
        GateResult result = gate(altered.classPath(folder), false);
        return result.checks().stream()
                .filter(check -> check.verdict() instanceof Verdict.Failed)
                .flatMap(check -> check.verdict().lines().stream().map(line -> check.name() + " " + line))
                .toList();
    }

    @Test
    void whatWasAcceptedIsGivenAgainToTheByte() throws IOException {
        String before = Files.readString(checkout.expected());
        assertThat(gate(Build.ofThisProgram().classPath(), true).notes()).containsExactly("scenarios/expected.json says that already");
        assertThat(checkout.expected()).hasContent(before);
        assertThat(before.lines().filter(line -> line.contains("\"end_ns\""))).hasSize(2);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whoeverCouldReadTheFileStillCan() throws IOException {
        Path other = Files.createFile(folder.resolve("as files are made here"));
        Files.writeString(checkout.expected(), "{\"version\": 1, \"scenarios\": {}}");
        gate(Build.ofThisProgram().classPath(), true);
        assertThat(Files.getPosixFilePermissions(checkout.expected())).isEqualTo(Files.getPosixFilePermissions(other));
        try (Stream<Path> files = Files.list(folder.resolve("scenarios"))) {
            assertThat(files).containsExactly(checkout.expected());
        }
    }

    @Test
    void moreAllocatedIsFoundAndNothingElse() throws IOException {
        assertThat(failing(Altered.ALLOCATES_MORE))
                .hasSize(2)
                .allMatch(line -> line.matches("\\S+ allocated_bytes_per_event: expected \\S+, got \\S+ \\(\\+\\S+ %\\)"));
    }

    @Test
    void aNanosecondIsFoundInWhatItChanges() throws IOException {
        assertThat(failing(Altered.ANSWERS_WRONGLY))
                .anyMatch(line -> line.startsWith("01-first-token output_sha256: expected "))
                .anyMatch(line -> line.startsWith("01-first-token end_ns: expected "))
                .noneMatch(line -> line.contains("allocated_bytes_per_event"))
                .noneMatch(line -> line.contains(" tokens:"));
    }

    @Test
    void howLongItTakesIsNoneOfItsBusiness() throws IOException {
        assertThat(failing(Altered.TAKES_LONGER)).isEmpty();
    }

    @Test
    void aMismatchSaysHowToAcceptIt() throws IOException {
        Files.writeString(checkout.expected(), Files.readString(checkout.expected()).replaceFirst("\"turns\" : 2", "\"turns\" : 3"));
        GateResult result = gate(Build.ofThisProgram().classPath(), false);
        assertThat(result.checks().getFirst().verdict()).isEqualTo(new Verdict.Failed(List.of("turns: expected 3, got 2 (-33.3 %)")));
        assertThat(result.notes()).containsExactly(
                "if this is meant to be: nmos bench A --accept, and let git diff scenarios/expected.json be part of the change");
    }

    @Test
    void aFileThatIsMissingOrNoneOfOursIsSaidInALine() throws IOException {
        Files.writeString(checkout.expected(), "{\"version\": 1, \"scenarios\": [");
        assertThatThrownBy(() -> gate(Build.ofThisProgram().classPath(), false))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("expected.json")
                .hasMessageContaining("nmos bench A --accept");
        Files.delete(checkout.expected());
        assertThatThrownBy(() -> gate(Build.ofThisProgram().classPath(), false)).hasMessageContaining("no such file");
    }

    @Test
    void theCommittedFileKnowsAllThatShips() throws IOException {
        Path file = Checkout.around(Path.of("")).expected();
        assertThat(Answers.read(file.toString(), Files.readString(file)).byScenario().sequencedKeySet())
                .containsExactlyElementsOf(Shipped.scenarioNames());
    }

    @Test
    void scenariosThatComeAndGoAreToldApart() throws IOException {
        Answers two = Answers.read("two", Files.readString(checkout.expected()));
        Answers none = Answers.read("none", "{\"version\": 1, \"scenarios\": {}}");
        assertThat(ExactGate.compared(none, two).getFirst().verdict().lines()).containsExactly("ships, and nothing is expected of it");
        assertThat(ExactGate.compared(two, none).getFirst().verdict().lines())
                .containsExactly("something is expected of it, and it ships no more");
    }
}
