package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is decided of given times, and what is found out before any counts. Whether a real slow-down is found depends on the machine, and
/// is tried by hand.
class SpeedGateTest {
    private static final Build HEAD = Build.ofThisProgram();
    private static final SpeedGate.Options TWO_ROUNDS = new SpeedGate.Options(List.of("01-first-token"), 4, true);

    @TempDir
    private Path folder;

    /// Ten rounds on a machine that gets slower by `drift` a JVM, and whose times differ by `noise`.
    private static GateResult judged(double headOverBase, double drift, double noise) {
        return SpeedGate.judged(rounds(_ -> headOverBase, drift, noise), 0);
    }

    /// `headOverBase` by the number of the JVM.
    private static Rounds rounds(IntToDoubleFunction headOverBase, double drift, double noise) {
        Random random = new Random(5);
        Rounds rounds = new Rounds();
        double machine = 100e6;
        int jvm = 0;
        for (int round = 0; round < 10; round++) {
            for (boolean isHead : List.of(false, true, true, false)) {
                double times = isHead ? headOverBase.applyAsDouble(jvm) : 1;
                long ns = (long) (machine * times * Math.exp(noise * random.nextGaussian()));
                if (isHead) {
                    rounds.head("played", ns);
                } else {
                    rounds.base("played", ns);
                }
                machine *= 1 + drift;
                jvm++;
            }
        }
        return rounds;
    }

    private static Verdict verdict(GateResult result) {
        return result.checks().getFirst().verdict();
    }

    @Test
    void whatTakesATenthLongerFailsAndWhatTakesAsLongPasses() {
        assertThat(verdict(judged(1.1, 0, 0.01))).isInstanceOf(Verdict.Failed.class);
        assertThat(verdict(judged(1.0, 0, 0.01))).isInstanceOf(Verdict.Passed.class);
        assertThat(verdict(judged(0.8, 0, 0.01))).isInstanceOf(Verdict.Passed.class);
        assertThat(verdict(judged(1.04, 0, 0.001))).as("less than what counts").isInstanceOf(Verdict.Passed.class);
        assertThat(verdict(judged(1.06, 0, 0.001))).as("more than what counts").isInstanceOf(Verdict.Failed.class);
        assertThat(judged(1.1, 0, 0.01).speeds().getFirst().slowDown().pairs()).isEqualTo(20);
    }

    @Test
    void aMachineThatSlowsDownMeanwhileIsNotTakenForABuildThatDoes() {
        assertThat(verdict(judged(1.0, 0.01, 0.002))).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void whereTheSameIsNotTheSameNothingIsJudged() {
        assertThat(verdict(judged(1.3, 0, 0.4)))
                .isInstanceOfSatisfying(Verdict.Skipped.class, skipped -> assertThat(skipped.why()).startsWith("the machine is not steady"));
    }

    @Test
    void whatNoUnsteadinessExplainsFailsOnAMachineThatIsNotSteadyToo() {
        assertThat(verdict(judged(1, 0, 0.05))).isInstanceOf(Verdict.Skipped.class);
        assertThat(verdict(judged(1.1, 0, 0.05))).as("could be the machine").isInstanceOf(Verdict.Skipped.class);
        assertThat(verdict(judged(2, 0, 0.05))).isInstanceOfSatisfying(Verdict.Failed.class, failed ->
                assertThat(failed.lines().getFirst()).contains("surely more than 5 % slower, although the machine is not steady"));
        SlowDown same = new SlowDown(9, 1, 0.9, 1.1);
        assertThat(SpeedGate.verdict(new SlowDown(20, 1.2, 1.16, 1.3), same)).isInstanceOf(Verdict.Skipped.class);
        assertThat(SpeedGate.verdict(new SlowDown(20, 1.2, 1.17, 1.3), same)).as("past 1.05 / 0.9").isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aHeadThatIsNowSlowAndNowSlowerIsNotTakenForAMachineThatIsNotSteady() {
        assertThat(verdict(SpeedGate.judged(rounds(jvm -> jvm % 2 == 0 ? 1.1 : 1.6, 0, 0.002), 0))).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void whatComesToSomethingElseIsLeftOutAndTheRestIsJudged() {
        Rounds rounds = rounds(_ -> 1.1, 0, 0.001);
        rounds.base("other", 1);
        rounds.leaveOut("other", "comes to something else");
        GateResult result = SpeedGate.judged(rounds, 0);
        assertThat(result.word()).isEqualTo("failed");
        assertThat(result.checks()).extracting(GateResult.Check::name).containsExactly("played", "other");
        assertThat(result.checks().getLast().verdict()).isEqualTo(new Verdict.Skipped("comes to something else"));
        assertThat(result.speeds()).extracting(Speed::scenario).containsExactly("played");
    }

    @Test
    void aScenarioThatIsNamedTwiceIsPlayedOnce() {
        assertThat(new SpeedGate.Options(List.of("a", "b", "a"), 20, true).scenarios()).containsExactly("a", "b");
    }

    @Test
    void buildsThatComeToSomethingElseAreNotCompared() throws IOException {
        Build other = new Build("the other", Altered.ANSWERS_WRONGLY.classPath(folder));
        GateResult result = SpeedGate.run(HEAD, other, TWO_ROUNDS, SpeedGate.Follower.NOBODY);
        assertThat(result.word()).isEqualTo("skipped");
        assertThat(verdict(result).lines().getFirst()).startsWith("comes to something else in the other than in this program");
        assertThat(result.checks()).extracting(GateResult.Check::name).containsExactly("01-first-token");
    }

    @Test
    void aBaseThatCannotBeStartedIsNoFailureOfHeadAndAHeadThatCannotIs() throws IOException {
        Build none = new Build("an empty folder", folder.toString());
        assertThat(SpeedGate.run(none, HEAD, TWO_ROUNDS, SpeedGate.Follower.NOBODY).word()).isEqualTo("skipped");
        assertThat(SpeedGate.run(HEAD, none, TWO_ROUNDS, SpeedGate.Follower.NOBODY).word()).isEqualTo("failed");
    }

    @Test
    void aBuildIsWhatAClassPathACheckoutOrAFolderWithNmosJarIs() throws IOException {
        assertThat(Build.at("no-such-thing")).as("it may be a commit").isEmpty();
        Path target = Files.createDirectories(folder.resolve("cli").resolve("target"));
        Path jar = Files.createFile(target.resolve("nmos.jar"));
        assertThat(Build.at(folder.toString()).orElseThrow().classPath()).isEqualTo(jar.toString());
        assertThat(Build.at(target.toString()).orElseThrow().classPath()).isEqualTo(jar.toString());
        assertThat(Build.at(jar + File.pathSeparator + folder).orElseThrow().classPath()).isEqualTo(jar + File.pathSeparator + folder);
        assertThat(catchThrowable(() -> Build.at(folder.resolve("cli").toString())))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("a checkout has to be built first");
    }
}
