package nmos.live.kv;

import java.util.ArrayList;
import java.util.List;

/// The verified positions of one text, as pages. Branches that began as one share the pages of their common start; a shared
/// page is copied before it is written.
public final class KvBranch implements AutoCloseable {
    private final KvStore store;
    private final List<KvPage> pages = new ArrayList<>();
    private int length;

    KvBranch(KvStore store) {
        this.store = store;
    }

    /// Positions kept.
    public int length() {
        return length;
    }

    public int pages() {
        return pages.size();
    }

    KvPage page(int index) {
        return pages.get(index);
    }

    public int positionsPerPage() {
        return store.positionsPerPage();
    }

    /// Takes over rows `first` to `first + count` of a pass's scratch as the next positions.
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
        pages.add(page);
        return page;
    }

    private KvPage writable(int filled) {
        KvPage last = pages.getLast();
        if (last.branches == 1) {
            return last;
        }
        KvPage own = store.take();
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
