package nmos.live.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// An io_uring: two rings shared with the kernel, one of orders and one of answers. For one thread, but for [#register].
/// Layouts and numbers: `include/uapi/linux/io_uring.h`.
final class Ring {
    static final byte NOP = 0;
    static final byte READ_FIXED = 4;
    static final byte WRITE_FIXED = 5;
    static final byte READ = 22;
    static final byte WRITE = 23;

    static final int REGISTER_BUFFERS2 = 15;
    static final int REGISTER_BUFFERS_UPDATE = 16;

    private static final long SETUP = 425;
    private static final long ENTER = 426;
    private static final long REGISTER = 427;
    private static final int SETUP_SQPOLL = 1 << 1;
    private static final int FEATURE_SINGLE_MMAP = 1;
    private static final int FEATURE_EXT_ARG = 1 << 8;
    private static final int GET_EVENTS = 1;
    private static final int WAKE_POLLER = 1 << 1;
    private static final int EXT_ARG = 1 << 3;
    private static final int NEEDS_WAKEUP = 1;
    private static final int POLLER_IDLE_MS = 50;
    private static final long SHORTAGE_NS = 100_000;

    private static final int PARAMETER_BYTES = 120;
    private static final int ORDER_BYTES = 64;
    private static final int ANSWER_BYTES = 16;
    private static final long ORDERS_AT = 0x10000000L;
    private static final int READ_WRITE = 3;
    /// Shared, populated.
    private static final int SHARED = 1 | 0x8000;

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final Posix posix;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno;
    private final MemorySegment wait;
    private final MemorySegment timeout;
    private final int fd;
    private final boolean polled;
    private final MemorySegment rings;
    private final MemorySegment orders;
    private final int orderTail;
    private final int orderFlags;
    private final int orderMask;
    private final int answerHead;
    private final int answerTail;
    private final int answerMask;
    private final int answers;
    /// Orders put into the ring that no call has handed over.
    private int pending;

    /// Of the answer that [#next] has taken.
    long answerTo;

    int result;

    /// @throws IOException with the reason why there is none
    Ring(Posix posix, int entries, boolean polled) throws IOException {
        this.posix = posix;
        this.polled = polled;
        errno = Posix.errno(arena);
        wait = arena.allocate(24, Long.BYTES);
        timeout = arena.allocate(16, Long.BYTES);
        wait.set(JAVA_LONG, 16, timeout.address());
        MemorySegment parameters = arena.allocate(PARAMETER_BYTES, Long.BYTES);
        parameters.set(JAVA_INT, 8, polled ? SETUP_SQPOLL : 0);
        parameters.set(JAVA_INT, 16, POLLER_IDLE_MS);
        long made = posix.syscall(errno, SETUP, entries, parameters.address(), 0, 0, 0, 0);
        if (made < 0) {
            arena.close();
            throw new IOException("io_uring is refused (" + Errno.name(-made)
                    + (-made == Errno.EPERM ? ": by seccomp or kernel.io_uring_disabled)" : ")"));
        }
        fd = (int) made;
        int features = parameters.get(JAVA_INT, 20);
        int needed = FEATURE_SINGLE_MMAP | FEATURE_EXT_ARG;
        if ((features & needed) != needed) {
            posix.close(fd);
            arena.close();
            throw new IOException("this kernel's io_uring cannot wait with a timeout, Linux 5.11 can");
        }
        int orderCount = parameters.get(JAVA_INT, 0);
        int answerCount = parameters.get(JAVA_INT, 4);
        orderTail = parameters.get(JAVA_INT, 44);
        int orderMaskAt = parameters.get(JAVA_INT, 48);
        orderFlags = parameters.get(JAVA_INT, 56);
        int orderArray = parameters.get(JAVA_INT, 64);
        answerHead = parameters.get(JAVA_INT, 80);
        answerTail = parameters.get(JAVA_INT, 84);
        int answerMaskAt = parameters.get(JAVA_INT, 88);
        answers = parameters.get(JAVA_INT, 100);
        rings = map(Math.max(orderArray + 4L * orderCount, answers + (long) ANSWER_BYTES * answerCount), 0);
        orders = map((long) ORDER_BYTES * orderCount, ORDERS_AT);
        if (rings.byteSize() == 0 || orders.byteSize() == 0) {
            close();
            throw new IOException("the rings of io_uring cannot be mapped");
        }
        orderMask = rings.get(JAVA_INT, orderMaskAt);
        answerMask = rings.get(JAVA_INT, answerMaskAt);
        for (int i = 0; i < orderCount; i++) {
            rings.set(JAVA_INT, orderArray + 4L * i, i);
        }
    }

    private MemorySegment map(long bytes, long offset) {
        long address = posix.mmap(bytes, READ_WRITE, SHARED, fd, offset);
        return address < 0 && address > -4096
                ? MemorySegment.NULL
                : MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /// Puts an order into the ring. There is room as long as no more are unanswered than it was made for.
    void order(byte operation, int file, long address, int bytes, long offset, int buffer, long answerTo) {
        int tail = rings.get(JAVA_INT, orderTail);
        MemorySegment order = orders.asSlice((long) (tail & orderMask) * ORDER_BYTES, ORDER_BYTES);
        order.fill((byte) 0);
        order.set(JAVA_BYTE, 0, operation);
        order.set(JAVA_INT, 4, file);
        order.set(JAVA_LONG, 8, offset);
        order.set(JAVA_LONG, 16, address);
        order.set(JAVA_INT, 24, bytes);
        order.set(JAVA_LONG, 32, answerTo);
        order.set(JAVA_SHORT, 40, (short) buffer);
        INT.setRelease(rings, (long) orderTail, tail + 1);
        pending++;
    }

    /// Hands over what was ordered and, unless `waitNs` is 0, waits for an answer for at most so long.
    void enter(long waitNs) {
        int flags = 0;
        if (polled) {
            // the poller must see the orders, or we that it sleeps
            VarHandle.fullFence();
            if (pending > 0 && ((int) INT.getAcquire(rings, (long) orderFlags) & NEEDS_WAKEUP) != 0) {
                flags = WAKE_POLLER;
            }
            if (flags == 0 && waitNs == 0) {
                pending = 0;
                return;
            }
        }
        long argument = 0;
        long argumentBytes = 0;
        if (waitNs > 0) {
            flags |= GET_EVENTS | EXT_ARG;
            timeout.set(JAVA_LONG, 0, waitNs / 1_000_000_000L);
            timeout.set(JAVA_LONG, 8, waitNs % 1_000_000_000L);
            argument = wait.address();
            argumentBytes = wait.byteSize();
        } else if (pending == 0) {
            return;
        }
        long taken = posix.syscall(errno, ENTER, fd, pending, waitNs > 0 ? 1 : 0, flags, argument, argumentBytes);
        if (taken >= 0) {
            pending = polled ? 0 : pending - (int) taken;
            return;
        }
        switch ((int) -taken) {
            case Errno.ETIME, Errno.EINTR -> {}
            // the kernel is short of memory or of answers taken: a little later it is not
            case Errno.EAGAIN, Errno.EBUSY -> LockSupport.parkNanos(SHORTAGE_NS);
            default -> throw new IllegalStateException("io_uring_enter failed: " + Errno.name(-taken));
        }
    }

    /// Whether there was an answer, now in [#answerTo] and [#result].
    boolean next() {
        int head = rings.get(JAVA_INT, answerHead);
        if (head == (int) INT.getAcquire(rings, (long) answerTail)) {
            return false;
        }
        long at = answers + (long) (head & answerMask) * ANSWER_BYTES;
        answerTo = rings.get(JAVA_LONG, at);
        result = rings.get(JAVA_INT, at + 8);
        INT.setRelease(rings, (long) answerHead, head + 1);
        return true;
    }

    boolean answered() {
        return rings.get(JAVA_INT, answerHead) != (int) INT.getAcquire(rings, (long) answerTail);
    }

    /// Of any thread.
    long register(int what, MemorySegment argument, long count) {
        try (Arena local = Arena.ofConfined()) {
            return posix.syscall(Posix.errno(local), REGISTER, fd, what, argument.address(), count, 0, 0);
        }
    }

    void close() {
        if (rings.byteSize() > 0) {
            posix.munmap(rings.address(), rings.byteSize());
        }
        if (orders.byteSize() > 0) {
            posix.munmap(orders.address(), orders.byteSize());
        }
        posix.close(fd);
        arena.close();
    }
}
