package nmos.harness.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import nmos.harness.SmallPair;
import nmos.journal.RunDirectory;
import nmos.live.world.LiveOptions;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.Validation.Acceptance;
import nmos.reports.validation.ValidationFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real models of a megabyte, really run. How far predictions are off is measured elsewhere: here only what must be equal is, and
/// what was planted has to be found.
class ValidateTest {
    @TempDir
    private static Path models;

    private static SmallPair pair;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeModels() throws IOException {
        pair = new SmallPair(models);
    }

    private Validation validate(LiveOptions live, int repetitions, Acceptance acceptance, List<String> settings, String... simulatedOnly)
            throws IOException {
        return Validate.run(
                        new Trial(pair.scenario(), settings, List.of(simulatedOnly), live, false, repetitions, acceptance, null,
                                folder, "nmos validate"),
                        Follower.NOBODY)
                .orElseThrow();
    }

    private static Figure figure(Validation validation, String name) {
        return Objects.requireNonNull(validation.figure(name), () -> name + " is not among " + validation.figures());
    }

    @Test
    void bothWorldsMoveTheSameBytesForTheSameTextAndAllOfItIsLeftToBeLookedAt() throws IOException {
        Validation validation = validate(pair.alone(), 2, Acceptance.PREDICTED, List.of());
        assertThat(validation.acceptance()).isEqualTo(Acceptance.NONE);
        assertThat(figure(validation, "bytes.ram -> vram").error()).isZero();
        assertThat(figure(validation, "tau_mean").error()).isZero();
        assertThat(figure(validation, Validation.TOKENS_PER_SECOND).measured()).hasSize(2).allMatch(rate -> rate > 0);
        assertThat(figure(validation, Validation.TTFT).origin()).isEqualTo(Figure.Origin.PREDICTED);
        assertThat(ValidationFile.read(folder)).isEqualTo(validation);
        assertThat(validation.measuredRuns()).containsExactly("measured-1", "measured-2");
        for (String run : List.of("measured-1", "measured-2", "simulated-1", "simulated-2")) {
            assertThat(folder.resolve(run).resolve(RunDirectory.MANIFEST)).exists();
            assertThat(folder.resolve(run).resolve(RunDirectory.JOURNAL)).exists();
        }
        assertThat(validation.warnings()).noneMatch(line -> line.startsWith("capacity"));
        assertThat(validation.warnings()).anyMatch(line -> line.contains("was not measured on any computer"));
    }

    @Test
    void aWrongCapacityShowsAsACapacity() throws IOException {
        Validation validation = validate(
                pair.alone(), 1, Acceptance.PREDICTED, List.of(), "machine.tiers.ram.capacity.value=900 kB");
        assertThat(validation.warnings()).anyMatch(line -> line.startsWith("capacity: ") && line.contains("rest elsewhere"));
        assertThat(validation.dominates()).startsWith("capacity");
    }

    @Test
    void aWrongBandwidthShowsAsThatLinks() throws IOException {
        Validation validation = validate(
                pair.alone(), 1, Acceptance.PREDICTED, List.of(), "machine.hops.link.bandwidth.value=200 MB/s");
        assertThat(validation.warnings())
                .anyMatch(line -> line.startsWith("bandwidth: ram -> vram was simulated at "))
                .noneMatch(line -> line.startsWith("capacity"));
    }

    @Test
    void aWrongAcceptanceShowsAsOneAndReplayingIsCalledFitted() throws IOException {
        List<String> chain = List.of("speculation.kind=chain", "speculation.k=4");
        Validation wrong = validate(pair.drafting(), 1, Acceptance.PREDICTED, chain, "acceptance.probabilities=[.05]");
        assertThat(wrong.warnings()).anyMatch(line -> line.startsWith("acceptance: "));

        Validation replayed = validate(pair.drafting(), 1, Acceptance.REPLAYED, chain, "acceptance.probabilities=[.05]");
        assertThat(replayed.warnings()).noneMatch(line -> line.startsWith("acceptance: "));
        assertThat(figure(replayed, "tau_mean").error()).isZero();
        assertThat(figure(replayed, "tau_mean").origin()).isEqualTo(Figure.Origin.FITTED);
        assertThat(replayed.figures()).allMatch(figure -> figure.origin() == Figure.Origin.FITTED);

        // A tape in the scenario may be of this very text.
        Path tape = folder.resolve("measured-1").resolve(RunDirectory.ACCEPTANCE_TAPE);
        Validation taped = validate(pair.drafting(), 1, Acceptance.PREDICTED, chain,
                "acceptance={kind: pass-tape, file: " + Files.copy(tape, folder.resolve("other.tape")) + "}");
        assertThat(taped.acceptance()).isEqualTo(Acceptance.REPLAYED);
        assertThat(taped.figures()).allMatch(figure -> figure.origin() == Figure.Origin.FITTED);
    }

    @Test
    void turnsThatFailMakeNoFairPair() throws IOException {
        Validation validation = validate(pair.alone(), 1, Acceptance.PREDICTED, List.of(), "faults.failed=100 %");
        assertThat(validation.unsound()).anyMatch(line -> line.startsWith("simulated-1: 2 of 2 turns failed ("));
        assertThat(validation.holds()).isFalse();
        assertThat(validation.missing()).contains(Validation.TTFT);
        assertThat(validation.warnings()).anyMatch(line -> line.startsWith("not compared: " + Validation.TTFT + " is in 0 of 1 simulated"));
    }

    @Test
    void whatCannotBeSimulatedIsRefusedBeforeAnythingIsMeasured() {
        assertThatThrownBy(() -> validate(
                        pair.alone(), 1, Acceptance.PREDICTED, List.of(), "acceptance={kind: pass-tape, file: nowhere.tape}"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("nowhere.tape: no such file");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aForeignMachineFileIsNamed() throws IOException {
        Path machine = folder.resolve("foreign.yaml");
        Files.writeString(machine, SmallPair.MACHINE.replace(
                "cores:", "host: {processor: \"Z80\", cores: 1, threads: 1, measuredAt: \"2020-02-29\"}\ncores:"));
        Validation validation = validate(
                pair.alone(), 1, Acceptance.PREDICTED,
                List.of(String.format(Locale.ROOT, "machine=%s", machine), "machine.hops.nvme.bandwidth.value=500 MB/s"));
        assertThat(validation.warnings())
                .anyMatch(line -> line.startsWith("foreign machine file") && line.contains("Z80"))
                .anyMatch(line -> line.startsWith("stale machine file") && line.contains("2020-02-29"));
        assertThat(validation.host().floors().getFirst().saidBytesPerSec()).as("what the file says, not the setting").isEqualTo(1e9);
    }

    private Optional<Validation> endedAt(String end) throws IOException {
        return Validate.run(
                new Trial(pair.scenario(), List.of(), List.of(), pair.alone(), false, 2, Acceptance.PREDICTED, null, folder, ""),
                new Follower() {
                    private boolean goOn = true;

                    @Override
                    public void at(String what, int step, int steps) {
                        goOn &= !what.startsWith(end);
                    }

                    @Override
                    public boolean goOn() {
                        return goOn;
                    }
                });
    }

    @Test
    void whoFollowsMayEndItBeforeAnythingRanAndEarlierRunsAreGoneByThen() throws IOException {
        Path earlier = Files.createDirectories(folder.resolve("measured-7"));
        Path noted = Files.createDirectories(folder.resolve("simulated-12"));
        Path other = Files.createDirectories(folder.resolve("measured-by-hand"));
        for (Path run : List.of(earlier, noted, other)) {
            Files.writeString(run.resolve(RunDirectory.MANIFEST), "old");
        }
        Files.writeString(noted.resolve("notes.txt"), "mine");
        assertThat(endedAt("looking at")).isEmpty();
        assertThat(folder).isDirectoryNotContaining(path -> path.endsWith("measured-1") || path.endsWith(earlier.getFileName()));
        assertThat(noted.resolve(RunDirectory.MANIFEST)).doesNotExist();
        assertThat(noted.resolve("notes.txt")).hasContent("mine");
        assertThat(other.resolve(RunDirectory.MANIFEST)).hasContent("old");
    }

    @Test
    void whoFollowsMayEndItWhileItRuns() throws IOException {
        assertThat(endedAt("measuring")).isEmpty();
        assertThat(folder.resolve(ValidationFile.NAME)).doesNotExist();
        assertThat(folder.resolve("measured-1").resolve(RunDirectory.MANIFEST)).content().containsPattern("\"complete\" ?: ?false");
    }
}
