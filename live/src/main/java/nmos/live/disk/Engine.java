package nmos.live.disk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import nmos.world.run.Outcome;
import org.jspecify.annotations.Nullable;

/// What the drive's thread does: hear what is asked, keep `depth` pieces in flight, and report what ended.
final class Engine {
    /// How long before a report is due the thread stops sleeping, because a sleep ends late by about so much.
    private static final long SPIN_NS = 50_000;
    /// Tries of a piece that bring nothing, though the file is as long as ever, before it has failed.
    private static final int MOST_VAIN = 3;

    private final DriveOptions options;
    private final Transport transport;
    private final Tamper tamper;
    private final Queue queue = new Queue();
    private final Line line;
    private final Set<Request> asked = new LinkedHashSet<>();
    private boolean stopping;

    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong busyNs = new AtomicLong();

    Engine(DriveOptions options, Transport transport, Tamper tamper) {
        this.options = options;
        this.transport = transport;
        this.tamper = tamper;
        this.line = new Line(options, System.nanoTime());
    }

    long bytesRead() {
        return bytesRead.get();
    }

    long bytesWritten() {
        return bytesWritten.get();
    }

    long busyNs() {
        return busyNs.get();
    }

    /// One turn of the loop; false when there will be nothing more to do.
    boolean turn(Supplier<@Nullable Message> inbox) {
        transport.listen();
        boolean moved = settle();
        if (Thread.interrupted()) {
            stopping = true;
        }
        for (Message message = inbox.get(); message != null; message = inbox.get()) {
            hear(message);
        }
        if (stopping) {
            new ArrayList<>(asked).forEach(this::drop);
            if (asked.isEmpty()) {
                return false;
            }
        }
        moved |= admit();
        transport.collect(this::landed);
        moved |= settle();
        if (!moved) {
            sleep();
        }
        return true;
    }

    private void hear(Message message) {
        switch (message) {
            case Message.Ask(Request request) -> {
                asked.add(request);
                request.store.users++;
                queue.add(request);
            }
            case Message.Cancel(Request request) -> drop(request);
            case Message.Close(Store store) -> {
                asked.stream().filter(r -> r.store == store).toList().forEach(this::drop);
                if (store.users == 0) {
                    store.release();
                }
            }
            case Message.Stop() -> stopping = true;
        }
    }

    private boolean admit() {
        boolean any = false;
        while (line.underWay() < options.depth()) {
            Piece piece = queue.next();
            if (piece == null) {
                break;
            }
            any = true;
            piece.request.underWay++;
            line.submitted(piece, System.nanoTime());
            submit(piece);
        }
        return any;
    }

    private void submit(Piece piece) {
        if (options.method() != IoMethod.MODELLED
                && !piece.request.memory.scope().isAlive()) {
            piece.landedNs = System.nanoTime();
            fail(piece, "the memory to " + piece.request.what() + " was freed");
            line.landed(piece);
            return;
        }
        transport.submit(piece);
    }

    private void landed(Piece piece) {
        String error = piece.error;
        long result = tamper.result(piece.index, error == null ? piece.result : 0);
        if (piece.voided || piece.request.fault != null) {
            line.landed(piece);
        } else if (error != null) {
            fail(piece, piece.request.what() + " error: " + error);
            line.landed(piece);
        } else if (result == -Errno.EAGAIN || result == -Errno.EINTR) {
            submit(piece);
        } else if (result < 0) {
            String name = Errno.name(-result);
            fail(piece, result == -Errno.ENOSPC ? name : piece.request.what() + " error " + name);
            line.landed(piece);
        } else {
            arrived(piece, (int) result);
        }
    }

    /// A try may bring less than was asked for: at the end of the file, and wherever the kernel likes.
    private void arrived(Piece piece, int bytes) {
        int before = piece.arrived;
        int arrived = before + bytes;
        if (arrived >= piece.need) {
            line.landed(piece);
            return;
        }
        Store store = piece.request.store;
        boolean write = piece.request.write;
        piece.arrived = arrived - arrived % store.alignment();
        piece.vain = piece.arrived == before ? piece.vain + 1 : 0;
        // a full disk cuts a write short, and says so when the rest is tried
        String changed = write ? null : store.changed();
        if (changed != null) {
            fail(piece, changed);
            line.landed(piece);
        } else if (piece.vain >= MOST_VAIN) {
            fail(piece, "short " + piece.request.what() + ": " + arrived + " of " + piece.need + " bytes");
            line.landed(piece);
        } else {
            submit(piece);
        }
    }

    private void fail(Piece piece, String fault) {
        Request request = piece.request;
        if (request.fault == null) {
            request.fault = request.line(piece.fileOffset(), fault);
            queue.remove(request);
        }
    }

    /// Ends what is over by now.
    private boolean settle() {
        boolean any = false;
        for (Piece piece = line.over(System.nanoTime()); piece != null; piece = line.over(System.nanoTime())) {
            any = true;
            busyNs.set(line.busyNs());
            Request request = piece.request;
            request.underWay--;
            if (!piece.voided && request.fault == null) {
                (request.write ? bytesWritten : bytesRead).addAndGet(piece.payloadTo - piece.payloadFrom);
            }
            endIfOver(request);
        }
        return any;
    }

    private void drop(Request request) {
        if (request.ended) {
            return;
        }
        if (!request.cut() && request.fault == null) {
            request.cancelled = true;
            queue.remove(request);
        }
        line.drop(request, System.nanoTime());
        endIfOver(request);
    }

    private void endIfOver(Request request) {
        if (request.underWay > 0 || request.ended) {
            return;
        }
        if (request.cancelled || (request.voided && request.fault == null)) {
            end(request, Outcome.DROPPED, null);
        } else if (request.fault != null) {
            end(request, Outcome.FAILED, request.fault);
        } else if (request.cut()) {
            String changed = request.store.changed();
            if (changed == null) {
                end(request, Outcome.DONE, null);
            } else {
                end(request, Outcome.FAILED, request.line(request.extent.offset(), changed));
            }
        }
    }

    private void end(Request request, Outcome outcome, @Nullable String fault) {
        request.ended = true;
        asked.remove(request);
        Store store = request.store;
        if (--store.users == 0 && store.closed) {
            store.release();
        }
        try {
            request.report.ended(outcome, request.busyNs, fault);
        } catch (RuntimeException | Error e) {
            // one who asks must not end the others' drive
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// Ends what is left when the loop is over.
    void end(List<Message> unheard, String broken) {
        for (Message message : unheard) {
            if (message instanceof Message.Ask(Request request)) {
                asked.add(request);
                request.store.users++;
            }
        }
        for (Request request : new ArrayList<>(asked)) {
            if (broken.isEmpty()) {
                end(request, Outcome.DROPPED, null);
            } else {
                end(request, Outcome.FAILED, request.line(request.extent.offset(), broken));
            }
        }
    }

    private void sleep() {
        long dueNs = line.dueNs();
        if (dueNs == Transport.NEVER) {
            transport.await(Transport.NEVER);
            return;
        }
        long untilNs = line.dueEndsRequest() ? dueNs - SPIN_NS : dueNs;
        if (System.nanoTime() < untilNs) {
            transport.await(untilNs);
        } else {
            while (System.nanoTime() < dueNs) {
                Thread.onSpinWait();
            }
        }
    }
}
