package nmos.live.kv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The verified positions of one text, as pages. Branches that began as one share the pages of their common start; a shared
/// page is copied before it is written.
public final class KvBranch implements Past, AutoCloseable {
    private final KvStore store;
    private final List<KvPage> pages = new ArrayList<>();
    private final List<KvPage> seen = Collections.unmodifiableList(pages);
    private int length;

    KvBranch(KvStore store) {
        this.store = store;
    }

    /// Positions kept.
    @Override
    public int length() {
        return length;
    }

    /// All layers are computed in one place.
    @Override
    public int place(int layer) {
        return 0;
    }

    @Override
    public int places() {
        return 1;
    }

    @Override
    public List<KvPage> pages(int place) {
        return seen;
    }

    public int pages() {
        return pages.size();
    }

    public int positionsPerPage() {
        return store.positionsPerPage();
    }

    @Override
    public void append(KvPage scratch, int first, int count) {
        int row = first;
        while (row < first + count) {
            int within = length % store.positionsPerPage();
            KvPage page = within == 0 ? addPage() : writable(within);
            int some = Math.min(first + count - row, store.positionsPerPage() - within);
            page.copy(scratch, row, within, some);
            length += some;
            row += some;
        }
    }

    private KvPage addPage() {
        KvPage page = store.take();
        page.at(length);
        pages.add(page);
        return page;
    }

    private KvPage writable(int filled) {
        KvPage last = pages.getLast();
        if (last.branches == 1) {
            return last;
        }
        KvPage own = store.take();
        own.at(last.from());
        own.copy(last, 0, 0, filled);
        store.giveBack(last);
        pages.set(pages.size() - 1, own);
        return own;
    }

    /// Forgets the positions from `position` on.
    public void truncate(int position) {
        if (position < 0 || position > length) {
            throw new IllegalArgumentException("truncating to " + position + " a branch of " + length + " positions");
        }
        length = position;
        int needed = (position + store.positionsPerPage() - 1) / store.positionsPerPage();
        while (pages.size() > needed) {
            store.giveBack(pages.removeLast());
        }
    }

    /// Another branch with the same positions.
    public KvBranch fork() {
        var fork = new KvBranch(store);
        for (KvPage page : pages) {
            page.branches++;
            fork.pages.add(page);
        }
        fork.length = length;
        return fork;
    }

    @Override
    public void close() {
        truncate(0);
    }
}
