package nmos.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import nmos.policy.Commands;
import nmos.policy.Signal;

/// Writes a journal, an entry per signal: begin, let the policy answer into what `begin` returned, end.
///
/// Allocates nothing per entry. A process that is killed loses what is still buffered, at most [#BUFFER_BYTES]; what
/// reached the file can be read up to its last whole entry.
public final class JournalWriter implements Closeable {
    public static final int VERSION = 2;
    static final byte[] MAGIC = "NMOSJRNL".getBytes(US_ASCII);
    static final int HASH_BYTES = 32;
    static final int HEADER_BYTES = MAGIC.length + 1 + HASH_BYTES;
    /// A policy's commands per signal are bounded; an entry beyond this is damage.
    static final int MAX_ENTRY_BYTES = 1 << 24;

    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private final EntryWriter entry = new EntryWriter();
    private final CommandCodec codec = new CommandCodec(entry, new CommandRecorder());
    private long lastNs;
    private long nowNs;
    private boolean open;

    /// Creates `file`, which must not exist. `policyHash` is what [PolicyHash] gave.
    public JournalWriter(Path file, String policyHash) throws IOException {
        this(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), policyHash);
    }

    /// Writes to any stream, which closing this closes.
    public JournalWriter(OutputStream file, String policyHash) throws IOException {
        byte[] hash = HexFormat.of().parseHex(policyHash);
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("a policy hash has " + HASH_BYTES + " bytes: " + policyHash);
        }
        this.file = file;
        file.write(MAGIC);
        file.write(VERSION);
        file.write(hash);
        file.flush();
    }

    /// Starts the entry of a signal. Commands given to the result are written and passed on to `world`.
    public Commands begin(long now, Signal signal, Commands world) {
        if (now < lastNs) {
            throw new IllegalArgumentException("time goes back from " + lastNs + " to " + now + " ns at " + signal);
        }
        entry.clear();
        entry.count(now - lastNs);
        SignalCodec.write(signal, entry);
        codec.direct(now, world);
        nowNs = now;
        open = true;
        return codec;
    }

    /// Ends the entry with what [nmos.policy.Policy#wakeAtNs] and [nmos.policy.Policy#digest] say after the signal.
    public void end(long wakeAtNs, long digest) {
        if (!open) {
            throw new IllegalStateException("no entry was begun");
        }
        if (wakeAtNs <= nowNs) {
            throw new IllegalArgumentException("the policy wants to wake at " + wakeAtNs + " ns, not later than " + nowNs);
        }
        entry.kind(CommandCodec.END);
        entry.count(wakeAtNs == Long.MAX_VALUE ? 0 : wakeAtNs - nowNs);
        entry.hash(digest);
        open = false;
        lastNs = nowNs;
        try {
            append();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal: " + e.getMessage(), e);
        }
    }

    /// Hands everything so far to the file.
    public void flush() throws IOException {
        file.write(buffer, 0, buffered);
        buffered = 0;
        file.flush();
    }

    /// Marks the journal as whole, unless an entry was begun and not ended, and closes the file.
    @Override
    public void close() throws IOException {
        try (file) {
            if (!open) {
                room(1);
                buffer[buffered++] = 0;
            }
            flush();
        }
    }

    private void append() throws IOException {
        if (entry.size() > MAX_ENTRY_BYTES) {
            throw new IllegalStateException("an entry of " + entry.size() + " bytes: commands per signal are not bounded");
        }
        room(10);
        buffered = EntryWriter.putVarint(buffer, buffered, entry.size());
        if (entry.size() > buffer.length - buffered) {
            flush();
        }
        if (entry.size() > buffer.length) {
            file.write(entry.bytes(), 0, entry.size());
            return;
        }
        System.arraycopy(entry.bytes(), 0, buffer, buffered, entry.size());
        buffered += entry.size();
    }

    private void room(int more) throws IOException {
        if (buffer.length - buffered < more) {
            flush();
        }
    }
}
