package nmos.live.kv;

import java.util.List;
import java.util.Random;
import nmos.policy.Signal;

/// What a policy might do next with pages, and now and then something that it may not.
final class RandomCommands {
    static final int PAGES = 64;

    private final BesideTheLedger both;
    private final PagedKv kv;
    private final Random random;
    private final int recklessOneIn;

    RandomCommands(BesideTheLedger both, Random random, int recklessOneIn) {
        this.both = both;
        this.random = random;
        this.recklessOneIn = recklessOneIn;
        kv = both.kv;
    }

    /// Whether it was allowed.
    boolean step() {
        both.ledger.signal(0, new Signal.Woke());
        boolean reckless = random.nextInt(recklessOneIn) == 0;
        return switch (random.nextInt(12)) {
            case 0, 1 -> both.pass != 0 || share(reckless);
            case 2 -> both.pass != 0 || truncate(reckless);
            case 3 -> fold(reckless);
            case 4 -> releaseAll(reckless);
            case 5, 6, 7 -> move(reckless);
            case 8 -> moveEnds();
            default -> pass(reckless);
        };
    }

    private int anyPage(boolean reckless) {
        int page = random.nextInt(PAGES);
        for (int i = 0; i < PAGES && !reckless && !kv.holds(page); i++) {
            page = (page + 1) % PAGES;
        }
        return kv.holds(page) || reckless ? page : -1;
    }

    private int freePage() {
        int page = random.nextInt(PAGES);
        while (kv.holds(page)) {
            page = (page + 1) % PAGES;
        }
        return page;
    }

    private boolean share(boolean reckless) {
        int lender = random.nextInt(SmallMachine.SESSIONS);
        int session = random.nextInt(SmallMachine.SESSIONS);
        int tier = 1 + random.nextInt(2);
        PagedBranch text = kv.branch(session);
        List<KvPage> pages = kv.branch(lender).pages(tier);
        if (pages.isEmpty() || lender == session) {
            return true;
        }
        KvPage page = pages.get(random.nextInt(pages.size()));
        boolean full = kv.branch(lender).length() >= page.to() && text.reach(tier) == page.from();
        if (!full && !reckless) {
            return true;
        }
        // The ledger lets a branch share although it has not filled its own pages.
        boolean own = text.pages(tier).stream().anyMatch(mine -> mine.to() > text.length() && kv.page(mine.id()).holders == 1);
        return own || both.share(page.id(), session, lender, page.from(), page.to());
    }

    private boolean truncate(boolean reckless) {
        int session = random.nextInt(SmallMachine.SESSIONS);
        PagedBranch text = kv.branch(session);
        int position = text.length() == 0 ? 0 : random.nextInt(text.length() + (reckless ? 5 : 1));
        for (int tier = 1; tier <= 2 && !reckless; tier++) {
            for (KvPage page : text.pages(tier)) {
                boolean cut = page.from() < position && position < page.to() && kv.page(page.id()).holders > 1;
                position = cut ? page.from() : position;
            }
        }
        // A lower place may cut what the higher one does not.
        for (KvPage page : text.pages(1)) {
            if (page.from() < position && position < page.to() && kv.page(page.id()).holders > 1 && !reckless) {
                return true;
            }
        }
        return both.truncate(session, position);
    }

    private boolean fold(boolean reckless) {
        int page = anyPage(reckless);
        for (int session = 0; session < SmallMachine.SESSIONS && page >= 0; session++) {
            PagedBranch text = kv.branch(session);
            for (int tier = 1; tier <= 2; tier++) {
                for (KvPage held : text.pages(tier)) {
                    boolean may = held.id() == page && kv.page(page).holders == 1 && held.to() <= text.length() && both.runs.isEmpty();
                    if (may && !reckless) {
                        return both.fold(page);
                    }
                }
            }
        }
        return !reckless || page < 0 || both.fold(page);
    }

    private boolean releaseAll(boolean reckless) {
        if (reckless) {
            return both.release(random.nextInt(PAGES));
        }
        for (int page = 0; page < PAGES; page++) {
            int id = page;
            boolean moving = both.moving(id);
            if (kv.holds(page) && kv.page(page).holders == 0 && !moving && both.runs.isEmpty() && !both.release(page)) {
                return false;
            }
        }
        return true;
    }

    private boolean move(boolean reckless) {
        int page = anyPage(reckless);
        if (page < 0) {
            return true;
        }
        int top = kv.holds(page) ? kv.page(page).tier : 2;
        int from = random.nextInt(top + 1);
        int to = from == 0 || (from < top && random.nextBoolean()) ? from + 1 : from - 1;
        int first = random.nextInt(SmallMachine.LAYERS);
        int last = first + random.nextInt(SmallMachine.LAYERS - first);
        boolean may = kv.holds(page) && mayMove(kv.page(page), first, last, from, to);
        if (both.pass != 0 && reckless && !may) {
            return true;
        }
        return (!may && !reckless) || both.move(page, first, last, from, to);
    }

    private boolean mayMove(PagedPage page, int first, int last, int from, int to) {
        PagedBranch text = kv.branch(both.passSession);
        if (both.pass != 0 && text.holds(page) && page.to() > text.length()) {
            // Rows are still to be appended to it. The books have no rows and let it go; no policy moves it.
            return false;
        }
        long bytes = 0;
        for (int layer = first; layer <= last; layer++) {
            if (page.at[layer] != PagedPage.VOID && (!page.rests(layer, from) || both.reading(layer))) {
                return false;
            }
            bytes += page.at[layer] == PagedPage.VOID ? 0 : page.bytes;
        }
        return bytes <= free(page.tier, to);
    }

    /// Bytes left in a tier for pages of layers computed in one.
    private long free(int computed, int tier) {
        if (tier == computed) {
            return SmallMachine.placeBytes(tier) - kv.placeBytes(tier);
        }
        return (tier == 0 ? SmallMachine.SPILL_FILE : SmallMachine.SPILL_RAM) - kv.spilledBytes(tier);
    }

    private boolean mayTake(int first, int last) {
        PagedBranch text = kv.branch(both.passSession);
        int tier = SmallMachine.TIER_OF[last];
        long bytes = 0;
        for (PagedPage page : text.held(tier).headMap(text.length() + both.passRows).values()) {
            for (int layer = first; layer <= last; layer++) {
                if (page.to() > text.length() && page.holders > 1) {
                    return false;
                }
                boolean fresh = page.at[layer] == PagedPage.VOID && page.rows.start() >= text.length();
                if (!fresh && !page.rests(layer, tier) && page.going[layer] != tier) {
                    return false;
                }
                bytes += fresh ? page.bytes : 0;
            }
        }
        return bytes <= free(tier, tier);
    }

    private boolean moveEnds() {
        if (!both.flights.isEmpty()) {
            both.moveEnds(random.nextInt(both.flights.size()));
        }
        return true;
    }

    private boolean pass(boolean reckless) {
        if (both.pass == 0) {
            return begin(reckless);
        }
        if (!both.runs.isEmpty() && random.nextBoolean()) {
            both.computed();
            return true;
        }
        if (both.nextLayer < SmallMachine.LAYERS) {
            int last = both.nextLayer == 0 ? 0 : both.nextLayer + random.nextInt(SmallMachine.LAYERS - both.nextLayer);
            if (!reckless && !mayTake(both.nextLayer, last)) {
                // What it needs is elsewhere, or there is no room: it may be given up, or moves may help.
                if (random.nextInt(8) == 0) {
                    both.abandon();
                }
                return true;
            }
            return both.compute(last);
        }
        if (both.wholeComputed()) {
            both.passed();
        }
        return true;
    }

    private boolean begin(boolean reckless) {
        int session = random.nextInt(SmallMachine.SESSIONS);
        PagedBranch text = kv.branch(session);
        int rows = 1 + random.nextInt(9);
        for (int tier = 1; tier <= 2; tier++) {
            int size = SmallMachine.POSITIONS[tier];
            int reach = Math.max(text.reach(tier), text.length() / size * size);
            while (reach < text.length() + rows && !reckless) {
                if (!both.open(freePage(), session, reach, reach + size, tier)) {
                    return false;
                }
                reach += size;
            }
            if (reckless && !both.open(freePage(), session, Math.max(0, reach - 1), reach + random.nextInt(size + 1), tier)) {
                return false;
            }
        }
        both.begin(session, rows, random.nextBoolean());
        return true;
    }
}
