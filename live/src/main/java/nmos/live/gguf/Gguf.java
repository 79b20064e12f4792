package nmos.live.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open GGUF file, mapped or read into memory. Everything [#open] returns has been checked; closing it ends the life of every
/// segment it gave out.
public final class Gguf implements AutoCloseable {
    private static final long LOAD_ALIGNMENT = 4096;
    private static final long LOAD_BYTES = 64 << 20;

    private final Path path;
    private final Arena arena;
    private final MemorySegment file;
    private final GgufHeader header;
    private final SequencedMap<String, GgufTensor> tensors;

    private Gguf(
            Path path, Arena arena, MemorySegment file, GgufHeader header, SequencedMap<String, GgufTensor> tensors) {
        this.path = path;
        this.arena = arena;
        this.file = file;
        this.header = header;
        this.tensors = tensors;
    }

    private interface Bytes {
        MemorySegment of(FileChannel file, Arena arena) throws IOException;
    }

    /// Maps and checks a file; anything wrong with it is a [GgufException].
    public static Gguf open(Path path) {
        return open(path, (file, arena) -> file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena));
    }

    /// The same with the file read into memory of our own: what happens to it later is no fault of this process, as the loss of a
    /// mapped page would be.
    public static Gguf load(Path path) {
        return open(path, Gguf::read);
    }

    private static MemorySegment read(FileChannel file, Arena arena) throws IOException {
        MemorySegment bytes = arena.allocate(file.size(), LOAD_ALIGNMENT);
        for (long at = 0; at < bytes.byteSize(); ) {
            ByteBuffer part = bytes.asSlice(at, Math.min(LOAD_BYTES, bytes.byteSize() - at)).asByteBuffer();
            int came = file.read(part, at);
            if (came < 0) {
                throw new IOException("the file shrank to " + at + " bytes while it was read");
            }
            at += came;
        }
        return bytes;
    }

    private static Gguf open(Path path, Bytes bytes) {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment file = bytes.of(channel, arena);
            Gguf gguf = read(path, arena, file);
            opened = true;
            return gguf;
        } catch (NoSuchFileException e) {
            throw GgufException.of(path, "no such file");
        } catch (IOException e) {
            throw GgufException.of(path, "cannot be read: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    static Gguf read(Path path, Arena arena, MemorySegment file) {
        String name = path.toString();
        long headerBytes = Math.min(file.byteSize(), GgufHeader.MAX_HEADER_BYTES);
        GgufHeader header = GgufHeader.read(name, new GgufCursor(name, file.asSlice(0, headerBytes)));
        return new Gguf(path, arena, file, header, place(name, file, header));
    }

    private static SequencedMap<String, GgufTensor> place(String file, MemorySegment bytes, GgufHeader header) {
        var tensors = new LinkedHashMap<String, GgufTensor>();
        for (GgufHeader.Described t : header.tensors()) {
            if (t.offset() > bytes.byteSize() || t.bytes() > bytes.byteSize() - t.offset()) {
                throw GgufException.at(
                        file,
                        t.describedAt(),
                        "tensor " + t.name(),
                        t.bytes() + " bytes at " + t.offset() + " are past the end of the file, " + bytes.byteSize());
            }
            MemorySegment data = bytes.asSlice(t.offset(), t.bytes());
            var tensor = new GgufTensor(t.name(), t.type(), t.dims(), t.offset(), t.bytes(), data);
            if (tensors.putIfAbsent(t.name(), tensor) != null) {
                throw GgufException.at(file, t.describedAt(), "tensor " + t.name(), "appears twice");
            }
        }
        refuseOverlap(file, header.tensors());
        return Collections.unmodifiableSequencedMap(tensors);
    }

    private static void refuseOverlap(String file, List<GgufHeader.Described> tensors) {
        var byOffset = new ArrayList<>(tensors);
        byOffset.sort(Comparator.comparingLong(GgufHeader.Described::offset));
        for (int i = 1; i < byOffset.size(); i++) {
            GgufHeader.Described before = byOffset.get(i - 1);
            GgufHeader.Described t = byOffset.get(i);
            if (before.offset() + before.bytes() > t.offset()) {
                throw GgufException.at(
                        file,
                        t.describedAt(),
                        "tensor " + t.name(),
                        "its data at " + t.offset() + " overlaps another tensor's");
            }
        }
    }

    /// Makes what lives on this file and will close it; where that fails, the file is closed.
    public <T> T holding(Function<Gguf, T> make) {
        boolean made = false;
        try {
            T holder = make.apply(this);
            made = true;
            return holder;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    public Path path() {
        return path;
    }

    public long fileBytes() {
        return file.byteSize();
    }

    /// Where a piece of a tensor's data lies, from the start of the file.
    public long offsetOf(MemorySegment data) {
        return data.address() - file.address();
    }

    public int version() {
        return header.version();
    }

    public int alignment() {
        return header.alignment();
    }

    /// Where the tensor data begins, from the start of the file.
    public long dataOffset() {
        return header.dataOffset();
    }

    public GgufMetadata metadata() {
        return header.metadata();
    }

    /// In the order of the file's descriptions.
    public List<GgufTensor> tensors() {
        return List.copyOf(tensors.values());
    }

    public @Nullable GgufTensor find(String name) {
        return tensors.get(name);
    }

    public GgufTensor tensor(String name) {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw GgufException.of(path.toString(), "tensor " + name, "missing");
        }
        return tensor;
    }

    @Override
    public void close() {
        arena.close();
    }
}
