package nmos.journal;

import java.io.IOException;
import java.util.List;
import nmos.policy.Policy;

/// Feeds the signals of a journal to a fresh policy and holds its answers against the recorded ones.
public final class Replay {
    private Replay() {}

    /// What came of it.
    public sealed interface Outcome {
        /// Every answer was the same. `torn`: the journal stopped before its end mark.
        record Same(long signals, long commands, boolean torn) implements Outcome {}

        /// The first answer that was not. `what` says in which respect: commands, wake or digest.
        record Differs(JournalEntry recorded, What what, List<Command> commands, long wakeAtNs, long digest)
                implements Outcome {
            public Differs {
                commands = List.copyOf(commands);
            }
        }
    }

    /// Which part of an answer differs first.
    public enum What {
        COMMANDS,
        WAKE,
        DIGEST
    }

    public static Outcome of(JournalReader journal, Policy policy) throws IOException {
        CommandRecorder answers = new CommandRecorder();
        long signals = 0;
        long given = 0;
        for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
            policy.on(entry.timeNs(), entry.signal(), answers);
            List<Command> commands = answers.drain();
            if (!commands.equals(entry.commands())) {
                return differs(entry, What.COMMANDS, commands, policy);
            }
            if (policy.wakeAtNs() != entry.wakeAtNs()) {
                return differs(entry, What.WAKE, commands, policy);
            }
            if (policy.digest() != entry.digest()) {
                return differs(entry, What.DIGEST, commands, policy);
            }
            signals++;
            given += commands.size();
        }
        return new Outcome.Same(signals, given, journal.torn());
    }

    private static Outcome differs(JournalEntry entry, What what, List<Command> commands, Policy policy) {
        return new Outcome.Differs(entry, what, commands, policy.wakeAtNs(), policy.digest());
    }
}
