package nmos.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import nmos.policy.Commands;
import nmos.policy.Digest;
import nmos.policy.Policy;
import nmos.policy.Signal;
import org.junit.jupiter.api.Test;

class ReplayTest {

    /// Shows a token for each keystroke of one session, wakes a millisecond later, and counts; from signal
    /// `oddFrom` on it does so in a way of its own.
    private static final class Echo implements Policy {
        private final int oddFrom;
        private final Replay.What oddity;
        private int seen;
        private long nowNs;

        Echo(int oddFrom, Replay.What oddity) {
            this.oddFrom = oddFrom;
            this.oddity = oddity;
        }

        @Override
        public void on(long now, Signal signal, Commands out) {
            nowNs = now;
            seen++;
            if (signal instanceof Signal.Keystroke(int session, int revision)) {
                out.emit(session, revision);
                if (odd(Replay.What.COMMANDS)) {
                    out.release(7);
                }
            }
        }

        private boolean odd(Replay.What what) {
            return seen > oddFrom && oddity == what;
        }

        @Override
        public long wakeAtNs() {
            return nowNs + (odd(Replay.What.WAKE) ? 2_000_000 : 1_000_000);
        }

        @Override
        public long digest() {
            return Digest.mix(1, odd(Replay.What.DIGEST) ? -seen : seen);
        }
    }

    private static byte[] recorded() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JournalWriter journal = new JournalWriter(bytes, Journals.HASH)) {
            Policy policy = new JournalingPolicy(new Echo(Integer.MAX_VALUE, Replay.What.DIGEST), journal);
            for (int i = 0; i < 10; i++) {
                policy.on(100L * i, i % 2 == 0 ? new Signal.Keystroke(3, i) : new Signal.Woke(), new CommandRecorder());
            }
        }
        return bytes.toByteArray();
    }

    private static Replay.Outcome replay(Policy policy) throws Exception {
        return Replay.of(Journals.reader(recorded()), policy);
    }

    @Test
    void theSamePolicyGivesTheSameAnswers() throws Exception {
        assertThat(replay(new Echo(Integer.MAX_VALUE, Replay.What.DIGEST)))
                .isEqualTo(new Replay.Outcome.Same(10, 5, false));
    }

    @Test
    void theFirstDifferentCommandIsFound() throws Exception {
        assertThat(replay(new Echo(5, Replay.What.COMMANDS)))
                .isInstanceOfSatisfying(Replay.Outcome.Differs.class, differs -> {
                    assertThat(differs.what()).isEqualTo(Replay.What.COMMANDS);
                    assertThat(differs.recorded().number()).isEqualTo(6);
                    assertThat(differs.recorded().timeNs()).isEqualTo(600);
                    assertThat(differs.recorded().commands()).isEqualTo(List.of(new Command.Emit(3, 6)));
                    assertThat(differs.commands()).isEqualTo(List.of(new Command.Emit(3, 6), new Command.Release(7)));
                });
    }

    @Test
    void aDifferentWakeIsADifference() throws Exception {
        assertThat(replay(new Echo(3, Replay.What.WAKE)))
                .isInstanceOfSatisfying(Replay.Outcome.Differs.class, differs -> {
                    assertThat(differs.what()).isEqualTo(Replay.What.WAKE);
                    assertThat(differs.recorded().number()).isEqualTo(3);
                    assertThat(differs.wakeAtNs()).isEqualTo(2_000_300);
                });
    }

    @Test
    void aDifferentStateIsADifferenceEvenIfTheAnswersAgree() throws Exception {
        assertThat(replay(new Echo(4, Replay.What.DIGEST)))
                .isInstanceOfSatisfying(Replay.Outcome.Differs.class, differs -> {
                    assertThat(differs.what()).isEqualTo(Replay.What.DIGEST);
                    assertThat(differs.recorded().number()).isEqualTo(4);
                });
    }

    @Test
    void aRecordedPolicyAnswersAsItWouldUnrecorded() throws Exception {
        try (JournalWriter journal = new JournalWriter(new ByteArrayOutputStream(), Journals.HASH)) {
            Policy plain = new Echo(0, Replay.What.COMMANDS);
            Policy recorded = new JournalingPolicy(new Echo(0, Replay.What.COMMANDS), journal);
            CommandRecorder toPlain = new CommandRecorder();
            CommandRecorder toRecorded = new CommandRecorder();
            plain.on(5, new Signal.Keystroke(1, 2), toPlain);
            recorded.on(5, new Signal.Keystroke(1, 2), toRecorded);
            assertThat(toRecorded.drain()).isEqualTo(toPlain.drain()).hasSize(2);
            assertThat(recorded.wakeAtNs()).isEqualTo(plain.wakeAtNs());
            assertThat(recorded.digest()).isEqualTo(plain.digest());
        }
    }
}
