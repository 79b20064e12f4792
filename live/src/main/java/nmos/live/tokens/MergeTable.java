package nmos.live.tokens;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The merges of a BPE vocabulary: for two neighbouring symbols, their rank and what they become.
///
/// A symbol below the vocabulary's size is a token; a string that occurs in merges only has a number above it.
final class MergeTable {
    private static final long EMPTY = -1;

    private final long[] pairs; // left symbol above, right symbol below
    private final long[] joins; // as Chain.Pairs wants them
    private final Map<String, Integer> extra = new HashMap<>();
    private final Vocabulary vocabulary;

    MergeTable(Vocabulary vocabulary, String[] merges) {
        this.vocabulary = vocabulary;
        int capacity = Integer.highestOneBit(Math.max(8, merges.length)) << 2;
        pairs = new long[capacity];
        joins = new long[capacity];
        Arrays.fill(pairs, EMPTY);
        for (int rank = 0; rank < merges.length; rank++) {
            String merge = merges[rank];
            int space = merge.indexOf(' ', 1);
            if (space < 0) {
                throw new TokenizerException("tokenizer.ggml.merges[" + rank + "] is '" + merge + "': no two parts");
            }
            String left = merge.substring(0, space);
            String right = merge.substring(space + 1);
            int slot = slot(pair(symbol(left), symbol(right)));
            if (pairs[slot] == EMPTY) { // of two ranks for one pair the first holds
                pairs[slot] = pair(symbol(left), symbol(right));
                joins[slot] = pair(rank, symbol(left + right));
            }
        }
    }

    /// The number of a string that occurs in the vocabulary or in a merge.
    int symbol(String text) {
        int id = vocabulary.id(text);
        if (id != TokenizerModel.NONE) {
            return id;
        }
        return extra.computeIfAbsent(text, unseen -> vocabulary.size() + extra.size());
    }

    long join(int left, int right) {
        int slot = slot(pair(left, right));
        return pairs[slot] == EMPTY ? Chain.Pairs.NO_JOIN : joins[slot];
    }

    private static long pair(int above, int below) {
        return ((long) above << 32) | below;
    }

    private int slot(long pair) {
        int mask = pairs.length - 1;
        int slot = (int) ((pair * 0x9e37_79b9_7f4a_7c15L) >>> 33) & mask;
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
