package nmos.live.disk;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// When pieces under way are over, and whose time it was.
///
/// On a drive held to a pace they are over in the order of submission: a transfer begins when its latency is over and the one before it
/// has ended, takes `bytes / pace`, and ends later only if the disk does. The line goes by these planned times, not by when a thread
/// got round to them, so that late wake-ups do not add up. A disk that was late makes up for it, within limits: where threads compute on
/// every core, the one that takes landings in is late more often than the disk.
/// Otherwise a piece is over when it lands.
///
/// A piece is charged the time since the one before it was over, or since work came to an idle drive, so that charges add up
/// to the time with work. The latency of a pace is not work.
final class Line {
    /// What a drive is late by beyond this is lost, as on a link that is held to a pace ([nmos.live.device.LinkTimes]).
    private static final long MADE_UP_NS = 20_000_000;

    private final DriveOptions options;
    private final boolean paced;
    /// Under way on a paced drive, in the order of submission.
    private final ArrayDeque<Piece> planned = new ArrayDeque<>();
    private final ArrayDeque<Piece> landed = new ArrayDeque<>();
    private int underWay;
    /// Until when time was charged.
    private long chargedNs;
    /// From when the next planned transfer may run.
    private long freeNs;
    /// When the last planned piece was over: its place in flight was free from then.
    private long overNs;

    private long busyNs;

    Line(DriveOptions options, long nowNs) {
        this.options = options;
        this.paced = options.paced();
        this.chargedNs = nowNs;
        this.freeNs = nowNs;
        this.overNs = nowNs;
    }

    int underWay() {
        return underWay;
    }

    long busyNs() {
        return busyNs;
    }

    void submitted(Piece piece, long nowNs) {
        piece.submittedNs = paced ? Math.max(piece.request.askedNs, overNs) : nowNs;
        if (underWay++ == 0 && !paced) {
            chargedNs = nowNs;
        }
        if (paced) {
            planned.add(piece);
        }
    }

    void landed(Piece piece) {
        piece.landed = true;
        if (!paced || piece.voided) {
            landed.add(piece);
        }
    }

    /// Takes a request's pieces out whose bytes do not move yet.
    void drop(Request request, long nowNs) {
        Piece head = planned.peekFirst();
        for (Iterator<Piece> all = planned.iterator(); all.hasNext(); ) {
            Piece piece = all.next();
            if (piece.request == request && (piece != head || startNs(piece) > nowNs)) {
                all.remove();
                piece.voided = true;
                request.voided = true;
                if (piece.landed) {
                    landed.add(piece);
                }
            }
        }
    }

    /// The next piece that is over at `nowNs`, its time charged.
    @Nullable Piece over(long nowNs) {
        Piece piece = landed.pollFirst();
        if (piece != null) {
            if (!paced) {
                charge(piece, chargedNs, piece.landedNs);
            }
            underWay--;
            return piece;
        }
        Piece head = planned.peekFirst();
        if (head == null || !head.landed || endNs(head) > nowNs) {
            return null;
        }
        planned.removeFirst();
        underWay--;
        long start = startNs(head);
        long end = endNs(head);
        overNs = Math.max(end, head.landedNs);
        charge(head, Math.max(chargedNs, start), overNs);
        freeNs = Math.max(end, Math.max(head.landedNs, nowNs) - MADE_UP_NS);
        return head;
    }

    /// When [#over] will have something without anything landing.
    long dueNs() {
        if (!landed.isEmpty()) {
            return Long.MIN_VALUE;
        }
        Piece head = planned.peekFirst();
        return head == null || !head.landed ? Long.MAX_VALUE : endNs(head);
    }

    /// Whether somebody waits for what is over next.
    boolean dueEndsRequest() {
        Piece head = planned.peekFirst();
        return head != null && head.last();
    }

    private long startNs(Piece piece) {
        long latencyNs = piece.index == 0 ? options.pace(piece.request.write).latencyNs() : 0;
        return Math.max(piece.submittedNs + latencyNs, freeNs);
    }

    private long endNs(Piece piece) {
        return startNs(piece) + options.pace(piece.request.write).transferNs(piece.payloadFrom, piece.payloadTo);
    }

    private void charge(Piece piece, long fromNs, long toNs) {
        long ns = Math.max(0, toNs - fromNs);
        piece.request.busyNs += ns;
        busyNs += ns;
        chargedNs = Math.max(chargedNs, toNs);
    }
}
