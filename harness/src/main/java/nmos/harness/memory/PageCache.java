package nmos.harness.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/// What memory holds of a file that nobody asked it to hold.
public final class PageCache {
    private static final int READ_ONLY = 0;
    private static final int DO_NOT_NEED = 4;

    private PageCache() {}

    /// Has the system forget a file's content, so that it is read from the drive again. Pages that some process has mapped stay.
    ///
    /// @throws IOException where that cannot be done; the message says why
    public static void drop(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true); // what is not written yet cannot be forgotten
        }
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) bind("open", 2, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT)
                    .invokeExact(arena.allocateFrom(file.toString()).address(), READ_ONLY, 0);
            if (fd < 0) {
                throw new IOException(file + ": cannot be opened to drop it from the page cache");
            }
            int refused = (int) bind("posix_fadvise", 0, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT)
                    .invokeExact(fd, 0L, 0L, DO_NOT_NEED);
            int _ = (int) bind("close", 0, JAVA_INT, JAVA_INT).invokeExact(fd);
            if (refused != 0) {
                throw new IOException(file + ": the system does not drop it from the page cache (error " + refused + ")");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Bytes of a file that are in the page cache now; empty where the system does not tell.
    public static OptionalLong bytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            if (size == 0) {
                return OptionalLong.of(0);
            }
            MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, size, arena);
            long pageBytes = (int) bind("getpagesize", 0, JAVA_INT).invokeExact();
            MemorySegment pages = arena.allocate((size + pageBytes - 1) / pageBytes);
            int refused = (int) bind("mincore", 0, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG)
                    .invokeExact(mapped.address(), size, pages.address());
            if (refused != 0) {
                return OptionalLong.empty();
            }
            long held = 0;
            for (long page = 0; page < pages.byteSize(); page++) {
                held += pages.get(JAVA_BYTE, page) & 1;
            }
            return OptionalLong.of(Math.min(size, held * pageBytes));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param variadicFrom the first argument behind the dots, 0 for none
    private static MethodHandle bind(String name, int variadicFrom, ValueLayout result, ValueLayout... arguments) throws IOException {
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        MemorySegment function = library.find(name).orElseThrow(() -> new IOException("the C library has no " + name));
        FunctionDescriptor types = FunctionDescriptor.of(result, arguments);
        return variadicFrom == 0
                ? Linker.nativeLinker().downcallHandle(function, types)
                : Linker.nativeLinker().downcallHandle(function, types, Linker.Option.firstVariadicArg(variadicFrom));
    }
}
