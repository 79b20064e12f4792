package nmos.live.kv;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What the rows of a pass look back on, by text and place, as it was when the pass began: whoever decides about pages goes on
/// opening and moving others while layers are computed.
final class PassPasts {
    private final List<Past> texts = new ArrayList<>();
    private final List<List<KvPage>> pages = new ArrayList<>();
    private int[] textOf = new int[0];
    private int[] rowsOf = new int[0];
    private int[] sizes = new int[0];
    private int places;
    private int mostPages;

    void begin(PassRows rows) {
        texts.clear();
        pages.clear();
        if (textOf.length < rows.count()) {
            textOf = new int[rows.count()];
            rowsOf = new int[rows.count()];
        }
        places = 1;
        for (int row = 0; row < rows.count(); row++) {
            int text = row > 0 && rows.branch(row).equals(rows.branch(row - 1)) ? textOf[row - 1] : indexOf(rows.branch(row));
            if (text == texts.size()) {
                texts.add(rows.branch(row));
                rowsOf[text] = 0;
            }
            textOf[row] = text;
            rowsOf[text]++;
            places = Math.max(places, rows.branch(row).places());
        }
        take();
    }

    private int indexOf(Past past) {
        int text = 0;
        while (text < texts.size() && !texts.get(text).equals(past)) {
            text++;
        }
        return text;
    }

    private void take() {
        mostPages = 0;
        if (sizes.length < texts.size() * places) {
            sizes = new int[texts.size() * places];
        }
        for (int text = 0; text < texts.size(); text++) {
            for (int place = 0; place < places; place++) {
                List<KvPage> held = place < texts.get(text).places() ? texts.get(text).pages(place) : List.of();
                sizes[pages.size()] = held.size();
                pages.add(held);
                mostPages = Math.max(mostPages, held.size());
            }
        }
    }

    int places() {
        return places;
    }

    /// Of all texts and places, the most pages one has.
    int mostPages() {
        return mostPages;
    }

    int place(int row, int layer) {
        return texts.get(textOf[row]).place(layer);
    }

    /// Refuses to go on without the KV of a layer.
    void needLayer(int layer, PassRows rows) {
        int before = -1;
        for (int row = 0; row < rows.count(); row++) {
            int text = textOf[row];
            int place = place(row, layer);
            for (int i = 0; text != before && i < pages(text, place); i++) {
                KvPage page = page(text, place, i);
                if (page.kept(rows.branch(row).length()) > 0 && page.layer(layer).equals(MemorySegment.NULL)) {
                    throw new IllegalStateException("layer " + layer + " of KV page " + page.id() + " is not where it is computed");
                }
            }
            before = text;
        }
    }

    /// The text's place in [#rows], [#pages]; -1 for one without rows in the pass.
    int text(Past past) {
        int text = indexOf(past);
        return text < texts.size() ? text : -1;
    }

    int texts() {
        return texts.size();
    }

    int textOf(int row) {
        return textOf[row];
    }

    int rows(int text) {
        return rowsOf[text];
    }

    int pages(int text, int place) {
        return sizes[text * places + place];
    }

    KvPage page(int text, int place, int index) {
        return pages.get(text * places + place).get(index);
    }
}
