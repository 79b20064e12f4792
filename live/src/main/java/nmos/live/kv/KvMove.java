package nmos.live.kv;

import java.util.List;

/// Layers of a page on their way to a neighbouring tier: what to carry, and where. Ends in [PagedKv#landed] or
/// [PagedKv#dropped], once.
public final class KvMove {
    final PagedPage page;
    final int[] layers;
    /// by layer carried: its slot where it goes
    final int[] slots;
    final int from;
    final int to;
    private final long bytes;
    private final List<KvPiece> pieces;
    boolean ended;

    KvMove(PagedPage page, int[] layers, int[] slots, int from, int to, long bytes, List<KvPiece> pieces) {
        this.page = page;
        this.layers = layers;
        this.slots = slots;
        this.from = from;
        this.to = to;
        this.bytes = bytes;
        this.pieces = List.copyOf(pieces);
    }

    /// Empty if the page has nothing yet in these layers.
    public List<KvPiece> pieces() {
        return pieces;
    }

    /// What the page takes in the layers that move; the pieces may be longer.
    public long bytes() {
        return bytes;
    }
}
