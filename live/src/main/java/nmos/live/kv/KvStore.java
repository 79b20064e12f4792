package nmos.live.kv;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;

/// The pages of one place, at most `pages` of them, made when first needed and used again when given back.
public final class KvStore implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final KvLayout layout;
    private final int positionsPerPage;
    private final int pages;
    private final Arena arena = Arena.ofShared();
    private final ArrayDeque<KvPage> free = new ArrayDeque<>();
    private int made;

    public KvStore(KvLayout layout, int positionsPerPage, int pages) {
        this.layout = layout;
        this.positionsPerPage = positionsPerPage;
        this.pages = pages;
    }

    public KvLayout layout() {
        return layout;
    }

    public int positionsPerPage() {
        return positionsPerPage;
    }

    public int pagesInUse() {
        return made - free.size();
    }

    public KvBranch branch() {
        return new KvBranch(this);
    }

    KvPage take() {
        KvPage page = free.poll();
        if (page == null) {
            if (made == pages) {
                throw new IllegalStateException("no KV page is left of " + pages + ": the context is full");
            }
            made++;
            long bytes = layout.bytesPerPosition() * positionsPerPage;
            page = new KvPage(layout, positionsPerPage, arena.allocate(bytes, ALIGNMENT));
        }
        page.branches = 1;
        return page;
    }

    void giveBack(KvPage page) {
        if (--page.branches == 0) {
            free.push(page);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
