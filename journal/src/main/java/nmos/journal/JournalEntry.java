package nmos.journal;

import java.util.List;
import nmos.policy.Signal;

/// One signal, and all a policy answered: its commands, when it wants to wake (`Long.MAX_VALUE`: never) and its digest
/// afterwards. Entries count from 0; `offset` is where the entry stands in its file.
public record JournalEntry(
        long number, long offset, long timeNs, Signal signal, List<Command> commands, long wakeAtNs, long digest) {
    public JournalEntry {
        commands = List.copyOf(commands);
    }
}
