package nmos.policy.kernel;

import java.util.List;
import nmos.policy.Commands;
import nmos.policy.Digest;
import nmos.policy.Facts;
import nmos.policy.kv.KvPolicy;
import nmos.policy.placement.Plan;

/// Keeps KV in pages and has them where the pass wants them: opens, shares, moves, folds and releases.
///
/// What the kernel tells it: which sessions' rows are to go into the next pass ([#admit], for each of them), that it begins,
/// what was computed, that it ended. Before a shard is computed it is asked whether the shard's KV is there ([#take]). Pages
/// that do not rest where they are computed come part by part in the order of the ring, a window ahead of the compute,
/// and leave right after it. Without pages in play everything here is empty and answers yes.
final class Pager {
    /// Moves in flight on one hop and in one direction.
    private static final int MOVES = 4;
    /// Pages folded after one pass.
    private static final int FOLDS = 256;
    /// Pages shared in answer to one signal.
    private static final int SHARES = 256;

    private static final int BUILDING = 0;
    private static final int RUNNING = 1;
    /// A move failed too often while no pass ran; wait for one.
    private static final int HALTED = 2;
    /// Ring position of shard 0 in the running pass, or the next.
    private static final int RING = 3;
    private static final int WIDTH = 4;

    private final List<Place> places;
    private final Pages pages;
    private final PassPages pass;
    private final Residence residence;
    private final Works works;
    private final Sessions sessions;
    private final KvPolicy kv;
    private final int hops;
    private final int retries;
    /// Tokens after which pages end at every place.
    private final int step;
    private final int sharedTokens;
    private final Fields state;
    /// (place, hop, direction): how far the list has been looked through
    private final Fields cursor;
    /// (hop, direction)
    private final Fields inFlight;
    private long wakeAtNs = Long.MAX_VALUE;

    Pager(Facts facts, Plan plan, Knobs knobs, KvPolicy kv, Works works, Sessions sessions, Digest digest) {
        if (kv.pages() != facts.kv().paging().present()) {
            throw new IllegalArgumentException("kv.policy " + knobs.kv().kind().label + " with pages of "
                    + facts.kv().paging().pageBytes() + " bytes");
        }
        places = Place.of(facts, plan);
        pages = new Pages(facts, places, 80, digest);
        pass = new PassPages(facts, places, pages, 90, digest);
        residence = new Residence(facts, places, pages, pass, kv);
        this.works = works;
        this.sessions = sessions;
        this.kv = kv;
        hops = facts.hops().size();
        retries = knobs.retries();
        state = new Fields(WIDTH, 94, digest);
        cursor = new Fields(places.size() * hops * 2, 95, digest);
        inFlight = new Fields(hops * 2, 96, digest);
        step = step();
        sharedTokens = sharedTokens(facts.kv().paging().sharedPrefixTokens());
    }

    private int step() {
        long common = 1;
        for (Place place : places) {
            long a = common;
            long b = place.positions();
            while (b != 0) {
                long rest = a % b;
                a = b;
                b = rest;
            }
            common = Math.min(Integer.MAX_VALUE, common / a * place.positions());
        }
        return (int) common;
    }

    /// Of the prefix all sessions share, what whole pages hold at every place; nothing if that takes too many commands.
    private int sharedTokens(int prefix) {
        int whole = prefix - prefix % step;
        long commands = 0;
        for (Place place : places) {
            commands += whole / place.positions();
        }
        return commands == 0 || commands > SHARES ? 0 : whole;
    }

    long wakeAtNs() {
        return wakeAtNs;
    }

    /// Takes a session into the pass that is being put together, with rows for positions `[from, to)`. Answers up to where
    /// there is room to write them: `from` for none, and then the session is left out.
    int admit(int session, int from, int to, Commands out) {
        if (places.isEmpty()) {
            return to;
        }
        if (!state.is(BUILDING)) {
            pass.clear();
            state.set(BUILDING, 1);
        }
        int granted = residence.admit(session, from, to, out);
        state.set(BUILDING, granted > from || pass.any() ? 1 : 0);
        return granted;
    }

    /// The pass begins with the sessions admitted; shard 0 has position `ring`.
    void begin(long ring) {
        if (places.isEmpty()) {
            return;
        }
        residence.settle();
        state.set(BUILDING, 0);
        state.set(RUNNING, 1);
        state.set(HALTED, 0);
        state.set(RING, ring);
        list();
    }

    /// The pass is over or was given up. The ring goes on turning: what a next pass of the same sessions needs first comes.
    void end(long ring, Commands out) {
        if (places.isEmpty()) {
            return;
        }
        state.set(RUNNING, 0);
        state.set(RING, ring);
        for (int session = 0; session < sessions.count(); session++) {
            for (int p = 0; pass.inPass(session) && p < places.size(); p++) {
                fold(p, session, out);
            }
        }
        list();
    }

    /// Somebody began to type: the session's first parts may come before a pass wants them.
    void warm(int session) {
        if (!places.isEmpty() && !state.is(RUNNING) && !state.is(BUILDING) && !pass.inPass(session)) {
            pass.clear();
            pass.add(session, sessions.asInt(session, Sessions.KV));
            list();
        }
    }

    private void list() {
        pass.list();
        for (int i = 0; i < cursor.count(); i++) {
            cursor.set(i, 0);
        }
    }

    boolean take(int shard) {
        return places.isEmpty() || pass.take(shard);
    }

    void computed(int first, int count) {
        for (int shard = first; shard < first + count; shard++) {
            pass.computed(shard);
        }
    }

    /// Releases what nobody holds and starts every move that may start now.
    void advance(long nowNs, Commands out) {
        wakeAtNs = pages.release(out) ? nowNs + 1 : Long.MAX_VALUE;
        if (state.is(HALTED)) {
            return;
        }
        for (int p = 0; p < places.size(); p++) {
            for (int hop = places.get(p).tier() - 1; hop >= 0; hop--) {
                up(nowNs, p, hop, out);
                down(nowNs, p, hop, out);
            }
        }
    }

    private void up(long nowNs, int p, int hop, Commands out) {
        int size = pass.streamedListed(p);
        long end = (long) Math.min(pass.front(p) + Place.WINDOW, places.get(p).parts()) * size;
        int at = cursorAt(p, hop, Pages.UP);
        cursor.set(at, Math.max(cursor.get(at), (long) pass.front(p) * size));
        while (cursor.get(at) < end && mayMove(hop, Pages.UP)) {
            int part = (int) (cursor.get(at) / size);
            int page = pass.page(p, (int) (cursor.get(at) % size));
            int now = pages.state(page, part);
            if (pages.open(page) && now != Pages.VOID && !passed(now, hop)) {
                if (Pages.motion(now) != Pages.STILL
                        || Pages.tier(now) != hop
                        || !pages.room(page, part, Pages.UP)
                        || (hop + 1 == places.get(p).tier() && claimed(p, part))) {
                    return;
                }
                move(nowNs, page, part, Pages.UP, out);
            }
            cursor.add(at, 1);
        }
    }

    private boolean claimed(int p, int part) {
        return places.get(p).partBytes()[part] + pass.claimedBytes(p, part) > pages.freeBytes(p);
    }

    /// It is above the hop, or on the way there.
    private static boolean passed(int now, int hop) {
        return Pages.motion(now) == Pages.UP ? Pages.tier(now) >= hop : Pages.motion(now) == Pages.STILL && Pages.tier(now) > hop;
    }

    /// Goes twice round the parts: first for what is left of other passes, then behind the compute.
    private void down(long nowNs, int p, int hop, Commands out) {
        int size = pass.listSize(p);
        int parts = places.get(p).parts();
        long end = (long) (parts + pass.front(p)) * size;
        int at = cursorAt(p, hop, Pages.DOWN);
        while (cursor.get(at) < end && mayMove(hop, Pages.DOWN)) {
            int part = (int) (cursor.get(at) / size % parts);
            int i = (int) (cursor.get(at) % size);
            int page = pass.page(p, i);
            int now = pages.state(page, part);
            if (pages.open(page) && now != Pages.VOID && leaves(p, page, part, i) && pages.home(page) <= hop) {
                int tier = Pages.tier(now);
                boolean still = Pages.motion(now) == Pages.STILL;
                if (tier == hop + 1 && still) {
                    if (!pages.room(page, part, Pages.DOWN)) {
                        return;
                    }
                    move(nowNs, page, part, Pages.DOWN, out);
                } else if (Pages.motion(now) == Pages.UP && tier >= hop) {
                    return;
                }
            }
            cursor.add(at, 1);
        }
    }

    /// What the window does not hold leaves, and so that staging never fills with what is wanted later, that too. A page that
    /// is to rest where it is computed leaves from there no more.
    private boolean leaves(int p, int page, int part, int i) {
        int tier = places.get(p).tier();
        int front = pass.front(p);
        boolean later = i >= pass.streamedListed(p) || part >= front + Place.WINDOW;
        return pages.rising(page)
                ? later && Pages.tier(pages.state(page, part)) != tier
                : pages.home(page) != tier && (later || part < front);
    }

    private int cursorAt(int p, int hop, int motion) {
        return (p * hops + hop) * 2 + motion - 1;
    }

    private boolean mayMove(int hop, int motion) {
        return inFlight.get(hop * 2 + motion - 1) < MOVES && !works.full();
    }

    private void move(long nowNs, int page, int part, int motion, Commands out) {
        Place place = places.get(pages.placeOf(page));
        int from = Pages.tier(pages.state(page, part));
        int to = motion == Pages.UP ? from + 1 : from - 1;
        pass.count(page, part, -1);
        pages.moving(page, part, motion);
        pass.count(page, part, 1);
        inFlight.add(Math.min(from, to) * 2 + motion - 1, 1);
        long id = works.add(Works.Kind.MOVE, page, part, from * 4 + motion, nowNs);
        // What leaves is as urgent as what takes its room.
        int urgent = motion == Pages.UP ? part : Math.min(pass.front(pages.placeOf(page)) + Place.WINDOW, place.parts() - 1);
        int urgency = (int) (state.get(RING) + place.first()[urgent]);
        out.movePage(id, page, place.first()[part], place.last()[part], from, to, urgency);
    }

    void landed(long id) {
        int page = works.subject(id);
        int part = works.detail(id);
        boolean down = works.tier(id) % 4 == Pages.DOWN;
        over(id);
        pass.count(page, part, -1);
        pages.landed(page, part);
        pass.count(page, part, 1);
        int tier = Pages.tier(pages.state(page, part));
        if (down && tier > pages.home(page)) {
            lookAgain(page, part, tier - 1);
        }
    }

    /// A part came into staging: the hop below may have looked there already.
    private void lookAgain(int page, int part, int hop) {
        int p = pages.placeOf(page);
        int at = cursorAt(p, hop, Pages.DOWN);
        long parts = (long) places.get(p).parts() * pass.listSize(p);
        long place = (long) part * pass.listSize(p) + Math.max(0, pass.indexOf(page));
        cursor.set(at, Math.min(cursor.get(at), part < pass.front(p) && cursor.get(at) >= parts ? parts + place : place));
    }

    /// A move that brought nothing. Whether it was tried too often for the pass that runs.
    boolean lost(long id) {
        int page = works.subject(id);
        int part = works.detail(id);
        over(id);
        pass.count(page, part, -1);
        int failures = pages.lost(page, part);
        pass.count(page, part, 1);
        for (int i = 0; i < cursor.count(); i++) {
            cursor.set(i, 0);
        }
        if (failures <= retries || !pages.open(page)) {
            return false;
        }
        pages.forgive(page);
        state.set(HALTED, state.is(RUNNING) ? 0 : 1);
        return state.is(RUNNING);
    }

    private void over(long id) {
        int from = works.tier(id) / 4;
        int motion = works.tier(id) % 4;
        works.remove(id);
        inFlight.add((motion == Pages.UP ? from : from - 1) * 2 + motion - 1, -1);
    }

    /// The session forgets KV from `position` on. Answers the position it really reaches: a shared page is not cut, so its rows
    /// are computed again, into a page of the session's own. They come beside rows that a pass is made for anyway.
    int truncate(int session, int position) {
        boolean cut = false;
        for (int p = 0; p < places.size(); p++) {
            int page = pages.held(p, session, places.get(p).index(position));
            cut |= page >= 0 && pages.shared(page) && position % places.get(p).positions() != 0;
        }
        int to = cut ? position / step * step : position;
        for (int p = 0; p < places.size(); p++) {
            Place place = places.get(p);
            int first = (int) ((to + (long) place.positions() - 1) / place.positions());
            for (int index = first; index < place.pagesPerSession(); index++) {
                if (pages.held(p, session, index) >= 0) {
                    pages.letGo(p, session, index);
                }
            }
        }
        return to;
    }

    /// A session whose prompt has `total` tokens takes over the prefix that all sessions share, if another one has it and
    /// that is more than it has itself. Answers the position its KV then reaches.
    int adopt(int session, int total, Commands out) {
        int has = sessions.asInt(session, Sessions.KV);
        int to = Math.min(sharedTokens, (total - 1) / step * step);
        int lender = to <= has ? -1 : lender(to);
        if (lender < 0) {
            return has;
        }
        out.truncate(session, truncate(session, 0));
        for (int p = 0; p < places.size(); p++) {
            for (int index = 0; index < to / places.get(p).positions(); index++) {
                int page = pages.held(p, lender, index);
                pages.share(page, session);
                out.sharePage(page, session);
            }
        }
        return to;
    }

    private int lender(int to) {
        for (int session = 0; session < sessions.count(); session++) {
            boolean whole = sessions.asInt(session, Sessions.KV) >= to;
            for (int p = 0; whole && p < places.size(); p++) {
                for (int index = 0; whole && index < to / places.get(p).positions(); index++) {
                    whole = pages.held(p, session, index) >= 0;
                }
            }
            if (whole) {
                return session;
            }
        }
        return -1;
    }

    void attended(int page, long massPpm) {
        if (page >= 0 && page < pages.count() && pages.open(page)) {
            pages.addMass(page, massPpm);
        }
    }

    /// Drops full pages that are neither recent nor shared, those with the least attention so far first, until no more is
    /// held than the policy keeps.
    private void fold(int p, int session, Commands out) {
        if (kv.keptTokens() == KvPolicy.EVERYTHING) {
            return;
        }
        int positions = places.get(p).positions();
        int reach = sessions.asInt(session, Sessions.KV);
        long live = 0;
        for (int index = 0; index < places.get(p).pagesPerSession(); index++) {
            live += pages.held(p, session, index) < 0 ? 0 : Math.clamp(reach - (long) index * positions, 0, positions);
        }
        for (int folds = 0; folds < FOLDS && live - positions >= kv.keptTokens(); folds++) {
            int least = leastAttended(p, session, reach - kv.recentTokens());
            if (least < 0) {
                return;
            }
            out.fold(pages.held(p, session, least));
            pages.letGo(p, session, least);
            live -= positions;
        }
    }

    private int leastAttended(int p, int session, int before) {
        int positions = places.get(p).positions();
        int least = -1;
        long mass = 0;
        for (int index = sharedTokens / positions; (index + 1L) * positions <= before; index++) {
            int page = pages.held(p, session, index);
            if (page >= 0 && !pages.shared(page) && (least < 0 || pages.mass(page) < mass)) {
                least = index;
                mass = pages.mass(page);
            }
        }
        return least;
    }
}
