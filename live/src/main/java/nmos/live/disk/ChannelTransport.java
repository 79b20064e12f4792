package nmos.live.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nmos.live.device.Ending;
import org.jspecify.annotations.Nullable;

/// The JDK's channels, each piece read by a thread that waits for it.
final class ChannelTransport extends LandingTransport {
    /// 16 readers were no faster than 8 where it was measured.
    private static final int MOST_THREADS = 8;

    /// By name, because the compiler warns of it as the JDK's own and not every runtime image has its module.
    private static final @Nullable OpenOption DIRECT = directOption();

    private final boolean direct;
    private final ExecutorService threads;

    ChannelTransport(Thread drive, boolean direct, int depth) {
        super(drive);
        this.direct = direct;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threads(depth), work -> {
            Thread thread = new Thread(work, drive.getName() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static @Nullable OpenOption directOption() {
        try {
            for (Object option : Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (option instanceof OpenOption found && option.toString().equals("DIRECT")) {
                    return found;
                }
            }
            return null;
        } catch (ClassNotFoundException | LinkageError _) {
            return null;
        }
    }

    static int threads(int depth) {
        return Math.min(depth, MOST_THREADS);
    }

    @Override
    public IoMethod method() {
        return direct ? IoMethod.DIRECT : IoMethod.BUFFERED;
    }

    @Override
    public Handle open(Path path) throws IOException {
        return open(path, StandardOpenOption.READ);
    }

    private Handle open(Path path, OpenOption... options) throws IOException {
        String whyNot = "direct reads are not asked for";
        if (direct && DIRECT == null) {
            whyNot = "this Java has no direct channels";
        } else if (direct && DIRECT != null) {
            long block = blockBytes(path);
            if (Long.bitCount(block) == 1 && block <= 1 << 30) {
                Set<OpenOption> all = new HashSet<>(Set.of(options));
                all.add(DIRECT);
                try {
                    return new Handle.Channel(FileChannel.open(path, all), (int) Math.max(Span.BLOCK, block), null);
                } catch (UnsupportedOperationException | IOException e) {
                    whyNot = "direct I/O is refused: " + e.getMessage();
                }
            } else {
                whyNot = "blocks of " + block + " bytes";
            }
        }
        return new Handle.Channel(FileChannel.open(path, options), Span.BLOCK, whyNot);
    }

    private static long blockBytes(Path path) throws IOException {
        try {
            return Files.getFileStore(path).getBlockSize();
        } catch (UnsupportedOperationException _) {
            return Span.BLOCK;
        }
    }

    @Override
    public Handle create(Path path, long bytes) throws IOException {
        Files.createFile(path);
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < bytes) {
                throw new IOException("no space left: " + bytes + " bytes asked for, " + free + " free");
            }
            Handle handle = open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                extend(path, Span.whole(bytes, handle.alignment()));
                return handle;
            } catch (IOException e) {
                handle.close();
                throw e;
            }
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static void extend(Path path, long bytes) throws IOException {
        try (FileChannel plain = FileChannel.open(path, StandardOpenOption.WRITE)) {
            plain.write(ByteBuffer.allocate(1), bytes - 1);
        }
    }

    @Override
    public void submit(Piece piece) {
        if (!(piece.request.store.handle instanceof Handle.Channel handle)) {
            throw new IllegalStateException("a file of another drive");
        }
        MemorySegment memory = piece.memory();
        long offset = piece.fileOffset();
        threads.execute(() -> move(handle.channel(), piece, memory, offset));
    }

    private void move(FileChannel channel, Piece piece, MemorySegment memory, long offset) {
        try {
            ByteBuffer bytes = memory.asByteBuffer();
            piece.result = Math.max(0, piece.request.write ? channel.write(bytes, offset) : channel.read(bytes, offset));
        } catch (IOException | RuntimeException e) {
            blame(piece, e);
        } catch (OutOfMemoryError e) {
            piece.error = e.toString();
        } finally {
            piece.landedNs = System.nanoTime();
            landed(piece);
            wake();
        }
    }

    /// The JDK passes on the C library's words; those that matter are given back their number.
    private static void blame(Piece piece, Exception e) {
        String message = e.getMessage();
        if (message == null) {
            piece.error = e.getClass().getSimpleName();
        } else if (message.contains("No space left")) {
            piece.result = -Errno.ENOSPC;
        } else if (message.contains("Input/output error")) {
            piece.result = -Errno.EIO;
        } else {
            piece.error = message;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        Ending.await(() -> threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
    }
}
