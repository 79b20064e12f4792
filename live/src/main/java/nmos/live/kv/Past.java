package nmos.live.kv;

import java.util.List;

/// What the rows of a text look back on: its verified positions, in pages. Layers computed in one place read the same pages;
/// another place may have cut the text into other ones, and dropped others.
public interface Past {
    /// Positions so far, those that were dropped too: where the next row stands.
    int length();

    /// Where a layer is computed; below [#places].
    int place(int layer);

    int places();

    /// The pages that layers computed in a place read, in the order of their positions.
    List<KvPage> pages(int place);

    /// Takes over rows `first` to `first + count` of a pass's scratch as the next positions.
    void append(KvPage scratch, int first, int count);
}
