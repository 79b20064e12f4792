package nmos.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import nmos.policy.Signal;
import org.jspecify.annotations.Nullable;

/// Reads a journal entry by entry, believing nothing: a damaged or hostile file ends in a [JournalException] naming the
/// offset. A file that merely stops, because its writer was killed, reads to its last whole entry and is then [#torn].
public final class JournalReader implements Closeable {
    private final String file;
    private final InputStream in;
    private final String policyHash;
    private long offset;
    private long entries;
    private long lastNs;
    private boolean ended;
    private boolean torn;

    private JournalReader(String file, InputStream in) throws IOException {
        this.file = file;
        this.in = in;
        byte[] header = in.readNBytes(JournalWriter.HEADER_BYTES);
        int magic = JournalWriter.MAGIC.length;
        if (header.length < JournalWriter.HEADER_BYTES || Arrays.mismatch(header, JournalWriter.MAGIC) != magic) {
            throw new JournalException(file, 0, "not a journal");
        }
        if (header[magic] != JournalWriter.VERSION) {
            throw new JournalException(
                    file, magic, "format " + header[magic] + ", and this version reads " + JournalWriter.VERSION);
        }
        policyHash = HexFormat.of().formatHex(header, magic + 1, header.length);
        offset = header.length;
    }

    public static JournalReader open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            return new JournalReader(path.toString(), in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// Reads from any stream; errors call it `name`.
    public static JournalReader of(String name, InputStream in) throws IOException {
        return new JournalReader(name, in);
    }

    /// Hash of the policy that was recorded.
    public String policyHash() {
        return policyHash;
    }

    /// The next entry, or null after the last whole one.
    public @Nullable JournalEntry next() throws IOException {
        if (ended) {
            return null;
        }
        long start = offset;
        long size = entrySize();
        if (size < 0) {
            return tear();
        }
        if (size == 0) {
            return finish();
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            return tear();
        }
        EntryReader fields = new EntryReader(file, bytes, bytes.length, offset);
        offset += size;
        return entry(start, fields);
    }

    /// Whether the journal stopped without its end mark: its writer was killed, or is still at work. Known once [#next]
    /// has returned null.
    public boolean torn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private JournalEntry entry(long start, EntryReader fields) throws JournalException {
        long elapsedNs = fields.count();
        long timeNs = lastNs + elapsedNs;
        if (elapsedNs < 0 || timeNs < lastNs) {
            throw fields.bad("time goes back");
        }
        Signal signal = SignalCodec.read(fields);
        List<Command> commands = new ArrayList<>();
        for (int kind = fields.kind(); kind != CommandCodec.END; kind = fields.kind()) {
            commands.add(CommandCodec.read(kind, timeNs, fields));
        }
        long wakeInNs = fields.count();
        if (wakeInNs < 0 || wakeInNs > Long.MAX_VALUE - timeNs) {
            throw fields.bad("a wake beyond the end of time");
        }
        long digest = fields.hash();
        if (!fields.atEnd()) {
            throw fields.bad("bytes after the end of the entry");
        }
        lastNs = timeNs;
        long wakeAtNs = wakeInNs == 0 ? Long.MAX_VALUE : timeNs + wakeInNs;
        return new JournalEntry(entries++, start, timeNs, signal, commands, wakeAtNs, digest);
    }

    /// Bytes the next entry takes, 0 for the end mark, -1 where the file stops.
    private long entrySize() throws IOException {
        long start = offset;
        long size = 0;
        for (int shift = 0; ; shift += 7) {
            int b = in.read();
            if (b < 0) {
                return -1;
            }
            offset++;
            size |= (long) (b & 0x7f) << shift;
            if (size > JournalWriter.MAX_ENTRY_BYTES || shift > 21) {
                throw new JournalException(
                        file, start, "an entry longer than " + JournalWriter.MAX_ENTRY_BYTES + " bytes");
            }
            if (b < 0x80) {
                return size;
            }
        }
    }

    private @Nullable JournalEntry tear() {
        ended = true;
        torn = true;
        return null;
    }

    private @Nullable JournalEntry finish() throws IOException {
        ended = true;
        if (in.read() >= 0) {
            throw new JournalException(file, offset, "bytes after the end mark");
        }
        return null;
    }
}
