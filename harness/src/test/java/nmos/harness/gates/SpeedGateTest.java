package nmos.harness.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is decided of given times, and what is found out before any counts. Whether a real slow-down is found depends on the machine, and
/// is tried by hand.
class SpeedGateTest {
    private static final Build HEAD = Build.ofThisProgram();
    private static final SpeedGate.Options ONE_ROUND = new SpeedGate.Options(List.of("01-first-token"), 2, true);

    @TempDir
    private Path folder;

    /// Ten rounds on a machine that gets slower by `drift` a JVM, and whose times differ by `noise`.
    private static GateResult judged(double headOverBase, double drift, double noise) {
        Random random = new Random(5);
        Rounds rounds = new Rounds();
        double machine = 100e6;
        for (int round = 0; round < 10; round++) {
            for (boolean isHead : List.of(false, true, true, false)) {
                long ns = (long) (machine * (isHead ? headOverBase : 1) * Math.exp(noise * random.nextGaussian()));
                if (isHead) {
                    rounds.head("played", ns);
                } else {
                    rounds.base("played", ns);
                }
                machine *= 1 + drift;
            }
        }
        return SpeedGate.judged(rounds, 0);
    }

    private static Verdict verdict(GateResult result) {
        return result.checks().getFirst().verdict();
    }

    @Test
    void whatTakesATenthLongerFailsAndWhatTakesAsLongPasses() {
        assertThat(verdict(judged(1.1, 0, 0.01))).isInstanceOf(Verdict.Failed.class);
        assertThat(verdict(judged(1.0, 0, 0.01))).isInstanceOf(Verdict.Passed.class);
        assertThat(verdict(judged(0.8, 0, 0.01))).isInstanceOf(Verdict.Passed.class);
        assertThat(verdict(judged(1.04, 0, 0.01))).as("less than what counts").isInstanceOf(Verdict.Passed.class);
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
    void buildsThatComeToSomethingElseAreNotCompared() throws IOException {
        Build other = new Build("the other", Altered.ANSWERS_WRONGLY.classPath(folder));
        GateResult result = SpeedGate.run(HEAD, other, ONE_ROUND, SpeedGate.Follower.NOBODY);
        assertThat(result.word()).isEqualTo("skipped");
        assertThat(verdict(result).lines().getFirst()).startsWith("01-first-token comes to something else in the other than in this program");
    }

    @Test
    void aBaseThatCannotBeStartedIsNoFailureOfHeadAndAHeadThatCannotIs() throws IOException {
        Build none = new Build("an empty folder", folder.toString());
        assertThat(SpeedGate.run(none, HEAD, ONE_ROUND, SpeedGate.Follower.NOBODY).word()).isEqualTo("skipped");
        assertThat(SpeedGate.run(HEAD, none, ONE_ROUND, SpeedGate.Follower.NOBODY).word()).isEqualTo("failed");
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
