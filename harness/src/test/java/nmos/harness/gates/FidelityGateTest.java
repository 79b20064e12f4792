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
        assertThat(result.notes().getFirst()).startsWith("if this is meant to be: nmos bench B --accept, and let git diff reports/measured");
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
        assertThat(child(Altered.ALLOCATES_MORE)).doesNotContain("failed");
        assertThat(child(Altered.TAKES_LONGER)).doesNotContain("failed");
        assertThat(child(Altered.ANSWERS_WRONGLY)).as("a nanosecond is no loss").doesNotContain("failed");
    }

    private String child(Altered altered) throws IOException {
        return ChildJvm.run(
                List.of(), altered.classPath(folder), FidelityOf.class.getName(), List.of(folder.toString()), () -> true);
    }
}
