package nmos.live.world;

import nmos.live.kv.KvMove;
import nmos.live.kv.KvPage;
import nmos.live.kv.PassRows;
import nmos.live.kv.Past;

/// The KV of all sessions. Loop thread; a pass reads it on another, as it was when the pass began.
interface Kv extends AutoCloseable {
    Past past(int session);

    default void begin(PassRows rows) {}

    default void planned(int firstLayer, int lastLayer) {}

    default void settled(int firstLayer, int lastLayer) {}

    default void end() {}

    /// Rows of a pass become the next positions of a session.
    default void accept(int session, KvPage scratch, int... rows) {
        for (int at = 0; at < rows.length; ) {
            int count = 1;
            while (at + count < rows.length && rows[at + count] == rows[at] + count) {
                count++;
            }
            past(session).append(scratch, rows[at], count);
            at += count;
        }
    }

    void truncate(int session, int position);

    default void open(int page, int session, int from, int to, int tier) {
        throw notPaged();
    }

    default void share(int page, int session) {
        throw notPaged();
    }

    default void fold(int page) {
        throw notPaged();
    }

    default void release(int page) {
        throw notPaged();
    }

    default KvMove move(int page, int firstLayer, int lastLayer, int from, int to) {
        throw notPaged();
    }

    default void landed(KvMove move) {
        throw notPaged();
    }

    default void dropped(KvMove move) {
        throw notPaged();
    }

    long usedBytes();

    private static IllegalStateException notPaged() {
        return new IllegalStateException("KV is not in pages here");
    }

    @Override
    void close();
}
