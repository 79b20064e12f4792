package nmos.policy.kernel;

import java.util.Arrays;
import java.util.List;
import nmos.policy.Commands;
import nmos.policy.Digest;
import nmos.policy.Facts;

/// The books of the pages: who holds which, where each part is or goes, and what of each tier they take.
///
/// A page rests in its home: the tier that computes its layers, or one below it that has room for all of it set aside. On
/// the way between the two its parts pass through staging in every tier between. Every change checks first and then acts.
final class Pages {
    static final int FREE = 0;
    static final int OPEN = 1;
    /// Held by nobody; its memory is still to be released.
    static final int DEAD = 2;

    /// A part that nothing was written to yet takes no memory.
    static final int VOID = 0;

    static final int STILL = 0;
    static final int UP = 1;
    static final int DOWN = 2;

    /// Parts that staging in one tier and direction has room for, if that much was set aside.
    private static final int STAGED_PARTS = 4;
    /// Pages released in answer to one signal.
    private static final int RELEASES = 128;

    private static final int STATE = 0;
    /// Its number among the pages of a branch.
    private static final int INDEX = 1;
    private static final int HOME = 2;
    /// On its way to rest where it is computed; room is set aside there and at its old home.
    private static final int RISING = 3;
    private static final int HOLDERS = 4;
    private static final int MASS = 5;
    private static final int MOVING = 6;
    private static final int FAILURES = 7;
    /// The next of the dead, plus one.
    private static final int NEXT = 8;
    private static final int WIDTH = 9;

    private static final int DEAD_HEAD = 0;
    private static final int DEAD_TAIL = 1;

    private final List<Place> places;
    private final int tiers;
    /// by page: its place
    private final int[] placeOf;
    private final int[] base;
    private final int[] partBase;
    private final int[][] free;
    private final int[] freeCount;

    private final Fields pages;
    /// (page, part)
    private final Fields parts;
    /// (place, session, index): page plus one
    private final Fields held;
    /// by place: bytes of pages that rest or will rest where they are computed
    private final Fields resting;
    /// by place: bytes of parts there, coming or leaving
    private final Fields used;
    /// by tier: bytes set aside for pages whose home it is
    private final Fields homed;
    /// (tier, direction): bytes of parts in staging
    private final Fields staged;
    private final Fields dead;
    private final int[] heldBase;
    private final long[] homeBytes;
    private final long[] stagingBytes;

    Pages(Facts facts, List<Place> places, int base, Digest digest) {
        this.places = places;
        tiers = facts.tiers().size();
        int sessions = facts.kv().sessions();
        this.base = new int[places.size() + 1];
        partBase = new int[places.size()];
        heldBase = new int[places.size()];
        free = new int[places.size()][];
        freeCount = new int[places.size()];
        int allParts = 0;
        int allHeld = 0;
        for (int p = 0; p < places.size(); p++) {
            // Twice what sessions can hold: released pages may wait for a move to end while new ones open.
            int most = Math.multiplyExact(2 * sessions, places.get(p).pagesPerSession());
            this.base[p + 1] = Math.addExact(this.base[p], most);
            partBase[p] = allParts;
            heldBase[p] = allHeld;
            allParts = Math.addExact(allParts, Math.multiplyExact(most, places.get(p).parts()));
            allHeld += sessions * places.get(p).pagesPerSession();
            free[p] = new int[most];
            for (int i = 0; i < most; i++) {
                free[p][i] = this.base[p] + most - 1 - i;
            }
            freeCount[p] = most;
        }
        int count = this.base[places.size()];
        placeOf = new int[count];
        for (int p = 0; p < places.size(); p++) {
            Arrays.fill(placeOf, this.base[p], this.base[p + 1], p);
        }
        pages = new Fields(count * WIDTH, base, digest);
        parts = new Fields(allParts, base + 1, digest);
        held = new Fields(allHeld, base + 2, digest);
        resting = new Fields(places.size(), base + 3, digest);
        used = new Fields(places.size(), base + 4, digest);
        homed = new Fields(tiers, base + 5, digest);
        staged = new Fields(tiers * 3, base + 6, digest);
        dead = new Fields(2, base + 7, digest);
        homeBytes = new long[tiers];
        stagingBytes = new long[tiers];
        setAside(facts);
    }

    /// Of what a tier sets aside for spilled pages, staging takes a part if pages pass through to a tier below.
    private void setAside(Facts facts) {
        long largest = 0;
        int highest = 0;
        for (Place place : places) {
            highest = Math.max(highest, place.tier());
            for (long bytes : place.partBytes()) {
                largest = Math.max(largest, bytes);
            }
        }
        boolean below = false;
        for (int tier = 0; tier < highest; tier++) {
            long all = facts.kv().paging().spillBytes(tier);
            if (below && all / 4 >= largest) {
                stagingBytes[tier] = Math.min(STAGED_PARTS * largest, all / 4);
            }
            homeBytes[tier] = all - 2 * stagingBytes[tier];
            below |= all > 0;
        }
    }

    int count() {
        return placeOf.length;
    }

    int freeCount(int p) {
        return freeCount[p];
    }

    Place place(int p) {
        return places.get(p);
    }

    int placeOf(int page) {
        return placeOf[page];
    }

    int from(int p) {
        return base[p];
    }

    int to(int p) {
        return base[p + 1];
    }

    boolean open(int page) {
        return field(page, STATE) == OPEN;
    }

    int index(int page) {
        return field(page, INDEX);
    }

    int home(int page) {
        return field(page, HOME);
    }

    boolean rising(int page) {
        return field(page, RISING) != 0;
    }

    boolean shared(int page) {
        return field(page, HOLDERS) > 1;
    }

    long mass(int page) {
        return pages.get(page * WIDTH + MASS);
    }

    void addMass(int page, long ppm) {
        pages.add(page * WIDTH + MASS, ppm);
    }

    private int field(int page, int field) {
        return pages.asInt(page * WIDTH + field);
    }

    private void set(int page, int field, long value) {
        pages.set(page * WIDTH + field, value);
    }

    /// The page a session holds at an index, -1 for none.
    int held(int p, int session, int index) {
        return index < places.get(p).pagesPerSession() ? held.asInt(heldAt(p, session, index)) - 1 : -1;
    }

    private int heldAt(int p, int session, int index) {
        return heldBase[p] + session * places.get(p).pagesPerSession() + index;
    }

    long freeRestingBytes(int p) {
        return places.get(p).budgetBytes() - resting.get(p);
    }

    int openPage(int p, int session, int index) {
        int page = free[p][--freeCount[p]];
        set(page, STATE, OPEN);
        set(page, INDEX, index);
        set(page, HOME, places.get(p).tier());
        set(page, HOLDERS, 1);
        held.set(heldAt(p, session, index), page + 1);
        resting.add(p, places.get(p).pageBytes());
        return page;
    }

    void share(int page, int session) {
        pages.add(page * WIDTH + HOLDERS, 1);
        held.set(heldAt(placeOf[page], session, index(page)), page + 1);
    }

    /// The session lets go of a page, which dies with its last holder.
    void letGo(int p, int session, int index) {
        int page = held(p, session, index);
        held.set(heldAt(p, session, index), 0);
        pages.add(page * WIDTH + HOLDERS, -1);
        if (field(page, HOLDERS) == 0) {
            set(page, STATE, DEAD);
            int tail = dead.asInt(DEAD_TAIL);
            if (tail == 0) {
                dead.set(DEAD_HEAD, page + 1);
            } else {
                set(tail - 1, NEXT, page + 1);
            }
            dead.set(DEAD_TAIL, page + 1);
        }
    }

    /// Releases the dead whose moves are over, a bounded number at a time. Whether some more could be released at once.
    boolean release(Commands out) {
        int looked = 0;
        while (looked < RELEASES && dead.is(DEAD_HEAD)) {
            int page = dead.asInt(DEAD_HEAD) - 1;
            if (field(page, MOVING) > 0) {
                return false;
            }
            int next = field(page, NEXT);
            dead.set(DEAD_HEAD, next);
            if (next == 0) {
                dead.set(DEAD_TAIL, 0);
            }
            out.release(page);
            erase(page);
            looked++;
        }
        return dead.is(DEAD_HEAD) && field(dead.asInt(DEAD_HEAD) - 1, MOVING) == 0;
    }

    private void erase(int page) {
        int p = placeOf[page];
        Place place = places.get(p);
        for (int g = 0; g < place.parts(); g++) {
            int state = state(page, g);
            if (state == VOID) {
                continue;
            }
            if (tier(state) == place.tier()) {
                used.add(p, -place.partBytes()[g]);
            }
            unstage(state, place.partBytes()[g]);
            parts.set(at(page, g), VOID);
        }
        if (home(page) == place.tier() || rising(page)) {
            resting.add(p, -place.pageBytes());
        }
        if (home(page) != place.tier()) {
            homed.add(home(page), -place.pageBytes());
        }
        for (int field = 0; field < WIDTH; field++) {
            set(page, field, 0);
        }
        free[p][freeCount[p]++] = page;
    }

    private int at(int page, int part) {
        int p = placeOf[page];
        return partBase[p] + (page - base[p]) * places.get(p).parts() + part;
    }

    /// Where a part is and what it does: [#VOID], or a tier, a motion away from it and the staging it is charged to.
    int state(int page, int part) {
        return parts.asInt(at(page, part));
    }

    static int tier(int state) {
        return (state & 15) - 1;
    }

    static int motion(int state) {
        return (state >> 4) & 3;
    }

    private static int charge(int state) {
        return state >> 6;
    }

    private static int state(int tier, int motion, int charge) {
        return (tier + 1) | (motion << 4) | (charge << 6);
    }

    /// The part is where it is computed, or on the last hop to it.
    boolean upOrComing(int page, int part) {
        int state = state(page, part);
        int tier = places.get(placeOf[page]).tier();
        return state != VOID
                && (motion(state) == UP ? tier(state) == tier - 1 : motion(state) == STILL && tier(state) == tier);
    }

    long freeBytes(int p) {
        return places.get(p).budgetBytes() - used.get(p);
    }

    /// A part is about to be written for the first time.
    void write(int page, int part) {
        int p = placeOf[page];
        long bytes = places.get(p).partBytes()[part];
        check(state(page, part) == VOID && bytes <= freeBytes(p), page, part);
        used.add(p, bytes);
        parts.set(at(page, part), state(places.get(p).tier(), STILL, 0));
    }

    /// Whether the neighbouring tier has room for a part that is still.
    boolean room(int page, int part, int motion) {
        int p = placeOf[page];
        int to = tier(state(page, part)) + (motion == UP ? 1 : -1);
        long bytes = places.get(p).partBytes()[part];
        if (to == places.get(p).tier()) {
            return bytes <= freeBytes(p);
        }
        return to == home(page) || bytes <= stagingBytes[to] - staged.get(to * 3 + motion);
    }

    void moving(int page, int part, int motion) {
        int state = state(page, part);
        check(motion(state) == STILL && room(page, part, motion), page, part);
        int p = placeOf[page];
        int to = tier(state) + (motion == UP ? 1 : -1);
        long bytes = places.get(p).partBytes()[part];
        if (to == places.get(p).tier()) {
            used.add(p, bytes);
        } else if (to != home(page)) {
            staged.add(to * 3 + motion, bytes);
        }
        pages.add(page * WIDTH + MOVING, 1);
        parts.set(at(page, part), state(tier(state), motion, charge(state)));
    }

    void landed(int page, int part) {
        int p = placeOf[page];
        int state = state(page, part);
        long bytes = places.get(p).partBytes()[part];
        int to = tier(state) + (motion(state) == UP ? 1 : -1);
        if (tier(state) == places.get(p).tier()) {
            used.add(p, -bytes);
        }
        unstage(state, bytes);
        int charge = to == places.get(p).tier() || to == home(page) ? 0 : motion(state);
        pages.add(page * WIDTH + MOVING, -1);
        set(page, FAILURES, 0);
        parts.set(at(page, part), state(to, STILL, charge));
        if (rising(page) && allUp(page)) {
            homed.add(home(page), -places.get(p).pageBytes());
            set(page, HOME, places.get(p).tier());
            set(page, RISING, 0);
        }
    }

    private void unstage(int state, long bytes) {
        if (charge(state) != 0) {
            staged.add(tier(state) * 3 + charge(state), -bytes);
        }
    }

    /// A move that ended where it began. How often in a row that happened to the page.
    int lost(int page, int part) {
        int p = placeOf[page];
        int state = state(page, part);
        long bytes = places.get(p).partBytes()[part];
        int to = tier(state) + (motion(state) == UP ? 1 : -1);
        if (to == places.get(p).tier()) {
            used.add(p, -bytes);
        } else if (to != home(page)) {
            staged.add(to * 3 + motion(state), -bytes);
        }
        pages.add(page * WIDTH + MOVING, -1);
        pages.add(page * WIDTH + FAILURES, 1);
        parts.set(at(page, part), state(tier(state), STILL, charge(state)));
        return field(page, FAILURES);
    }

    void forgive(int page) {
        set(page, FAILURES, 0);
    }

    private boolean allUp(int page) {
        int tier = places.get(placeOf[page]).tier();
        for (int g = 0; g < places.get(placeOf[page]).parts(); g++) {
            int state = state(page, g);
            if (state != VOID && (tier(state) != tier || motion(state) != STILL)) {
                return false;
            }
        }
        return true;
    }

    /// Whether some part is neither at home nor void.
    boolean away(int page) {
        int home = home(page);
        for (int g = 0; g < places.get(placeOf[page]).parts(); g++) {
            int state = state(page, g);
            if (state != VOID && (tier(state) != home || motion(state) != STILL)) {
                return true;
            }
        }
        return false;
    }

    /// Finds a page that rests, or will, where it is computed a home below. False if there is none.
    boolean sink(int page) {
        int p = placeOf[page];
        Place place = places.get(p);
        if (rising(page)) {
            set(page, RISING, 0);
            resting.add(p, -place.pageBytes());
            return true;
        }
        for (int tier = place.tier() - 1; tier >= 0; tier--) {
            if (tier < place.tier() - 1 && stagingBytes[tier + 1] == 0) {
                return false;
            }
            if (homed.get(tier) + place.pageBytes() <= homeBytes[tier]) {
                homed.add(tier, place.pageBytes());
                resting.add(p, -place.pageBytes());
                set(page, HOME, tier);
                return true;
            }
        }
        return false;
    }

    boolean setAsideBelow(int p) {
        return homeBytes[places.get(p).tier() - 1] > 0;
    }

    /// Whether so many pages that are new find a home right below the place that computes their layers.
    boolean roomBelow(int p, int more) {
        int below = places.get(p).tier() - 1;
        return homed.get(below) + more * places.get(p).pageBytes() <= homeBytes[below];
    }

    /// A page that rests below is to rest where it is computed.
    void rise(int page) {
        int p = placeOf[page];
        resting.add(p, places.get(p).pageBytes());
        if (allUp(page)) {
            homed.add(home(page), -places.get(p).pageBytes());
            set(page, HOME, places.get(p).tier());
        } else {
            set(page, RISING, 1);
        }
    }

    private static void check(boolean holds, int page, int part) {
        if (!holds) {
            throw new IllegalStateException("books: part " + part + " of page " + page);
        }
    }
}
