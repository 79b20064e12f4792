package nmos.live.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import nmos.live.device.Storage;
import nmos.live.kv.KvBranch;
import nmos.live.kv.KvLayout;
import nmos.live.kv.KvStore;
import nmos.live.kv.Past;

/// KV that stays where it is, room for all of it set aside.
final class KeptKv implements Kv {
    static final int POSITIONS = 64;

    private final KvStore store;
    private final List<KvBranch> sessions = new ArrayList<>();
    private final KvLayout layout;

    /// `storage`: by layer.
    KeptKv(KvLayout layout, int sessions, int tokensPerSession, IntFunction<Storage> storage) {
        this.layout = layout;
        int pages = Math.toIntExact(positions(tokensPerSession) / POSITIONS);
        store = new KvStore(layout, POSITIONS, Math.multiplyExact(pages, sessions), storage);
        for (int session = 0; session < sessions; session++) {
            this.sessions.add(store.branch());
        }
    }

    /// Positions that there is room for where a session has so many tokens.
    static long positions(int tokensPerSession) {
        return Math.ceilDiv((long) tokensPerSession, POSITIONS) * POSITIONS;
    }

    @Override
    public Past past(int session) {
        return sessions.get(session);
    }

    @Override
    public void truncate(int session, int position) {
        sessions.get(session).truncate(position);
    }

    @Override
    public long usedBytes() {
        return (long) store.pagesInUse() * POSITIONS * layout.bytesPerPosition();
    }

    @Override
    public void close() {
        store.close();
    }
}
