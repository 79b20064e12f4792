package nmos.live.disk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The calls of 64-bit Linux that the JDK does not make for us. Looked up on first use and never elsewhere: other systems, and
/// a JVM that may not call natives, get an [IOException] that says so. Pointers travel as longs. What fails returns `-errno`.
final class Posix {
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;

    private static final int O_CLOEXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_DIOALIGN = 0x2000;
    private static final int STATX_BYTES = 256;
    private static final int MEMORY_ALIGN_AT = 152;
    private static final int OFFSET_ALIGN_AT = 156;

    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final int directFlag;
    private final MethodHandle syscall;
    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle eventfd;
    private final MethodHandle write;
    private final MethodHandle lseek;
    private final MethodHandle fallocate;
    private final MethodHandle ftruncate;
    private final @Nullable MethodHandle statx;

    private static final class Loaded {
        static final @Nullable Posix POSIX;
        static final String WHY_NOT;

        static {
            Posix posix = null;
            String whyNot = "";
            try {
                posix = new Posix();
            } catch (IOException | RuntimeException | LinkageError e) {
                String message = e.getMessage();
                whyNot = message == null ? e.toString() : message.lines().findFirst().orElse(e.toString());
            }
            POSIX = posix;
            WHY_NOT = whyNot;
        }
    }

    static Posix get() throws IOException {
        Posix posix = Loaded.POSIX;
        if (posix == null) {
            throw new IOException(Loaded.WHY_NOT);
        }
        return posix;
    }

    private Posix() throws IOException {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            throw new IOException("it is Linux's own, this is " + system);
        }
        String processor = System.getProperty("os.arch", "");
        directFlag = switch (processor) {
            case "amd64", "riscv64" -> 0x4000;
            case "aarch64" -> 0x10000;
            default -> throw new IOException("its calls are not known here for " + processor);
        };
        syscall = bind("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        open = bind("open", 2, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        close = bind("close", 0, JAVA_INT, JAVA_INT);
        mmap = bind("mmap", 0, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        munmap = bind("munmap", 0, JAVA_INT, JAVA_LONG, JAVA_LONG);
        eventfd = bind("eventfd", 0, JAVA_INT, JAVA_INT, JAVA_INT);
        write = bind("write", 0, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        lseek = bind("lseek", 0, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
        fallocate = bind("fallocate", 0, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
        ftruncate = bind("ftruncate", 0, JAVA_INT, JAVA_INT, JAVA_LONG);
        statx = Linker.nativeLinker().defaultLookup().find("statx").isPresent()
                ? bind("statx", 0, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG)
                : null;
    }

    /// @param variadicFrom the first argument behind the dots, 0 for none
    private static MethodHandle bind(String name, int variadicFrom, ValueLayout result, ValueLayout... arguments)
            throws IOException {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IOException("the C library has no " + name));
        Linker.Option errno = Linker.Option.captureCallState("errno");
        Linker.Option[] options = variadicFrom == 0
                ? new Linker.Option[] {errno}
                : new Linker.Option[] {errno, Linker.Option.firstVariadicArg(variadicFrom)};
        return linker.downcallHandle(function, FunctionDescriptor.of(result, arguments), options);
    }

    static MemorySegment errno(Arena arena) {
        return arena.allocate(CAPTURED);
    }

    private static long errnoOf(long result, MemorySegment errno) {
        return result == -1 ? -(int) ERRNO.get(errno, 0L) : result;
    }

    private interface Call {
        long of(MemorySegment errno) throws Throwable;
    }

    private static long call(MemorySegment errno, Call call) {
        try {
            return errnoOf(call.of(errno), errno);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            return call(errno(arena), call);
        }
    }

    long syscall(MemorySegment errno, long number, long a, long b, long c, long d, long e, long f) {
        return call(errno, s -> (long) syscall.invokeExact(s, number, a, b, c, d, e, f));
    }

    long open(Path path, int flags, boolean direct) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path.toString()).address();
            int all = flags | O_CLOEXEC | (direct ? directFlag : 0);
            return call(errno(arena), s -> (int) open.invokeExact(s, name, all, 0));
        }
    }

    long close(int fd) {
        return call(s -> (int) close.invokeExact(s, fd));
    }

    long mmap(long bytes, int protection, int flags, int fd, long offset) {
        return call(s -> (long) mmap.invokeExact(s, 0L, bytes, protection, flags, fd, offset));
    }

    long munmap(long address, long bytes) {
        return call(s -> (int) munmap.invokeExact(s, address, bytes));
    }

    long eventfd() {
        return call(s -> (int) eventfd.invokeExact(s, 0, O_CLOEXEC));
    }

    long write(int fd, MemorySegment bytes) {
        return call(s -> (long) write.invokeExact(s, fd, bytes.address(), bytes.byteSize()));
    }

    /// The size of an open file.
    long bytes(int fd) {
        return call(s -> (long) lseek.invokeExact(s, fd, 0L, SEEK_END));
    }

    long fallocate(int fd, long bytes) {
        return call(s -> (int) fallocate.invokeExact(s, fd, 0, 0L, bytes));
    }

    long truncate(int fd, long bytes) {
        return call(s -> (int) ftruncate.invokeExact(s, fd, bytes));
    }

    /// What the file system asks of direct I/O on this file: 0 if it does none, [Span#BLOCK] where it does not say.
    int directAlignment(int fd) {
        MethodHandle asked = statx;
        if (asked == null) {
            return Span.BLOCK;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment facts = arena.allocate(STATX_BYTES, Long.BYTES);
            long nothing = arena.allocateFrom("").address();
            long result = call(
                    errno(arena),
                    s -> (int) asked.invokeExact(s, fd, nothing, AT_EMPTY_PATH, STATX_DIOALIGN, facts.address()));
            if (result < 0 || (facts.get(JAVA_INT, 0) & STATX_DIOALIGN) == 0) {
                return Span.BLOCK;
            }
            int offsets = facts.get(JAVA_INT, OFFSET_ALIGN_AT);
            return offsets == 0 ? 0 : Math.max(Span.BLOCK, Math.max(offsets, facts.get(JAVA_INT, MEMORY_ALIGN_AT)));
        }
    }
}
