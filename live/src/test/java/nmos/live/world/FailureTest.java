package nmos.live.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.live.disk.Tampered;
import nmos.policy.Cause;
import nmos.world.metrics.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong with files, disks and threads fails turns, one line each, and nothing else.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailureTest {
    @TempDir
    Path folder;

    private Rig rig;
    private Traces before;

    @BeforeEach
    void begin() {
        rig = new Rig(folder);
        before = Traces.now(folder);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(before.left(folder)).as("left behind").isEmpty();
    }

    private static List<Optional<Cause>> ends(LiveOutcome outcome) {
        return outcome.run().turns().stream().map(Turn::failed).toList();
    }

    /// Once the first turn is over.
    private interface Damage {
        void happen() throws IOException;
    }

    private static LiveMinds.Listener afterTheFirstTurn(Damage damage) {
        return new LiveMinds.Listener() {
            @Override
            public void shown(int session, int turn, int... tokens) {
                if (turn == 1 && tokens.length > 0) {
                    once();
                }
            }

            private boolean done;

            private void once() {
                if (!done) {
                    done = true;
                    try {
                        damage.happen();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
        };
    }

    @Test
    void aReadErrorThatPassesIsTriedAgainAndHarmsNobody() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        List<LiveOutcome.Reply> whole;
        try (LiveWorld world = rig.world(rig.options())) {
            whole = Rig.run(world).replies();
        }
        try (LiveWorld world = rig.world(rig.options(), how -> Tampered.drive(
                how, came -> pieces.incrementAndGet() % 7 == 0 ? Tampered.readError() : came))) {
            LiveOutcome outcome = Rig.run(world);
            assertThat(ends(outcome)).containsOnly(Optional.empty()).hasSize(4);
            assertThat(outcome.run().complete()).isTrue();
            assertThat(outcome.faults()).isNotEmpty()
                    .allMatch(line -> line.matches(rig.oracle + ": offset \\d+: read error EIO.*"));
            assertThat(outcome.replies()).usingRecursiveComparison().isEqualTo(whole);
        }
    }

    @Test
    void aReadErrorThatStaysFailsItsTurnAndTheNextGoesOn() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        try (LiveWorld world = rig.world(rig.options(), how -> Tampered.drive(
                how, came -> pieces.incrementAndGet() <= 5 ? Tampered.readError() : came))) {
            LiveOutcome outcome = Rig.run(world);
            assertThat(ends(outcome)).contains(Optional.of(Cause.RETRIES_EXHAUSTED)).endsWith(Optional.empty());
            assertThat(outcome.run().complete()).isTrue();
        }
    }

    @Test
    void aDiskThatOnlyFailsFailsEveryTurnAndTheRunEndsReadable() throws Exception {
        try (LiveWorld world = rig.world(rig.options(), how -> Tampered.drive(how, _ -> Tampered.readError()))) {
            LiveOutcome outcome = Rig.run(world);
            assertThat(ends(outcome)).containsOnly(Optional.of(Cause.RETRIES_EXHAUSTED)).hasSize(4);
            assertThat(outcome.run().complete()).isTrue();
            assertThat(outcome.replies()).isEmpty();
        }
    }

    @Test
    void aReadThatStaysShortIsAFault() throws Exception {
        try (LiveWorld world = rig.world(rig.options(), how -> Tampered.drive(how, came -> Math.min(came, 100)))) {
            LiveOutcome outcome = Rig.run(world);
            assertThat(ends(outcome)).containsOnly(Optional.of(Cause.RETRIES_EXHAUSTED));
            assertThat(outcome.faults()).allMatch(line -> line.matches(rig.oracle + ": offset \\d+: short read: 100 of \\d+ bytes.*"));
        }
    }

    private void permanent(Damage damage, String... words) throws Exception {
        try (LiveWorld world = rig.world(rig.options())) {
            LiveOutcome outcome = Rig.run(world, afterTheFirstTurn(damage));
            assertThat(outcome.run().complete()).isTrue();
            assertThat(ends(outcome)).startsWith(Optional.empty()).hasSize(4);
            assertThat(ends(outcome).subList(1, 4)).doesNotContain(Optional.empty());
            assertThat(outcome.faults()).isNotEmpty().allSatisfy(line ->
                    assertThat(line).startsWith(rig.oracle + ": ").contains(words).doesNotContain("\n"));
        }
    }

    private void truncate() throws IOException {
        try (FileChannel file = FileChannel.open(rig.oracle, StandardOpenOption.WRITE)) {
            file.truncate(8192);
        }
    }

    @Test
    void aModelFileCutShortFailsWhatComesAfter() throws Exception {
        permanent(this::truncate, "shrank from", "to 8192 bytes");
    }

    @Test
    void aModelFileThatGrowsFailsWhatComesAfter() throws Exception {
        permanent(() -> Files.writeString(rig.oracle, "more", StandardOpenOption.APPEND), "file changed while open: it grew");
    }

    @Test
    void aModelFileReplacedByAnotherFailsWhatComesAfter() throws Exception {
        permanent(
                () -> {
                    Path other = rig.folder.resolve("other.gguf");
                    Files.copy(rig.oracle, other);
                    Files.move(other, rig.oracle, StandardCopyOption.REPLACE_EXISTING);
                },
                "file changed while open: another file is in its place");
    }

    @Test
    void aModelFileWrittenIntoFailsWhatComesAfter() throws Exception {
        permanent(
                () -> {
                    try (FileChannel file = FileChannel.open(rig.oracle, StandardOpenOption.WRITE)) {
                        file.write(ByteBuffer.wrap(new byte[4096]), 65536);
                    }
                    Files.setLastModifiedTime(rig.oracle, FileTime.fromMillis(1_000));
                },
                "file changed while open: written to at");
    }

    @Test
    void aModelFileThatIsDeletedFailsWhatComesAfter() throws Exception {
        permanent(() -> Files.delete(rig.oracle), "file changed while open: it was deleted");
    }

    /// All weights rest in memory then, and only rows of the token embedding are still read.
    @Test
    void soItIsWhereAllWeightsRestInMemory() throws Exception {
        try (LiveWorld world = rig.world(rig.options(), Rig.resident())) {
            LiveOutcome outcome = Rig.run(world, afterTheFirstTurn(() -> {
                try (FileChannel file = FileChannel.open(rig.oracle, StandardOpenOption.WRITE)) {
                    file.write(ByteBuffer.wrap(new byte[4096]), 65536);
                }
                Files.setLastModifiedTime(rig.oracle, FileTime.fromMillis(1_000));
            }));
            assertThat(outcome.run().complete()).isTrue();
            assertThat(ends(outcome).subList(1, 4)).doesNotContain(Optional.empty());
            assertThat(outcome.faults()).allMatch(line ->
                    line.startsWith(rig.oracle + ": ") && line.contains("file changed while open: written to at"));
        }
    }

    @Test
    void aFileCutShortUnderADraftDoesNotHarmTheProcess() throws Exception {
        try (LiveWorld world = rig.world(rig.drafting(), Rig.SPECULATION.toArray(String[]::new))) {
            LiveOutcome outcome = Rig.run(world, afterTheFirstTurn(() -> {
                try (FileChannel file = FileChannel.open(rig.draft, StandardOpenOption.WRITE)) {
                    file.truncate(4096);
                }
            }));
            assertThat(outcome.run().complete()).isTrue();
            assertThat(ends(outcome)).as("the draft was in memory").containsOnly(Optional.empty());
        }
    }

    private static Thread named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anInterruptedLoopEndsReadableAndStaysInterrupted() throws Exception {
        try (LiveWorld world = rig.world(rig.options(), "workload.turns=1000")) {
            LiveOutcome outcome = Rig.run(world, afterTheFirstTurn(() -> Thread.currentThread().interrupt()));
            assertThat(Thread.interrupted()).as("the caller is still told").isTrue();
            assertThat(outcome.run().complete()).isFalse();
            assertThat(outcome.run().turns()).isNotEmpty();
            assertThat(outcome.faults()).containsExactly("the run was interrupted");
        }
    }

    @Test
    void anInterruptedDriveFailsTheTurnsThatNeedIt() throws Exception {
        try (LiveWorld world = rig.world(rig.options())) {
            LiveOutcome outcome = Rig.run(world, afterTheFirstTurn(() -> named("nmos-drive-ssd").interrupt()));
            assertThat(outcome.run().complete()).isTrue();
            assertThat(ends(outcome)).startsWith(Optional.empty());
            assertThat(ends(outcome).subList(2, 4)).doesNotContain(Optional.empty());
            assertThat(outcome.faults()).isNotEmpty().allMatch(line -> line.contains("closed"));
        }
    }

    @Test
    void interruptedComputingGoesOn() throws Exception {
        try (LiveWorld world = rig.world(rig.drafting(), Rig.SPECULATION.toArray(String[]::new))) {
            LiveOutcome outcome = Rig.run(world, new LiveMinds.Listener() {
                @Override
                public void shown(int session, int turn, int... tokens) {
                    for (String name : List.of("nmos-compute", "nmos-worker-1", "nmos-link ram -> vram")) {
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().equals(name))
                                .forEach(Thread::interrupt);
                    }
                }
            });
            assertThat(outcome.run().complete()).isTrue();
            assertThat(ends(outcome)).containsOnly(Optional.empty()).hasSize(4);
            assertThat(outcome.faults()).isEmpty();
        }
    }

    private static final String[] PAGED = {
        "kv.policy=lru", "kv.pageBytes=64 KiB", "kv.residentTokens=600", "kv.spill.ram=128 KiB", "kv.spill.ssd=64 MB",
        "kv.tokensPerSession=512", "workload.promptTokens=120", "workload.sessions=3", "workload.freshContext=false",
        "workload.turns=3"
    };

    @Test
    void aFullDiskFailsWhatWouldSpillAndNothingElse() throws Exception {
        Path small = SmallDisk.mounted(folder.resolve("disk"));
        try {
            LiveOptions options = Rig.spilling(rig.options(), small);
            try (LiveWorld world = rig.world(options, PAGED)) {
                LiveOutcome outcome = Rig.run(world);
                assertThat(outcome.run().complete()).isTrue();
                assertThat(ends(outcome)).contains(Optional.of(Cause.RETRIES_EXHAUSTED));
                assertThat(outcome.faults()).isNotEmpty().allMatch(line -> line.contains("no space left"));
            }
        } finally {
            SmallDisk.unmount(small);
        }
    }

    @Test
    void withRoomOnTheDiskItSpills() throws Exception {
        try (LiveWorld world = rig.world(rig.options(), PAGED)) {
            LiveOutcome outcome = Rig.run(world);
            assertThat(ends(outcome)).containsOnly(Optional.empty());
            assertThat(outcome.faults()).isEmpty();
            assertThat(outcome.run().ledger().pages().use().downBytes(0)).as("KV that was written").isPositive();
        }
    }

    @Test
    void turnsThatFailLeaveNoPageBehind() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        try (LiveWorld world = rig.world(
                rig.options(),
                how -> Tampered.drive(how, came -> pieces.incrementAndGet() % 5 < 2 ? Tampered.readError() : came),
                Rig.with(PAGED, "retries=1"))) {
            LiveOutcome outcome = Rig.run(world);
            assertThat(outcome.run().complete()).isTrue();
            assertThat(ends(outcome)).contains(Optional.of(Cause.RETRIES_EXHAUSTED));
        }
    }
}
