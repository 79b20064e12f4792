package nmos.policy.kernel;

import java.util.List;
import nmos.policy.Commands;
import nmos.policy.Facts;
import nmos.policy.kv.KvPolicy;

/// Finds room for the pages of a pass about to begin: which of them rest where they are computed, which come and go, and
/// how many rows there is room to write.
///
/// In each tier that computes, pages that rest there and [Place#WINDOW] parts of every page that comes and goes must fit.
/// Of a session that gives up pages the last go first: what stays is the same in every pass, and undoing takes the last.
final class Residence {
    /// Pages opened for one session's rows in one pass.
    private static final int MOST_OPENED = 256;

    private final List<Place> places;
    private final Pages pages;
    private final PassPages pass;
    private final KvPolicy kv;
    /// by session: where to look next for a page to give up
    private final int[] scan;

    Residence(Facts facts, List<Place> places, Pages pages, PassPages pass, KvPolicy kv) {
        this.places = places;
        this.pages = pages;
        this.pass = pass;
        this.kv = kv;
        scan = new int[facts.kv().sessions()];
    }

    /// Takes a session into the pass, with rows for positions `[from, to)`. Answers up to where there is room to write them;
    /// `from` if there is none, and then the session is not in the pass.
    int admit(int session, int from, int to, Commands out) {
        pass.add(session, from);
        int granted = to;
        for (int p = 0; p < places.size(); p++) {
            granted = Math.min(granted, grant(p, session, from, granted));
            if (granted == from) {
                pass.remove(session);
                return from;
            }
        }
        for (int p = 0; p < places.size(); p++) {
            open(p, session, from, granted, out);
        }
        pass.writes(session, granted);
        return granted;
    }

    private int grant(int p, int session, int from, int to) {
        Place place = places.get(p);
        int first = place.index(from);
        int last = Math.min(place.index(to - 1), first + MOST_OPENED - 1);
        for (int s = 0; s < scan.length; s++) {
            scan[s] = pass.inPass(s) ? place.index(pass.writtenFrom(s)) - 1 : place.pagesPerSession() - 1;
        }
        while (last >= first && !fits(p, session, first, last)) {
            if (!giveUp(p)) {
                last--;
            }
        }
        return Math.clamp((last + 1L) * place.positions(), from, to);
    }

    private boolean fits(int p, int session, int first, int last) {
        Place place = places.get(p);
        int opened = 0;
        int risen = 0;
        for (int index = first; index <= last; index++) {
            int page = pages.held(p, session, index);
            opened += page < 0 ? 1 : 0;
            risen += page >= 0 && below(place, page) ? 1 : 0;
        }
        if (lowered(p)) {
            return opened <= pages.freeCount(p)
                    && pages.roomBelow(p, opened)
                    && (pass.streamed(p) + opened) * place.windowBytes() <= pages.freeRestingBytes(p);
        }
        long need = (opened + risen) * place.pageBytes() + (pass.streamed(p) - risen) * place.windowBytes();
        return opened <= pages.freeCount(p) && need <= pages.freeRestingBytes(p);
    }

    /// Pages of the place rest right below it, whatever room there is; where none is set aside for them they cannot.
    private boolean lowered(int p) {
        return kv.restsBelow() && pages.setAsideBelow(p);
    }

    private boolean below(Place place, int page) {
        return pages.home(page) != place.tier() && !pages.rising(page);
    }

    /// The session that can spare its pages best gives up one.
    private boolean giveUp(int p) {
        int giver = -1;
        long least = 0;
        for (int session = 0; session < scan.length; session++) {
            if (spare(p, session)) {
                long worth = kv.worth(pass.lastPass(session), pass.inPass(session));
                if (giver < 0 || worth < least) {
                    giver = session;
                    least = worth;
                }
            }
        }
        if (giver < 0) {
            return false;
        }
        int page = pages.held(p, giver, scan[giver]);
        if (!pages.sink(page)) {
            return false;
        }
        if (pass.reads(page)) {
            pass.streamed(p, 1);
        }
        return true;
    }

    private boolean spare(int p, int session) {
        Place place = places.get(p);
        for (; scan[session] >= 0; scan[session]--) {
            int page = pages.held(p, session, scan[session]);
            if (page < 0 || below(place, page)) {
                continue;
            }
            boolean read = pass.reads(page);
            // A page in few parts takes as much room coming and going.
            if (!read || (pass.inPass(session) && place.windowBytes() < place.pageBytes())) {
                return true;
            }
        }
        return false;
    }

    private void open(int p, int session, int from, int to, Commands out) {
        Place place = places.get(p);
        for (int index = place.index(from); index <= place.index(to - 1); index++) {
            int page = pages.held(p, session, index);
            if (page < 0) {
                page = pages.openPage(p, session, index);
                pass.opened(page);
                int start = index * place.positions();
                out.openPage(page, session, start, start + place.positions(), place.tier());
                if (lowered(p) && pages.sink(page)) {
                    pass.streamed(p, 1);
                }
            } else if (below(place, page) && !lowered(p)) {
                pages.rise(page);
                pass.streamed(p, -1);
            }
        }
    }

    /// Lets pages of the pass rest where they are computed again while there is room to spare for one more.
    void settle() {
        for (int p = 0; p < places.size(); p++) {
            Place place = places.get(p);
            for (int session = 0; session < scan.length && !lowered(p); session++) {
                for (int index = 0; pass.inPass(session) && index < place.pagesPerSession(); index++) {
                    int page = pages.held(p, session, index);
                    if (page < 0 || !below(place, page)) {
                        continue;
                    }
                    long need = 2 * place.pageBytes() + (pass.streamed(p) - 1) * place.windowBytes();
                    if (need > pages.freeRestingBytes(p)) {
                        break;
                    }
                    pages.rise(page);
                    pass.streamed(p, -1);
                }
            }
        }
    }
}
