package nmos.live.kv;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import nmos.live.device.Storage;

/// The pages of one place, at most `pages` of them, made when first needed and used again when given back.
public final class KvStore implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final KvLayout layout;
    private final int positionsPerPage;
    private final int pages;
    /// Kinds of storage, and by layer which.
    private final List<Storage> storages;
    private final int[] storageOf;
    private final List<Storage.Held> held = new ArrayList<>();
    private final ArrayDeque<KvPage> free = new ArrayDeque<>();
    private int made;

    public KvStore(KvLayout layout, int positionsPerPage, int pages) {
        this(layout, positionsPerPage, pages, _ -> Storage.HOST);
    }

    /// `storage`: by layer, where its keys and values are.
    public KvStore(KvLayout layout, int positionsPerPage, int pages, IntFunction<Storage> storage) {
        this.layout = layout;
        storages = IntStream.range(0, layout.layers()).mapToObj(storage).distinct().toList();
        storageOf = IntStream.range(0, layout.layers()).map(layer -> storages.indexOf(storage.apply(layer))).toArray();
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
            page = make();
        }
        page.branches = 1;
        return page;
    }

    private KvPage make() {
        KvPage page = null;
        for (int kind = 0; kind < storages.size(); kind++) {
            int of = kind;
            int[] layers = IntStream.range(0, storageOf.length).filter(layer -> storageOf[layer] == of).toArray();
            Storage.Held piece = storages.get(kind).allocate(layout.layerBytes(positionsPerPage) * layers.length, ALIGNMENT);
            held.add(piece);
            var part = new KvPage(layout, KvPage.UNNAMED, 0, positionsPerPage, storages.get(kind));
            for (int i = 0; i < layers.length; i++) {
                part.layer(layers[i], piece.data().asSlice(i * layout.layerBytes(positionsPerPage), layout.layerBytes(positionsPerPage)));
            }
            page = page == null ? part : page.with(part, layer -> storageOf[layer] == of);
        }
        return Objects.requireNonNull(page);
    }

    void giveBack(KvPage page) {
        if (--page.branches == 0) {
            free.push(page);
        }
    }

    @Override
    public void close() {
        held.forEach(piece -> piece.leave().run());
        held.clear();
    }
}
