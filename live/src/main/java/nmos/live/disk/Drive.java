package nmos.live.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nmos.live.device.Ending;
import org.jspecify.annotations.Nullable;

/// One drive with a queue, as the simulator's disk is one, on real files.
///
/// * Requests wait by urgency, lower first, the first of equals first. One that began is not overtaken.
/// * A request is cut into pieces; up to `depth` are in flight, those of the next request behind the last of this one.
/// * Each request ends in exactly one [Report], also when it is cancelled and when the drive is closed under it. Writes and
///   reads of the same bytes are not ordered: wait for the one's report before asking for the other.
/// * Files are looked at once for each request, when it ends: one that was changed since it was opened fails it.
/// * Interrupting the drive's thread closes the drive.
///
/// The memory of a request must stay until its report.
public final class Drive implements AutoCloseable {
    private final String name;
    private final DriveOptions options;
    private final Thread thread;
    private final Transport transport;
    private final Engine engine;
    private final String method;

    /// Guards itself, `open`, `stores` and `asked`.
    private final ArrayDeque<Message> inbox = new ArrayDeque<>();

    private final Set<Store> stores = new LinkedHashSet<>();
    private boolean open = true;
    private long asked;
    private volatile String note = "";

    private Drive(String name, DriveOptions options, Tamper tamper) {
        this.name = name;
        this.options = options;
        this.thread = new DriveThread();
        Choice choice = Choice.of(options, thread);
        transport = choice.transport();
        method = choice.why();
        engine = new Engine(options, transport, tamper);
    }

    public static Drive start(String name, DriveOptions options) {
        return start(name, options, Tamper.NONE);
    }

    static Drive start(String name, DriveOptions options, Tamper tamper) {
        Drive drive = new Drive(name, options, tamper);
        drive.thread.start();
        return drive;
    }

    public IoMethod method() {
        return transport.method();
    }

    /// One line: which method is used, and why no better one is.
    public String why() {
        String last = note;
        return last.isEmpty() ? method : method + "; " + last;
    }

    void note(String line) {
        note = line;
    }

    public long bytesRead() {
        return engine.bytesRead();
    }

    public long bytesWritten() {
        return engine.bytesWritten();
    }

    /// The sum of what the reports said, with what is under way.
    public long busyNs() {
        return engine.busyNs();
    }

    /// A file to read. On a modelled drive only its size is looked at.
    public Store open(Path path) throws IOException {
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
                throw new IOException("not a file");
            }
            Handle handle = transport.open(path);
            try {
                Store.Identity identity = Store.identify(Files.readAttributes(path, BasicFileAttributes.class));
                return keep(new Store(this, path, handle.bytes(), methodOf(path, handle), handle, identity, false));
            } catch (IOException | RuntimeException e) {
                handle.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": cannot be opened: no such file", e);
        } catch (IOException e) {
            throw new IOException(path + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    /// A new file to write and read, of at least `bytes`, its room taken now where the file system can; deleted when it
    /// is closed. On a modelled drive there is none.
    public Store create(Path path, long bytes) throws IOException {
        if (bytes < 1) {
            throw new IllegalArgumentException(path + ": a file of " + bytes + " bytes");
        }
        try {
            Handle handle = transport.create(path, bytes);
            Store store = new Store(this, path, handle.bytes(), methodOf(path, handle), handle, null, true);
            try {
                return keep(store);
            } catch (RuntimeException e) {
                store.release();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + ": exists already: delete it or name another", e);
        } catch (IOException e) {
            throw new IOException(path + ": cannot be created: " + e.getMessage(), e);
        }
    }

    private IoMethod methodOf(Path path, Handle handle) {
        String whyNot = handle.whyNotDirect();
        if (whyNot == null) {
            return method();
        }
        if (method() != IoMethod.BUFFERED) {
            note(path + " is read through the page cache: " + whyNot);
        }
        return IoMethod.BUFFERED;
    }

    private Store keep(Store store) {
        synchronized (inbox) {
            refuseClosed();
            stores.add(store);
        }
        return store;
    }

    private void refuseClosed() {
        if (!open) {
            throw new IllegalStateException("drive " + name + " is closed");
        }
    }

    /// Makes memory faster to read into, where the method knows how: see [Registration#whyNot].
    public Registration register(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("memory on the heap cannot be registered");
        }
        synchronized (inbox) {
            refuseClosed();
        }
        Registration registration = transport.register(memory);
        return registration != null ? registration : new Registration(method() + " needs no registered memory", () -> {});
    }

    /// Reads the blocks around `bytes` at `offset` into `to`, which has to be aligned, and hold the [Span]; the payload then
    /// lies at [Span#payloadAt]. A read of no bytes is refused. A modelled drive does not look at `to`.
    public Request read(Store store, long offset, long bytes, MemorySegment to, long urgency, Report report) {
        return ask(store, false, new Extent(offset, bytes), to, urgency, report);
    }

    /// Writes `bytes` to an aligned `offset`, and what follows them in `from` up to the end of the last block.
    public Request write(Store store, long offset, long bytes, MemorySegment from, long urgency, Report report) {
        return ask(store, true, new Extent(offset, bytes), from, urgency, report);
    }

    private Request ask(Store store, boolean write, Extent extent, MemorySegment memory, long urgency, Report report) {
        Span span = extent.span(store.alignment());
        if (store.drive() != this) {
            throw new IllegalArgumentException(store.path() + ": opened at another drive than " + name);
        }
        if (extent.end() > store.bytes()) {
            throw new IllegalArgumentException(store.path() + ": " + extent.bytes() + " bytes at offset " + extent.offset()
                    + " reach past its end at " + store.bytes());
        }
        if (write && (!store.writable() || span.payloadAt() != 0)) {
            throw new IllegalArgumentException(store.path() + ": cannot be written at offset " + extent.offset()
                    + (store.writable() ? ", no multiple of " + store.alignment() : ": it was opened for reading"));
        }
        if (method() != IoMethod.MODELLED) {
            refuseUnfit(store, write, span, memory);
        }
        synchronized (inbox) {
            refuseClosed();
            if (store.closed) {
                throw new IllegalStateException(store.path() + ": closed");
            }
            Request request = new Request(
                    store, write, extent, memory, urgency, asked++, System.nanoTime(), options.pieceBytes(), report);
            tell(new Message.Ask(request));
            return request;
        }
    }

    private void refuseUnfit(Store store, boolean write, Span span, MemorySegment memory) {
        String unfit = !memory.isNative()
                ? "is on the heap"
                : memory.address() % store.alignment() != 0
                        ? "is not aligned to " + store.alignment()
                        : memory.byteSize() < span.bytes()
                                ? "has " + memory.byteSize() + " bytes, the blocks have " + span.bytes()
                                : !write && memory.isReadOnly()
                                        ? "is read-only"
                                        : !memory.isAccessibleBy(thread) ? "belongs to one thread" : "";
        if (!unfit.isEmpty()) {
            throw new IllegalArgumentException(store.path() + ": offset " + span.alignedOffset() + ": the memory " + unfit);
        }
    }

    /// Asks for no more of a request. Its report says whether that was in time: on a drive held to a pace before the last
    /// piece's turn came, else before that piece was handed to the kernel.
    public void cancel(Request request) {
        if (request.store.drive() != this) {
            throw new IllegalArgumentException("a request of another drive than " + name);
        }
        tellIfOpen(new Message.Cancel(request));
    }

    void close(Store store) {
        store.closed = true;
        tellIfOpen(new Message.Close(store));
        if (!thread.equals(Thread.currentThread())) {
            Ending.await(() -> store.released.await());
        }
    }

    private void tellIfOpen(Message message) {
        synchronized (inbox) {
            if (open) {
                tell(message);
            }
        }
    }

    private void tell(Message message) {
        inbox.add(message);
        transport.wake();
    }

    /// Drops what is not under way, waits for the rest and frees everything; from within a report it only begins to.
    @Override
    public void close() {
        tellIfOpen(new Message.Stop());
        if (!thread.equals(Thread.currentThread())) {
            Ending.await(thread::join);
        }
    }

    /// A wait in the kernel does not end at an interrupt, so that one has to be told.
    private final class DriveThread extends Thread {
        DriveThread() {
            super(Drive.this::run, "nmos-drive-" + name);
            setDaemon(true);
        }

        @Override
        public void interrupt() {
            super.interrupt();
            tellIfOpen(new Message.Stop());
        }
    }

    private void run() {
        String broken = "";
        try {
            boolean more;
            do {
                more = engine.turn(this::heard);
            } while (more);
        } catch (RuntimeException | Error e) {
            broken = "drive " + name + " broke: " + e;
            note(broken);
        } finally {
            List<Message> unheard;
            List<Store> left;
            synchronized (inbox) {
                open = false;
                unheard = new ArrayList<>(inbox);
                left = new ArrayList<>(stores);
            }
            try {
                transport.close();
            } finally {
                // whatever broke, nothing writes into memory any more that is reported on
                engine.end(unheard, broken);
                left.forEach(Store::release);
            }
        }
    }

    private @Nullable Message heard() {
        synchronized (inbox) {
            return inbox.poll();
        }
    }

    void forget(Store store) {
        synchronized (inbox) {
            stores.remove(store);
        }
    }
}
