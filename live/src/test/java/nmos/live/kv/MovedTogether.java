package nmos.live.kv;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// The rows that are left of a text, in one page for each place, which ends where the text does.
final class MovedTogether implements Past {
    private final Past text;
    private final List<List<KvPage>> pages = new ArrayList<>();

    MovedTogether(Past text, KvLayout layout, Arena arena) {
        this.text = text;
        for (int place = 0; place < text.places(); place++) {
            pages.add(List.of(together(place, layout, arena)));
        }
    }

    private KvPage together(int place, KvLayout layout, Arena arena) {
        int kept = text.pages(place).stream().mapToInt(page -> page.kept(text.length())).sum();
        var one = new KvPage(layout, kept, arena.allocate(layout.bytesPerPosition() * kept + 1, 64));
        one.at(text.length() - kept);
        int at = 0;
        for (KvPage page : text.pages(place)) {
            int some = page.kept(text.length());
            for (int layer = 0; layer < layout.layers(); layer++) {
                if (text.place(layer) == place && some > 0) {
                    one.copy(layer, page, page.start() - page.from(), at, some);
                }
            }
            at += some;
        }
        return one;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public int place(int layer) {
        return text.place(layer);
    }

    @Override
    public int places() {
        return text.places();
    }

    @Override
    public List<KvPage> pages(int place) {
        return pages.get(place);
    }

    @Override
    public void append(KvPage scratch, int first, int count) {
        throw new UnsupportedOperationException("only read");
    }
}
