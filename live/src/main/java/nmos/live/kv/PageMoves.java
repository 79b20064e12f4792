package nmos.live.kv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Carries layers of pages between neighbouring tiers: takes room where they go, and gives it back in one of the two once it is
/// known how the move ended.
final class PageMoves {
    private final KvRooms rooms;
    private final PassReads reads;

    PageMoves(KvRooms rooms, PassReads reads) {
        this.rooms = rooms;
        this.reads = reads;
    }

    KvMove begin(PagedPage page, int first, int last, int from, int to) {
        if (Math.min(from, to) < 0 || Math.max(from, to) > page.tier || Math.abs(from - to) != 1) {
            throw new IllegalStateException("page " + page.id + " cannot move from tier " + from + " to tier " + to);
        }
        int[] layers = carried(page, first, last, from);
        rooms.need(page, to, layers.length);
        int[] slots = new int[layers.length];
        for (int i = 0; i < layers.length; i++) {
            slots[i] = rooms.take(page, layers[i], to);
            page.going[layers[i]] = to;
            page.moving++;
            rooms.show(page, layers[i]);
        }
        return new KvMove(page, layers, slots, from, to, layers.length * page.bytes, pieces(page, layers, slots, from, to));
    }

    private int[] carried(PagedPage page, int first, int last, int from) {
        int[] layers = new int[last - first + 1];
        int count = 0;
        for (int layer = first; layer <= last; layer++) {
            if (page.at[layer] == PagedPage.VOID) {
                continue;
            }
            if (!page.rests(layer, from)) {
                throw new IllegalStateException("layer " + layer + " of page " + page.id + " is not in " + rooms.tier(from).name() + ", or moves already");
            }
            reads.untouched(page, layer);
            layers[count++] = layer;
        }
        return Arrays.copyOf(layers, count);
    }

    /// Layers that follow each other on both sides go as one.
    private List<KvPiece> pieces(PagedPage page, int[] layers, int[] slots, int from, int to) {
        KvGround source = rooms.ground(from, page.tier);
        KvGround goal = rooms.ground(to, page.tier);
        long bytes = KvGround.aligned(page.bytes);
        boolean whole = bytes == source.slotBytes();
        List<KvPiece> pieces = new ArrayList<>();
        for (int i = 0; i < layers.length; ) {
            int end = i + 1;
            while (whole
                    && end < layers.length
                    && source.slots().adjoin(page.slot[layers[end - 1]], page.slot[layers[end]])
                    && goal.slots().adjoin(slots[end - 1], slots[end])) {
                end++;
            }
            long run = (end - i) * bytes;
            int slot = page.slot[layers[i]];
            if (to == 0) {
                pieces.add(new KvPiece.Write(source.memory(slot, run), goal.offset(slots[i])));
            } else if (from == 0) {
                pieces.add(new KvPiece.Read(source.offset(slot), goal.memory(slots[i], run)));
            } else {
                pieces.add(new KvPiece.Copy(source.memory(slot, run), goal.memory(slots[i], run)));
            }
            i = end;
        }
        return pieces;
    }

    void end(KvMove move, boolean landed) {
        if (move.ended) {
            throw new IllegalStateException("a move of page " + move.page.id + " ended twice");
        }
        move.ended = true;
        PagedPage page = move.page;
        for (int i = 0; i < move.layers.length; i++) {
            int layer = move.layers[i];
            if (landed) {
                rooms.giveBack(page, move.from, page.slot[layer]);
                page.slot[layer] = move.slots[i];
                page.at[layer] = move.to;
            } else {
                rooms.giveBack(page, move.to, move.slots[i]);
            }
            page.going[layer] = PagedPage.STILL;
            page.moving--;
            rooms.show(page, layer);
        }
    }
}
