package nmos.live.disk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An io_uring: the kernel has all pieces at once, and one thread waits for whichever lands.
final class RingTransport implements Transport {
    private static final long BELL = -1;
    private static final long LONGEST_NS = 3_600_000_000_000L;

    private final Posix posix;
    private final Ring ring;
    private final FixedBuffers buffers;
    private final Arena arena = Arena.ofShared();
    /// Rung by others; the ring answers a read of it.
    private final int bell;

    private final MemorySegment rung;
    private final MemorySegment one;
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean bellOrdered;
    private final @Nullable Piece[] slots;
    private final int[] free;
    private int freeCount;

    /// @throws IOException with the reason why this machine has no ring
    RingTransport(int depth, boolean polled) throws IOException {
        posix = Posix.get();
        ring = new Ring(posix, depth + 1, polled);
        buffers = new FixedBuffers(ring);
        rung = arena.allocate(Long.BYTES, Long.BYTES);
        one = arena.allocate(Long.BYTES, Long.BYTES);
        one.set(JAVA_LONG, 0, 1);
        slots = new Piece[depth];
        free = new int[depth];
        for (int i = 0; i < depth; i++) {
            free[freeCount++] = i;
        }
        long made = posix.eventfd();
        bell = (int) made;
        if (made < 0) {
            ring.close();
            arena.close();
            throw new IOException("an eventfd is refused (" + Errno.name(-made) + ")");
        }
        try {
            prove();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// A filter may let a ring be made and refuse its use.
    private void prove() throws IOException {
        ring.order(Ring.NOP, -1, 0, 0, 0, 0, 0);
        try {
            ring.enter(1_000_000_000L);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (!ring.next() || ring.result != 0) {
            throw new IOException("io_uring does not answer");
        }
    }

    @Override
    public IoMethod method() {
        return IoMethod.IO_URING;
    }

    @Override
    public Handle open(Path path) throws IOException {
        return open(path, Posix.O_RDONLY);
    }

    private Handle.Descriptor open(Path path, int flags) throws IOException {
        long fd = posix.open(path, flags, true);
        if (fd >= 0) {
            int alignment = posix.directAlignment((int) fd);
            if (Integer.bitCount(alignment) == 1) {
                return new Handle.Descriptor(posix, (int) fd, alignment, null);
            }
            posix.close((int) fd);
        } else if (fd != -Errno.EINVAL) {
            throw new IOException(Errno.name(-fd));
        }
        long plain = posix.open(path, flags, false);
        if (plain < 0) {
            throw new IOException(Errno.name(-plain));
        }
        return new Handle.Descriptor(posix, (int) plain, Span.BLOCK, "its file system does no direct I/O");
    }

    @Override
    public Handle create(Path path, long bytes) throws IOException {
        Files.createFile(path);
        try {
            Handle.Descriptor handle = open(path, Posix.O_RDWR);
            long whole = Span.whole(bytes, handle.alignment());
            long result = posix.fallocate(handle.fd(), whole);
            if (result == -Errno.EOPNOTSUPP || result == -Errno.ENOSYS) {
                result = posix.truncate(handle.fd(), whole);
            }
            if (result < 0) {
                handle.close();
                throw new IOException(Errno.name(-result) + ": " + whole + " bytes asked for");
            }
            return handle;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    @Override
    public void submit(Piece piece) {
        if (!(piece.request.store.handle instanceof Handle.Descriptor handle)) {
            throw new IllegalStateException("a file of another drive");
        }
        int slot = free[--freeCount];
        slots[slot] = piece;
        long address = piece.memory().address();
        int buffer = piece.unregistered ? -1 : buffers.of(address, piece.missing());
        boolean write = piece.request.write;
        byte plain = write ? Ring.WRITE : Ring.READ;
        byte fixed = write ? Ring.WRITE_FIXED : Ring.READ_FIXED;
        ring.order(
                buffer < 0 ? plain : fixed,
                handle.fd(),
                address,
                piece.missing(),
                piece.fileOffset(),
                Math.max(0, buffer),
                slot);
        piece.unregistered = buffer < 0;
    }

    @Override
    public void collect(Consumer<Piece> landed) {
        ring.enter(0);
        while (ring.next()) {
            if (ring.answerTo == BELL) {
                bellOrdered = false;
                continue;
            }
            int slot = (int) ring.answerTo;
            Piece piece = slots[slot];
            slots[slot] = null;
            free[freeCount++] = slot;
            if (piece == null) {
                throw new IllegalStateException("io_uring answered twice");
            }
            piece.result = ring.result;
            piece.landedNs = System.nanoTime();
            if (piece.result == -Errno.EFAULT && !piece.unregistered) {
                // unregistered after it was looked up
                piece.unregistered = true;
                submit(piece);
            } else {
                landed.accept(piece);
            }
        }
    }

    @Override
    public void listen() {
        woken.set(false);
    }

    @Override
    public void await(long untilNs) {
        if (!bellOrdered) {
            ring.order(Ring.READ, bell, rung.address(), Long.BYTES, 0, 0, BELL);
            bellOrdered = true;
        }
        long waitNs = untilNs == NEVER ? LONGEST_NS : Math.min(LONGEST_NS, untilNs - System.nanoTime());
        ring.enter(woken.get() || ring.answered() ? 0 : Math.max(1, waitNs));
    }

    @Override
    public void wake() {
        if (!woken.getAndSet(true)) {
            posix.write(bell, one);
        }
    }

    @Override
    public Registration register(MemorySegment memory) {
        return buffers.register(memory);
    }

    /// The kernel may write into `rung`, and into the memory of pieces, as long as these are not answered.
    @Override
    public void close() {
        try {
            while (bellOrdered || freeCount < slots.length) {
                posix.write(bell, one);
                ring.enter(1_000_000L);
                collect(_ -> {});
            }
        } finally {
            buffers.close();
            ring.close();
            posix.close(bell);
            arena.close();
        }
    }
}
