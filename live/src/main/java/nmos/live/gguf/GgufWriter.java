package nmos.live.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import nmos.scenarios.shape.TensorType;

/// Writes a GGUF v3 file front to back: header, then each tensor's data as its source produces it, so that a file far larger
/// than memory can be written.
///
/// The file appears under its name only when it is whole; until then it is `NAME.part`, which goes when writing fails. A
/// `.part` left behind by a killed process is taken over.
public final class GgufWriter {
    private static final String ALIGNMENT = "general.alignment";
    private static final int DEFAULT_ALIGNMENT = 32;

    private GgufWriter() {}

    /// A tensor to write; `dims[0]` is the length of a row.
    public record Tensor(String name, TensorType type, long[] dims, Source source) {
        public long bytes() {
            long elements = 1;
            for (long dim : dims) {
                elements = Math.multiplyExact(elements, dim);
            }
            if (dims[0] % type.blockElements != 0) {
                throw new IllegalArgumentException(name + ": rows of " + dims[0] + " are not whole " + type + " blocks");
            }
            return type.bytes(elements);
        }
    }

    /// Produces the data of one tensor, in order, all of it.
    @FunctionalInterface
    public interface Source {
        void writeTo(Sink sink) throws IOException;
    }

    /// Takes the next bytes of a tensor.
    @FunctionalInterface
    public interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    public enum IfPresent {
        REFUSE,
        REPLACE
    }

    /// Bytes the whole file will take.
    public static long fileBytes(SequencedMap<String, GgufValue> metadata, List<Tensor> tensors) {
        int alignment = alignment(metadata);
        return HeaderBytes.of(metadata, tensors, alignment).length + dataBytes(tensors, alignment);
    }

    /// `progress` is told the bytes written so far, tensor data only.
    public static void write(
            Path file,
            SequencedMap<String, GgufValue> metadata,
            List<Tensor> tensors,
            IfPresent ifPresent,
            LongConsumer progress) {
        refusePresent(file, ifPresent);
        int alignment = alignment(metadata);
        byte[] header = HeaderBytes.of(metadata, tensors, alignment);
        long fileBytes = header.length + dataBytes(tensors, alignment);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        boolean mine = false;
        try (FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            lock(part, channel);
            mine = true;
            channel.truncate(0);
            refuseTooLarge(file, fileBytes);
            writeAll(channel, header, tensors, alignment, progress);
            channel.force(true);
            move(part, file, ifPresent);
            mine = false;
        } catch (IOException e) {
            throw GgufException.of(file, "cannot be written: " + cause(e), e);
        } finally {
            if (mine) {
                part.toFile().delete();
            }
        }
    }

    private static void refusePresent(Path file, IfPresent ifPresent) {
        if (ifPresent == IfPresent.REFUSE && Files.exists(file)) {
            throw GgufException.of(file, "is there already; remove it or ask to replace it");
        }
    }

    private static void refuseTooLarge(Path file, long bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        long free = Files.getFileStore(folder == null ? file.toAbsolutePath() : folder).getUsableSpace();
        if (bytes > free) {
            throw GgufException.of(file, "needs " + bytes + " bytes, " + free + " are free on its disk");
        }
    }

    private static void lock(Path part, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw GgufException.of(part, "is being written by another run");
        }
    }

    /// A file that appeared meanwhile is kept, unless it was to be replaced.
    private static void move(Path part, Path file, IfPresent ifPresent) throws IOException {
        switch (ifPresent) {
            case REFUSE -> Files.move(part, file);
            case REPLACE -> Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String cause(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it appeared meanwhile";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }

    private static void writeAll(
            FileChannel channel, byte[] header, List<Tensor> tensors, int alignment, LongConsumer progress)
            throws IOException {
        writeFully(channel, ByteBuffer.wrap(header));
        long done = 0;
        for (Tensor tensor : tensors) {
            long bytes = tensor.bytes();
            var sink = new CountingSink(channel, bytes, done, progress);
            tensor.source.writeTo(sink);
            if (sink.written != bytes) {
                throw new IllegalStateException(tensor.name + ": " + sink.written + " of " + bytes + " bytes given");
            }
            done += bytes;
            writeFully(channel, ByteBuffer.allocate((int) (GgufHeader.alignUp(bytes, alignment) - bytes)));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static int alignment(SequencedMap<String, GgufValue> metadata) {
        int alignment = new GgufMetadata("new file", metadata).u32(ALIGNMENT, DEFAULT_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException(ALIGNMENT + " " + alignment + " is not a power of two");
        }
        return alignment;
    }

    private static long dataBytes(List<Tensor> tensors, int alignment) {
        long bytes = 0;
        for (Tensor tensor : tensors) {
            bytes = Math.addExact(bytes, GgufHeader.alignUp(tensor.bytes(), alignment));
        }
        return bytes;
    }

    private static final class CountingSink implements Sink {
        private final FileChannel channel;
        private final long most;
        private final long before;
        private final LongConsumer progress;
        private long written;

        CountingSink(FileChannel channel, long most, long before, LongConsumer progress) {
            this.channel = channel;
            this.most = most;
            this.before = before;
            this.progress = progress;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            written += bytes.remaining();
            if (written > most) {
                throw new IllegalStateException(written + " bytes given for a tensor of " + most);
            }
            writeFully(channel, bytes);
            progress.accept(before + written);
        }
    }
}
