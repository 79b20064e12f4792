package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import nmos.journal.JournalReader;
import nmos.journal.JournalWriter;
import nmos.journal.JournalingPolicy;
import nmos.journal.Replay;
import nmos.live.world.TinyRun.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that do not go as planned end as they should.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HardTimesTest {
    @TempDir
    Path folder;

    /// All keys of a long prompt were due while the machine was busy with the one before.
    @Test
    void manyKeysThatAreLateAreTypedAtOnce() throws IOException {
        Typing typing = new Typing();
        Typing.Person person = typing.person().every(10).begins(1).types("a").submits().begins(3);
        for (int change = 0; change < 2_500; change++) {
            person.types("ab ").replaces(0, 3, "");
        }
        person.types("Lily").submits();
        TinyRun run = TinyRun.of(new Asked(folder, "workload.openLoop=true", "workload.pauseAfter=1ms", "kv.tokensPerSession=512")
                .typing(typing));
        assertThat(run.outcome().run().turns()).hasSize(2).allSatisfy(turn -> assertThat(turn.failed()).isEmpty());
        assertThat(run.outcome().replies().get(1).tokens()).hasSize(3);
    }

    /// Stopped after so many looks, somewhere in a pass: what there is can be read and replayed, and nothing stays open.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void aRunThatIsStoppedLeavesWhatThereIs(int looks) throws IOException {
        Asked asked = new Asked(folder, "speculation.kind=chain", "speculation.whilePass=true", "workload.sessions=3",
                "workload.turns=" + looks, "workload.replyTokens=30", "kv.policy=lru", "kv.pageBytes=64KiB",
                "kv.residentTokens=306", "kv.spill.ram=64KiB", "kv.spill.ssd=1MiB", "kv.tokensPerSession=300");
        var journal = new ByteArrayOutputStream();
        int[] seen = {0};
        try (var world = new LiveWorld(asked.scenario(), asked.options())) {
            LiveOutcome outcome;
            try (var writer = new JournalWriter(journal, "00".repeat(32))) {
                outcome = world.run(new JournalingPolicy(world.policy(), writer), _ -> ++seen[0] < looks);
            }
            assertThat(outcome.run().complete()).isFalse();
            assertThat(outcome.faults()).isEmpty();
            try (var reader = JournalReader.of("live", new ByteArrayInputStream(journal.toByteArray()))) {
                assertThat(Replay.of(reader, world.policy())).isInstanceOf(Replay.Outcome.Same.class);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".spill"));
        }
    }
}
