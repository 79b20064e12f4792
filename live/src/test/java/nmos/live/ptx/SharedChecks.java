package nmos.live.ptx;

/// Who touched which byte of shared memory since the last barrier. Two threads of which one writes have to be kept apart: by a barrier of the
/// block, or of the warp where both are in one. Writing what is there already harms nobody and passes.
final class SharedChecks {
    private static final int NOBODY = -1;
    private static final int MANY = -2;

    /// Of each byte: the period of its last write; a barrier begins a new one.
    private final int[] writtenIn;
    private final int[] writer;
    private final int[] writerSync;
    private final boolean[] atomic;
    private final int[] readIn;
    /// The thread, or [#MANY] of one warp.
    private final int[] reader;
    /// The warp of the readers, or [#MANY].
    private final int[] readerWarp;
    private final int[] readerSync;
    private int period;
    /// The first period of the block that is run now.
    private int begun;

    SharedChecks(int bytes) {
        writtenIn = new int[bytes];
        writer = new int[bytes];
        writerSync = new int[bytes];
        atomic = new boolean[bytes];
        readIn = new int[bytes];
        reader = new int[bytes];
        readerWarp = new int[bytes];
        readerSync = new int[bytes];
    }

    /// Another block begins, in memory that nothing was written to.
    void begin() {
        begun = ++period;
    }

    void barrier() {
        period++;
    }

    void read(int from, int count, Warp warp, int lane) {
        int thread = warp.index * 32 + lane;
        for (int i = from; i < from + count; i++) {
            if (writtenIn[i] < begun) throw new Fault(lane, "reads shared memory at " + i + ", which nothing was written to");
            if (writtenIn[i] == period && apart(writer[i], writerSync[i], thread, warp)) {
                throw new Fault(lane, "reads shared memory at " + i + ", which thread " + writer[i] + " wrote with no barrier between");
            }
            noteReader(i, thread, warp);
        }
    }

    private void noteReader(int i, int thread, Warp warp) {
        if (readIn[i] != period) {
            readIn[i] = period;
            reader[i] = thread;
            readerWarp[i] = warp.index;
        } else if (readerWarp[i] != warp.index) {
            readerWarp[i] = MANY;
        } else if (readerSync[i] == warp.syncs) {
            if (reader[i] != thread) reader[i] = MANY;
        } else {
            reader[i] = thread;
        }
        readerSync[i] = warp.syncs;
    }

    /// `changes`: whether other bytes are there after.
    void written(int from, int count, Warp warp, int lane, boolean changes) {
        int thread = warp.index * 32 + lane;
        for (int i = from; i < from + count; i++) {
            if (changes) alone(i, thread, warp, lane, false);
            note(i, thread, warp, false);
        }
    }

    void changed(int from, int count, Warp warp, int lane) {
        int thread = warp.index * 32 + lane;
        for (int i = from; i < from + count; i++) {
            if (writtenIn[i] < begun) throw new Fault(lane, "changes shared memory at " + i + ", which nothing was written to");
            alone(i, thread, warp, lane, true);
            note(i, thread, warp, true);
        }
    }

    private void alone(int i, int thread, Warp warp, int lane, boolean atomically) {
        if (writtenIn[i] == period && !(atomically && atomic[i]) && apart(writer[i], writerSync[i], thread, warp)) {
            throw new Fault(lane, "writes shared memory at " + i + ", which thread " + writer[i] + " wrote with no barrier between");
        }
        if (readIn[i] != period) return;
        boolean others = readerWarp[i] != warp.index || (readerSync[i] == warp.syncs && reader[i] != thread);
        if (others) {
            String who = readerWarp[i] == MANY || reader[i] == MANY ? "other threads" : "thread " + reader[i];
            throw new Fault(lane, "writes shared memory at " + i + ", which " + who + " read with no barrier between");
        }
    }

    private void note(int i, int thread, Warp warp, boolean atomically) {
        boolean before = writtenIn[i] == period && atomic[i] && atomically && writer[i] != thread;
        writtenIn[i] = period;
        writer[i] = before ? NOBODY : thread;
        writerSync[i] = warp.syncs;
        atomic[i] = atomically;
    }

    private static boolean apart(int writer, int writerSync, int thread, Warp warp) {
        if (writer == thread) return false;
        return writer == NOBODY || writer / 32 != warp.index || writerSync == warp.syncs;
    }
}
