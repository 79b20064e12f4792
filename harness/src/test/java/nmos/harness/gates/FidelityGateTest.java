package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nmos.harness.SmallPair;
import nmos.harness.validate.Follower;
import nmos.harness.validate.Trial;
import nmos.harness.validate.Validate;
import nmos.journal.RunDirectory;
import nmos.live.world.LiveOptions;
import nmos.reports.validation.Figure;
import nmos.reports.validation.Validation;
import nmos.reports.validation.Validation.Acceptance;
import nmos.reports.validation.ValidationFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Left by a model of a megabyte that really ran and is gone when the gate does. How far off its prediction is depends on the day, and
/// does not matter here: what was measured is put where the prediction was, so that it can only get worse.
class FidelityGateTest {
    @TempDir
    private static Path kept;

    @TempDir
    private Path folder;

    private Checkout checkout = new Checkout(Path.of(""));

    @BeforeAll
    static void measure() throws IOException {
        Path models = Files.createDirectory(kept.resolve("models"));
        SmallPair pair = new SmallPair(models);
        Files.createDirectories(kept.resolve("measured").resolve("here"));
        measure("plain", pair, pair.alone().paced(), List.of());
        measure("chain", pair, pair.drafting().paced(), List.of("speculation.kind=chain", "speculation.k=4"));
        measure("unpaced", pair, pair.alone(), List.of());
        delete(models);
    }

    private static void measure(String name, SmallPair pair, LiveOptions live, List<String> settings) throws IOException {
        Path folder = Files.createDirectories(kept.resolve("measured").resolve("here").resolve(name));
        var trial = new Trial(pair.scenario(), settings, List.of(), live, false, 1, Acceptance.REPLAYED, null, folder, "nmos validate");
        ValidationFile.write(exact(Validate.run(trial, Follower.NOBODY).orElseThrow()), folder);
        // As .gitignore has it.
        Files.delete(folder.resolve("measured-1").resolve(RunDirectory.JOURNAL));
        Files.delete(folder.resolve("simulated-1").resolve(RunDirectory.JOURNAL));
    }

    private static Validation exact(Validation was) {
        List<Figure> figures = was.figures().stream()
                .map(figure -> new Figure(figure.name(), figure.unit(), figure.origin(), figure.simulated(), figure.simulated()))
                .toList();
        return new Validation(was.scenario(), was.settings(), was.command(), was.machine(), was.acceptance(), was.host(), figures,
                was.simulatedRuns(), was.measuredRuns(), was.dominates(), was.unsound(), was.warnings(), was.notCovered(), was.maxErrorShare());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @BeforeEach
    void aCheckoutWithThem() throws IOException {
        checkout = new Checkout(folder);
        Path measured = Files.createDirectory(folder.resolve("reports")).resolve("measured");
        try (Stream<Path> files = Files.walk(kept.resolve("measured"))) {
            for (Path file : files.toList()) {
                Files.copy(file, measured.resolve(kept.resolve("measured").relativize(file)));
            }
        }
        Files.writeString(checkout.held(), "# as --accept left it\nhere/chain\nhere/plain\n");
    }

    private GateResult gate(boolean accept) throws IOException {
        return FidelityGate.run(checkout, accept, () -> true);
    }

    private Verdict verdict(String name) throws IOException {
        return verdict(gate(false), name);
    }

    private static Verdict verdict(GateResult result, String name) {
        return result.checks().stream().filter(check -> check.name().equals("here/" + name)).findFirst().orElseThrow().verdict();
    }

    private void change(String file, UnaryOperator<String> how) throws IOException {
        Path path = folder.resolve("reports/measured/here").resolve(file);
        String text = Files.readString(path);
        assertThat(how.apply(text)).isNotEqualTo(text);
        Files.writeString(path, how.apply(text));
    }

    private void slowerLink(String setting, String bandwidth) throws IOException {
        change(setting + "/simulated-1/scenario.yaml", text -> text.replace("50000000 B/s", bandwidth));
    }

    @Test
    void todaysProgramPredictsWhatItPredictedWithoutTheModels() throws IOException {
        GateResult result = gate(false);
        assertThat(result.checks()).extracting(GateResult.Check::name).containsExactly("here/chain", "here/plain", "here/unpaced");
        assertThat(verdict(result, "plain")).isEqualTo(new Verdict.Passed());
        assertThat(verdict(result, "chain")).isEqualTo(new Verdict.Passed());
        assertThat(verdict(result, "unpaced").lines().getFirst()).startsWith("not held: the drive was not held to a speed");
    }

    @Test
    void whatWasToldOnlyToTheMeasuredRunWillDoWhereTheOtherWasNotKept() throws IOException {
        delete(folder.resolve("reports/measured/here/chain/simulated-1"));
        assertThat(verdict("chain")).isEqualTo(new Verdict.Passed());
    }

    @Test
    void aPredictionThatIsFurtherOffFailsAndSaysByWhat() throws IOException {
        slowerLink("plain", "10 MB/s");
        GateResult result = gate(false);
        assertThat(verdict(result, "plain")).isInstanceOf(Verdict.Failed.class);
        assertThat(verdict(result, "plain").lines())
                .anyMatch(line -> line.matches("tokens_per_second: error was \\+0.00 % \\(.* /s simulated, .* measured\\), is -.* % .*"));
        assertThat(verdict(result, "chain")).isEqualTo(new Verdict.Passed());
        assertThat(result.notes()).containsExactly(
                "if this is meant to be: nmos bench B --accept, and let git diff reports/measured reports/held.txt be part of the change");
    }

    @Test
    void whatIsAcceptedIsWhatIsHeldFromThenOn() throws IOException {
        slowerLink("plain", "10 MB/s");
        assertThat(gate(true).notes()).containsExactly("wrote 1 validation.json; git diff shows what it means");
        GateResult again = gate(false);
        assertThat(again.failed()).isFalse();
        assertThat(verdict(again, "plain")).isEqualTo(new Verdict.Passed());
        Path plain = folder.resolve("reports/measured/here/plain");
        assertThat(ValidationFile.read(plain).figures().getFirst().measured())
                .isEqualTo(ValidationFile.read(kept.resolve("measured/here/plain")).figures().getFirst().measured());
    }

    @Test
    void whatExplainedTheDifferencesOfThenIsNotKeptForThoseOfToday() throws IOException {
        Path plain = folder.resolve("reports/measured/here/plain");
        Validation was = ValidationFile.read(plain);
        ValidationFile.write(
                new Validation(was.scenario(), was.settings(), was.command(), was.machine(), was.acceptance(), was.host(), was.figures(),
                        was.simulatedRuns(), was.measuredRuns(), "work: more than simulated", was.unsound(),
                        List.of("the computer is another one", "work: more than simulated", "acceptance: less than simulated"),
                        was.notCovered(), was.maxErrorShare()),
                plain);
        slowerLink("plain", "10 MB/s");
        gate(true);
        assertThat(ValidationFile.read(plain).dominates()).isNull();
        assertThat(ValidationFile.read(plain).warnings()).containsExactly("the computer is another one");
    }

    @Test
    void aFigureThatThereIsNoMoreFailsUntilThatIsAccepted() throws IOException {
        change("plain/validation.json", text -> text.replaceFirst("\"high_water.vram\"", "\"high_water.river\""));
        assertThat(verdict("plain").lines()).containsExactly("high_water.river: was simulated, and is no more");
        assertThat(gate(true).notes()).containsExactly("wrote 1 validation.json; git diff shows what it means");
        assertThat(verdict("plain")).isEqualTo(new Verdict.Passed());
        assertThat(ValidationFile.read(folder.resolve("reports/measured/here/plain")).warnings())
                .contains("not compared: high_water.river is simulated no more");
        assertThat(gate(true).notes()).containsExactly("nothing to accept");
    }

    @Test
    void aHeldSettingThatIsLostFailsAndIsNamed() throws IOException {
        delete(folder.resolve("reports/measured/here/plain"));
        assertThat(verdict("plain").lines()).containsExactly("was held, and is no more: there is no reports/measured/here/plain/validation.json");
        delete(folder.resolve("reports/measured"));
        assertThat(gate(false).checks()).extracting(GateResult.Check::name).containsExactly("here/chain", "here/plain");
        assertThat(gate(false).failed()).isTrue();
    }

    @Test
    void aHeldSettingThatCannotBeHeldAnyMoreFailsUntilThatIsAccepted() throws IOException {
        Files.delete(folder.resolve("reports/measured/here/chain/measured-1/acceptance.tape"));
        assertThat(verdict("chain")).isEqualTo(new Verdict.Failed(List.of(
                "was held, and is no more: measured-1/acceptance.tape was not kept, which says what the run accepted")));
        change("plain/validation.json", text -> text.replaceAll("(\"paced_bytes_per_sec\" : )[^n,]+", "$1null"));
        assertThat(verdict("plain").lines().getFirst()).startsWith("was held, and is no more: the drive was not held to a speed");
        assertThat(gate(true).notes())
                .containsExactly("wrote reports/held.txt; git diff shows what it means", "held no more: here/chain, here/plain");
        assertThat(gate(false).failed()).isFalse();
    }

    @Test
    void aNewOneIsToldAndTakenWhenAccepted() throws IOException {
        Files.writeString(checkout.held(), "here/plain\n");
        assertThat(gate(false).failed()).isFalse();
        assertThat(gate(false).notes()).containsExactly(
                "held, and not in reports/held.txt, so that nobody would miss them: here/chain; nmos bench B --accept adds them");
        assertThat(gate(true).notes()).containsExactly("wrote reports/held.txt; git diff shows what it means");
        assertThat(Held.read(checkout.held()).settings()).containsExactly("here/chain", "here/plain");
        Files.delete(checkout.held());
        assertThat(gate(false).checks().getLast().name()).isEqualTo("reports/held.txt");
        assertThat(gate(false).failed()).isTrue();
    }

    @Test
    void whatIsRefusedIsNotAcceptedAndStaysHeld() throws IOException {
        change("plain/simulated-1/scenario.yaml", text -> text.replace("double-buffer", "no-such-river"));
        String advice = "what today's program does not take is not accepted: let it be taken, or measure it again with nmos validate";
        assertThat(gate(false).notes()).containsExactly(advice);
        assertThat(gate(true).notes()).containsExactly("nothing to accept", advice);
        assertThat(gate(true).failed()).isTrue();
        assertThat(Held.read(checkout.held()).settings()).contains("here/plain");
    }

    @Test
    void theTapeOfAnotherSettingIsNotTakenForItsOwn() throws IOException {
        Files.writeString(checkout.held(), "");
        change("chain/simulated-1/scenario.yaml", text -> text.replaceFirst("[^\"\\s]*/chain/measured-1/", "/elsewhere/chain/measured-1/"));
        assertThat(verdict("chain")).as("of a folder that is no more").isEqualTo(new Verdict.Passed());
        change("chain/simulated-1/scenario.yaml", text -> text.replace("/chain/measured-1/", "/tree/measured-1/"));
        assertThat(verdict("chain").lines().getFirst()).startsWith("not covered: the tape /elsewhere/tree/measured-1/acceptance.tape is neither");
    }

    @Test
    void aLittleIsNoLossAndIsTold() throws IOException {
        slowerLink("plain", "49999 kB/s");
        assertThat(verdict("plain").lines().getFirst()).startsWith("moved, within 2 points or 5 ms or nearer: ");
    }

    @Test
    void unheldOnesAreShownAndFailNothing() throws IOException {
        slowerLink("unpaced", "10 MB/s");
        Verdict verdict = verdict("unpaced");
        assertThat(verdict).isInstanceOf(Verdict.Passed.class);
        assertThat(verdict.lines().getFirst()).contains("tokens_per_second: error was");
    }

    @Test
    void whatTakesTheModelOrIsNotThereIsNotCovered() throws IOException {
        Files.writeString(checkout.held(), "# none\n");
        Files.delete(folder.resolve("reports/measured/here/chain/measured-1/acceptance.tape"));
        assertThat(verdict("chain")).isEqualTo(new Verdict.Skipped(
                "not covered: measured-1/acceptance.tape was not kept, which says what the run accepted"));
        change("plain/simulated-1/scenario.yaml", text -> text.replaceFirst(
                "(?s)workload:\n.*?\n(\\w)", "workload: {trace: pasting, turns: 1, replyTokens: 4, thinkTime: 1 s, openLoop: false, freshContext: true}\n$1")
                .replaceAll("(tokensPerSession|residentTokens): \\d+", "$1: 4096"));
        assertThat(verdict("plain").lines().getFirst()).startsWith("not covered: people typed ").contains("the model is not here");
    }

    @Test
    void whatTodaysProgramDoesNotTakeIsAFailure() throws IOException {
        change("plain/simulated-1/scenario.yaml", text -> text.replace("double-buffer", "no-such-river"));
        Verdict verdict = verdict("plain");
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertThat(verdict.lines().getFirst()).contains("simulated-1").contains("no-such-river");
    }

    @Test
    void withoutMeasuredRunsItSaysSo() throws IOException {
        delete(folder.resolve("reports"));
        assertThat(gate(false).word()).isEqualTo("skipped");
    }

    @Test
    void aChangeThatPredictsWorseIsFoundWhereOthersFindNothing() throws IOException {
        assertThat(child(Altered.PREDICTS_WORSE)).contains("here/chain failed").contains("here/plain passed");
        assertThat(child(Altered.ALLOCATES_MORE)).doesNotContain("failed").contains("here/chain passed").contains("here/plain passed");
        assertThat(child(Altered.TAKES_LONGER)).doesNotContain("failed").contains("here/chain passed").contains("here/plain passed");
        assertThat(child(Altered.ANSWERS_WRONGLY)).as("a nanosecond is no loss")
                .doesNotContain("failed")
                .contains("here/chain passed")
                .contains("here/plain passed");
    }

    /// With the first of the two compilers alone, as it ends before the other one pays.
    private String child(Altered altered) throws IOException {
        return ChildJvm.run(
                List.of("-XX:TieredStopAtLevel=1"), altered.classPath(folder), FidelityOf.class.getName(), List.of(folder.toString()), () -> true);
    }
}
