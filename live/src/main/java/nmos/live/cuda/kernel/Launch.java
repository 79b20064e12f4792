package nmos.live.cuda.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nmos.live.cuda.driver.Driver;

/// A kernel, and the arguments of its next launch, one after the other as the kernel takes them.
final class Launch {
    private static final int MOST_BYTES = 256;

    private final Driver driver;
    private final Driver.Kernel kernel;
    private final MemorySegment arguments = Arena.ofAuto().allocate(MOST_BYTES, 16);
    private long bytes;

    Launch(Driver driver, Driver.Kernel kernel) {
        this.driver = driver;
        this.kernel = kernel;
    }

    Launch pointers(long... addresses) {
        for (long address : addresses) {
            arguments.set(ValueLayout.JAVA_LONG, place(Long.BYTES), address);
        }
        return this;
    }

    Launch numbers(int... values) {
        for (int value : values) {
            arguments.set(ValueLayout.JAVA_INT, place(Integer.BYTES), value);
        }
        return this;
    }

    Launch number(float value) {
        arguments.set(ValueLayout.JAVA_FLOAT, place(Float.BYTES), value);
        return this;
    }

    private long place(int size) {
        long at = (bytes + size - 1) / size * size;
        bytes = at + size;
        return at;
    }

    void on(Driver.Stream stream, int blocksX, int blocksY, int blocksZ, int threads, int sharedBytes) {
        var geometry = new Driver.Geometry(blocksX, blocksY, blocksZ, threads, 1, 1, sharedBytes);
        long all = bytes;
        bytes = 0;
        driver.launch(kernel, geometry, stream, arguments.asSlice(0, all));
    }

    void on(Driver.Stream stream, int blocksX, int blocksY, int threads) {
        on(stream, blocksX, blocksY, 1, threads, 0);
    }
}
