package nmos.live.device;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Memory of one tier under a hard limit. Pieces that were given back are used again: storing into memory for the first time costs
/// more than reading a file into it. Belongs to one thread.
public final class TierMemory implements AutoCloseable {
    public static final long ALIGNMENT = 4096;

    private final String tier;
    private final Storage storage;
    private long limitBytes;
    private final List<Piece> free = new ArrayList<>();
    private final List<Piece> taken = new ArrayList<>();
    private long madeBytes;
    private long takenBytes;
    private long highWaterBytes;
    /// Nothing was taken at the last look, nor since.
    private boolean unused;
    private Function<MemorySegment, Runnable> made = _ -> () -> {};

    /// Room for as much as it was asked for, and perhaps more.
    public static final class Piece {
        private final Storage.Held held;
        private final MemorySegment data;
        private final Runnable leave;

        private Piece(Storage storage, long bytes, Function<MemorySegment, Runnable> made) {
            held = storage.allocate(bytes, ALIGNMENT);
            boolean whole = false;
            try {
                data = held.data();
                leave = made.apply(data);
                whole = true;
            } finally {
                if (!whole) {
                    held.leave().run();
                }
            }
        }

        public MemorySegment data() {
            return data;
        }
    }

    public TierMemory(String tier, long limitBytes) {
        this(tier, limitBytes, Storage.HOST);
    }

    public TierMemory(String tier, long limitBytes, Storage storage) {
        this.tier = tier;
        this.storage = storage;
        this.limitBytes = limitBytes;
    }

    /// From now on `made` is told of memory before it is used, and what it answers is run before that memory is freed.
    public void tell(Function<MemorySegment, Runnable> made) {
        this.made = made;
    }

    /// What is free goes first where the new limit is lower; what is taken stays, and nothing more is given out until there is room.
    public void limit(long bytes) {
        limitBytes = bytes;
        while (madeBytes > limitBytes && !free.isEmpty()) {
            unmake(free.removeFirst());
        }
    }

    /// A look at whether anybody uses it: if none of it is taken and none was since the last look, all memory goes back to the
    /// system. Between two passes a tier may be empty for a moment.
    public void freeIfUnused() {
        if (unused) {
            free.forEach(this::unmake);
            free.clear();
        }
        unused = taken.isEmpty();
    }

    /// Makes memory before it is needed, where it is within the limit: to make some kinds of it stands in the way of all that is under way.
    public void prepare(long bytes) {
        if (madeBytes + bytes <= limitBytes) {
            free.add(new Piece(storage, bytes, made));
            madeBytes += bytes;
        }
    }

    public Piece take(long bytes) {
        Piece piece = null;
        for (Piece candidate : free) {
            if (candidate.data.byteSize() == bytes) {
                piece = candidate;
            }
        }
        if (piece != null) {
            free.remove(piece);
        } else {
            while (madeBytes + bytes > limitBytes && !free.isEmpty()) {
                unmake(free.removeFirst());
            }
            if (madeBytes + bytes > limitBytes) {
                throw new IllegalStateException("tier " + tier + ": " + bytes + " bytes more than the " + takenBytes
                        + " in use would be past its " + limitBytes);
            }
            piece = new Piece(storage, bytes, made);
            madeBytes += bytes;
        }
        unused = false;
        taken.add(piece);
        takenBytes += bytes;
        highWaterBytes = Math.max(highWaterBytes, takenBytes);
        return piece;
    }

    public void giveBack(Piece piece) {
        if (!taken.remove(piece)) {
            throw new IllegalStateException("tier " + tier + ": a piece given back that was not taken");
        }
        takenBytes -= piece.data.byteSize();
        free.add(piece);
    }

    private void unmake(Piece piece) {
        madeBytes -= piece.data.byteSize();
        piece.leave.run();
        piece.held.leave().run();
    }

    public long takenBytes() {
        return takenBytes;
    }

    public long highWaterBytes() {
        return highWaterBytes;
    }

    @Override
    public void close() {
        free.forEach(this::unmake);
        taken.forEach(this::unmake);
        free.clear();
        taken.clear();
        takenBytes = 0;
    }
}
