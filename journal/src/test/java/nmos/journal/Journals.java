package nmos.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nmos.policy.Signal;

/// Journals in memory, written from entries and read back.
final class Journals {
    static final String HASH = "0123456789abcdef".repeat(4);

    private Journals() {}

    /// Entries with a signal and commands of every kind at least once, in random order otherwise.
    static List<JournalEntry> random(long seed, int more) {
        Randoms random = new Randoms(seed);
        List<Signal> signals = new ArrayList<>();
        Randoms.kinds(Signal.class).forEach(kind -> signals.add((Signal) random.record(kind)));
        for (int i = 0; i < more; i++) {
            signals.add(random.one(Signal.class));
        }
        List<JournalEntry> entries = new ArrayList<>();
        long timeNs = 0;
        for (Signal signal : signals) {
            List<Command> commands = new ArrayList<>();
            if (entries.isEmpty()) {
                Randoms.kinds(Command.class).forEach(kind -> commands.add((Command) random.record(kind)));
            }
            for (int i = random.upTo(5); i > 0; i--) {
                commands.add(random.one(Command.class));
            }
            timeNs += random.upTo(3) == 0 ? 0 : random.upTo(1 << 30);
            long wakeAtNs = random.upTo(2) == 0 ? Long.MAX_VALUE : timeNs + 1 + random.upTo(1000);
            entries.add(
                    new JournalEntry(entries.size(), 0, timeNs, signal, commands, wakeAtNs, random.number()));
        }
        return entries;
    }

    static byte[] write(List<JournalEntry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JournalWriter writer = new JournalWriter(bytes, HASH)) {
            write(entries, writer);
        }
        return bytes.toByteArray();
    }

    static void write(List<JournalEntry> entries, JournalWriter writer) {
        CommandRecorder world = new CommandRecorder();
        for (JournalEntry entry : entries) {
            var out = writer.begin(entry.timeNs(), entry.signal(), world);
            entry.commands().forEach(command -> command.sendTo(out));
            writer.end(entry.wakeAtNs(), entry.digest());
        }
    }

    static JournalReader reader(byte[] bytes) throws IOException {
        return JournalReader.of("journal.bin", new ByteArrayInputStream(bytes));
    }

    static List<JournalEntry> read(JournalReader reader) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }
}
