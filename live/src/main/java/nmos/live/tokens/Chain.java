package nmos.live.tokens;

import java.util.Arrays;

/// A text as a chain of symbols, whose neighbours are joined best pair first, and of equal pairs the leftmost: the loop
/// that SPM and BPE share. Each join is queued once and costs a heap operation, so a text of n symbols takes n log n.
///
/// One chain serves the texts of one call one after another.
final class Chain {
    /// Says what two neighbours join into.
    interface Pairs {
        long NO_JOIN = Long.MAX_VALUE;

        /// [#NO_JOIN], or the pair's priority (least first) in the upper half and the joined symbol in the lower.
        long join(Chain chain, int left, int right);
    }

    private static final int END = -1;
    private static final int JOINED = -2;

    private int[] symbol = new int[64];
    private int[] start = new int[64]; // where in the text each symbol begins; it ends where the next begins
    private int[] next = new int[64];
    private int[] prev = new int[64];
    private int size;
    private int textEnd;
    private final LongHeap queue = new LongHeap();

    void clear() {
        size = 0;
    }

    void add(int symbolId, int from, int to) {
        if (size == symbol.length) {
            symbol = Arrays.copyOf(symbol, 2 * size);
            start = Arrays.copyOf(start, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
            prev = Arrays.copyOf(prev, 2 * size);
        }
        symbol[size] = symbolId;
        start[size] = from;
        prev[size] = size - 1;
        next[size] = END;
        if (size > 0) {
            next[size - 1] = size;
        }
        size++;
        textEnd = to;
    }

    int symbol(int at) {
        return symbol[at];
    }

    int from(int at) {
        return start[at];
    }

    int to(int at) {
        return next[at] == END ? textEnd : start[next[at]];
    }

    /// The first symbol, or a negative number where there is none; [#after] walks on.
    int first() {
        return size == 0 ? END : 0;
    }

    int after(int at) {
        return next[at];
    }

    void join(Pairs pairs) {
        for (int left = 0; left + 1 < size; left++) {
            offer(pairs, left, left + 1);
        }
        while (!queue.isEmpty()) {
            long candidate = queue.poll();
            int left = (int) candidate;
            if (next[left] < 0) {
                continue;
            }
            // stale where either side has grown since: then the pair there now has its own entry, or the very same key
            int right = next[left];
            long joined = pairs.join(this, left, right);
            if (joined == Pairs.NO_JOIN || joined >> 32 != candidate >> 32) {
                continue;
            }
            symbol[left] = (int) joined;
            next[left] = next[right];
            next[right] = JOINED;
            if (next[left] != END) {
                prev[next[left]] = left;
                offer(pairs, left, next[left]);
            }
            if (prev[left] != END) {
                offer(pairs, prev[left], left);
            }
        }
    }

    private void offer(Pairs pairs, int left, int right) {
        long joined = pairs.join(this, left, right);
        if (joined != Pairs.NO_JOIN) {
            queue.add((joined & 0xffff_ffff_0000_0000L) | left);
        }
    }
}
