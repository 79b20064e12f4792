package nmos.live.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Files of random bytes, and memory to read them into.
final class Bytes {
    private Bytes() {}

    static byte[] random(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] write(Path file, int count, long seed) throws IOException {
        byte[] bytes = random(count, seed);
        Files.write(file, bytes);
        return bytes;
    }

    static MemorySegment memory(Arena arena, long bytes) {
        return arena.allocate(bytes, Span.BLOCK);
    }

    static byte[] payload(MemorySegment memory, Span span, long bytes) {
        return memory.asSlice(span.payloadAt(), bytes).toArray(JAVA_BYTE);
    }
}
