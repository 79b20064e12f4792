package nmos.policy.kernel;

import java.util.Arrays;
import java.util.List;
import nmos.policy.Digest;
import nmos.policy.Facts;

/// Which pages the pass about to begin, or running, reads and writes, and how far it has come at each place.
///
/// By place, `list` holds first the pages of the pass that do not rest where they are computed, in the order they come,
/// and after them whatever else is not where it belongs. It is made anew when a pass begins or ends, and follows from the
/// books at that time.
final class PassPages {
    private static final int IN_PASS = 0;
    /// Rows of the pass are written to positions `[FROM, TO)`.
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int LAST_PASS = 3;
    private static final int WIDTH = 4;

    private final List<Place> places;
    private final Pages pages;
    private final int sessions;
    private final Fields state;
    /// by place: the first part whose shards are not all computed
    private final Fields front;
    private final Fields passes;

    /// by page: the set it was last part of
    private final int[] mark;
    /// by page: the list it was last put in, and where
    private final int[] listed;
    private final int[] indexOf;
    private int set;
    private int lists;

    private final int[][] list;
    private final int[] streamed;
    private final int[] listSize;
    /// (place, part): pages of the pass whose part is neither where it is computed nor on the last hop to it
    private final int[][] missing;
    /// by place: pages of the pass that are written to and have parts without memory
    private final int[][] fresh;
    /// (place, part): how many of them lack the memory for it
    private final int[][] unwritten;
    private final int[] freshCount;

    PassPages(Facts facts, List<Place> places, Pages pages, int base, Digest digest) {
        this.places = places;
        this.pages = pages;
        sessions = facts.kv().sessions();
        state = new Fields(sessions * WIDTH, base, digest);
        front = new Fields(places.size(), base + 1, digest);
        passes = new Fields(1, base + 2, digest);
        mark = new int[pages.count()];
        listed = new int[pages.count()];
        indexOf = new int[pages.count()];
        list = new int[places.size()][];
        fresh = new int[places.size()][];
        missing = new int[places.size()][];
        unwritten = new int[places.size()][];
        streamed = new int[places.size()];
        listSize = new int[places.size()];
        freshCount = new int[places.size()];
        for (int p = 0; p < places.size(); p++) {
            list[p] = new int[pages.to(p) - pages.from(p)];
            fresh[p] = new int[pages.to(p) - pages.from(p)];
            missing[p] = new int[places.get(p).parts()];
            unwritten[p] = new int[places.get(p).parts()];
        }
    }

    private long get(int session, int field) {
        return state.get(session * WIDTH + field);
    }

    boolean inPass(int session) {
        return get(session, IN_PASS) != 0;
    }

    boolean any() {
        for (int session = 0; session < sessions; session++) {
            if (inPass(session)) {
                return true;
            }
        }
        return false;
    }

    int writtenFrom(int session) {
        return (int) get(session, FROM);
    }

    long lastPass(int session) {
        return get(session, LAST_PASS);
    }

    /// Nobody is in the pass yet.
    void clear() {
        set++;
        passes.add(0, 1);
        for (int session = 0; session < sessions; session++) {
            state.set(session * WIDTH + IN_PASS, 0);
        }
        for (int p = 0; p < places.size(); p++) {
            streamed[p] = 0;
        }
    }

    void add(int session, int from) {
        state.set(session * WIDTH + IN_PASS, 1);
        state.set(session * WIDTH + FROM, from);
        state.set(session * WIDTH + TO, from);
        for (int p = 0; p < places.size(); p++) {
            for (int index = 0; index < places.get(p).pagesPerSession(); index++) {
                int page = pages.held(p, session, index);
                if (page >= 0 && mark[page] != set) {
                    mark[page] = set;
                    streamed[p] += streams(page) ? 1 : 0;
                }
            }
        }
    }

    /// The session has no rows in the pass after all. Its pages count as read until the pass begins.
    void remove(int session) {
        state.set(session * WIDTH + IN_PASS, 0);
    }

    void writes(int session, int to) {
        state.set(session * WIDTH + TO, to);
        state.set(session * WIDTH + LAST_PASS, passes.get(0));
    }

    void opened(int page) {
        mark[page] = set;
    }

    /// The page is read in the pass.
    boolean reads(int page) {
        return mark[page] == set;
    }

    /// It does not rest where it is computed, so it comes and goes in each pass.
    private boolean streams(int page) {
        return pages.home(page) != places.get(pages.placeOf(page)).tier() && !pages.rising(page);
    }

    /// Pages of the pass that come and go; kept up while its sessions are chosen.
    int streamed(int p) {
        return streamed[p];
    }

    void streamed(int p, int change) {
        streamed[p] += change;
    }

    /// Makes the lists for a pass that begins with the sessions chosen.
    void list() {
        lists++;
        for (int p = 0; p < places.size(); p++) {
            front.set(p, 0);
            streamed[p] = 0;
            listSize[p] = 0;
            freshCount[p] = 0;
            Arrays.fill(missing[p], 0);
            Arrays.fill(unwritten[p], 0);
            for (int session = 0; session < sessions; session++) {
                if (inPass(session)) {
                    listOf(p, session);
                }
            }
            listSize[p] = streamed[p];
            listStrays(p);
        }
    }

    private void listOf(int p, int session) {
        Place place = places.get(p);
        for (int index = 0; index < place.pagesPerSession(); index++) {
            int page = pages.held(p, session, index);
            if (page < 0 || listed[page] == lists) {
                continue;
            }
            mark[page] = set;
            if (pages.home(page) != place.tier()) {
                listed[page] = lists;
                indexOf[page] = streamed[p];
                list[p][streamed[p]++] = page;
                for (int part = 0; part < place.parts(); part++) {
                    missing[p][part] += missing(page, part);
                }
            }
        }
        int to = (int) get(session, TO);
        for (int index = place.index(writtenFrom(session)); to > 0 && index <= place.index(to - 1); index++) {
            int page = pages.held(p, session, index);
            int lacks = 0;
            for (int part = 0; page >= 0 && part < place.parts(); part++) {
                int none = pages.state(page, part) == Pages.VOID ? 1 : 0;
                unwritten[p][part] += none;
                lacks += none;
            }
            if (lacks > 0) {
                fresh[p][freshCount[p]++] = page;
            }
        }
    }

    /// Memory that layers before this part, and not yet computed, are still to take: what comes for later ones leaves it.
    long claimedBytes(int p, int before) {
        long bytes = 0;
        for (int part = front(p); part < before; part++) {
            bytes += unwritten[p][part] * places.get(p).partBytes()[part];
        }
        return bytes;
    }

    private void listStrays(int p) {
        for (int page = pages.from(p); page < pages.to(p); page++) {
            if (pages.open(page)
                    && listed[page] != lists
                    && pages.home(page) != places.get(p).tier()
                    && pages.away(page)) {
                indexOf[page] = listSize[p];
                list[p][listSize[p]++] = page;
            }
        }
    }

    private int missing(int page, int part) {
        return pages.state(page, part) == Pages.VOID || pages.upOrComing(page, part) ? 0 : 1;
    }

    /// To be called before (-1) and after (1) a part changes.
    void count(int page, int part, int sign) {
        if (listed[page] == lists) {
            missing[pages.placeOf(page)][part] += sign * missing(page, part);
        }
    }

    /// Where the page stands in its list, -1 if it does not.
    int indexOf(int page) {
        return listed[page] == lists ? indexOf[page] : -1;
    }

    int page(int p, int i) {
        return list[p][i];
    }

    int streamedListed(int p) {
        return streamed[p];
    }

    int listSize(int p) {
        return listSize[p];
    }

    int front(int p) {
        return front.asInt(p);
    }

    void computed(int shard) {
        for (int p = 0; p < places.size(); p++) {
            Place place = places.get(p);
            int part = place.partOf()[shard];
            if (part != Place.NO_PART && place.last()[part] == shard) {
                front.set(p, part + 1);
            }
        }
    }

    /// Whether a shard may be computed: all its KV is here or coming, and what it writes has room, which is taken.
    boolean take(int shard) {
        for (int p = 0; p < places.size(); p++) {
            int part = places.get(p).partOf()[shard];
            if (part != Place.NO_PART) {
                // What lies beyond the window was left there by another pass and may have to leave first.
                boolean comes = streamed[p] == 0 || part < front(p) + Place.WINDOW;
                return comes && missing[p][part] == 0 && write(p, part);
            }
        }
        return true;
    }

    private boolean write(int p, int part) {
        int count = unwritten[p][part];
        if (count * places.get(p).partBytes()[part] > pages.freeBytes(p)) {
            return false;
        }
        for (int i = 0; i < freshCount[p] && unwritten[p][part] > 0; i++) {
            if (pages.state(fresh[p][i], part) == Pages.VOID) {
                pages.write(fresh[p][i], part);
                unwritten[p][part]--;
            }
        }
        return true;
    }
}
