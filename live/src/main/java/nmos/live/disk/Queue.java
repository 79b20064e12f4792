package nmos.live.disk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Requests whose pieces are not all under way. One that began goes on before any other begins, also before a more urgent
/// one: as in the simulator's disk, urgency orders those that wait.
final class Queue {
    private final TreeSet<Request> waiting =
            new TreeSet<>(Comparator.<Request>comparingLong(r -> r.urgency).thenComparingLong(r -> r.number));
    private @Nullable Request begun;

    void add(Request request) {
        waiting.add(request);
    }

    /// Takes a request out, so that no more of it is begun.
    void remove(Request request) {
        if (begun == request) {
            begun = null;
        } else {
            waiting.remove(request);
        }
    }

    @Nullable Piece next() {
        Request request = begun;
        if (request == null) {
            request = waiting.pollFirst();
        }
        if (request == null) {
            return null;
        }
        request.begun = true;
        Piece piece = request.next();
        begun = request.cut() ? null : request;
        return piece;
    }

    List<Request> all() {
        List<Request> all = new ArrayList<>(waiting);
        if (begun != null) {
            all.addFirst(begun);
        }
        return all;
    }
}
