package nmos.traces.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The lines of a file, plain or gzipped, as bytes. A line longer than its cap is refused before it is held, so that no file
/// can fill the memory.
public final class Lines implements Closeable {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final String file;
    private final InputStream in;
    private final Counted raw;
    private final int maxLineBytes;
    private byte[] bytes = new byte[1 << 10];
    private int size;
    private long number;

    private Lines(String file, InputStream in, Counted raw, int maxLineBytes) {
        this.file = file;
        this.raw = raw;
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    public static Lines open(Path path, int maxLineBytes) throws IOException {
        InputStream raw = Files.newInputStream(path);
        try {
            return of(path.toString(), raw, maxLineBytes);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /// Reads from any stream, unpacking it if it starts as gzip does; errors call it `file`.
    public static Lines of(String file, InputStream stream, int maxLineBytes) throws IOException {
        Counted raw = new Counted(stream);
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        if (magic != GZIP_MAGIC) {
            return new Lines(file, in, raw, maxLineBytes);
        }
        try {
            return new Lines(file, new BufferedInputStream(new GZIPInputStream(in), 1 << 16), raw, maxLineBytes);
        } catch (EOFException | ZipException e) {
            throw new TraceException(file, 1, "", "damaged gzip: " + e.getMessage());
        }
    }

    public String file() {
        return file;
    }

    /// The number of the line [#next] gave last, from 1.
    public long number() {
        return number;
    }

    /// Whether there is one more line; its bytes are then [#bytes] up to [#size].
    public boolean next() throws IOException {
        size = 0;
        int b = read();
        if (b < 0) {
            return false;
        }
        number++;
        while (b >= 0 && b != '\n') {
            if (size == maxLineBytes) {
                throw new TraceException(file, number, "", "a line longer than " + maxLineBytes + " bytes");
            }
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(maxLineBytes, 2 * size));
            }
            bytes[size++] = (byte) b;
            b = read();
        }
        return true;
    }

    /// Holds the line until the next call of [#next].
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /// How far into the file, as it lies on the disk; a buffer ahead of the line.
    long bytesRead() {
        return raw.count;
    }

    public TraceException bad(String field, String fault) {
        return new TraceException(file, Math.max(number, 1), field, fault);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int read() throws IOException {
        try {
            return in.read();
        } catch (EOFException | ZipException e) {
            throw new TraceException(file, number + 1, "", "damaged gzip: " + e.getMessage());
        }
    }

    private static final class Counted extends FilterInputStream {
        long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
