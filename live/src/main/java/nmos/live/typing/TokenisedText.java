package nmos.live.typing;

import java.util.Arrays;

/// A text that is changed anywhere, and its tokens, always those that the tokenizer gives for the whole. Only the pieces that
/// a change touches are tokenised again.
final class TokenisedText {
    private final TextPieces cutter;
    private final StringBuilder text = new StringBuilder();
    private int[] ids = new int[64];
    private int total;

    /// Where each piece starts, in chars and in tokens.
    private int[] startChar = new int[16];

    private int[] startToken = new int[16];
    private int pieces;

    TokenisedText(TextPieces cutter, String text) {
        this.cutter = cutter;
        change(0, 0, text);
    }

    String text() {
        return text.toString();
    }

    int total() {
        return total;
    }

    /// Tokens that stay whatever is appended: those before the last piece.
    int stable() {
        return pieces == 0 ? 0 : startToken[pieces - 1];
    }

    int[] tokens() {
        return Arrays.copyOf(ids, total);
    }

    /// Replaces `removed` chars from `at` on. Gives the first token that differs from those before the change.
    int change(int at, int removed, String inserted) {
        int kept = keptPieces(at);
        int resumed = resumedPiece(kept, at + removed);
        int from = pieces == 0 ? 0 : startChar[kept];
        int base = pieces == 0 ? 0 : startToken[kept];
        int[] oldStartChar = Arrays.copyOfRange(startChar, resumed, pieces);
        int[] oldStartToken = Arrays.copyOfRange(startToken, resumed, pieces);
        int[] old = Arrays.copyOfRange(ids, base, total);
        text.replace(at, at + removed, inserted);
        int grownBy = inserted.length() - removed;

        pieces = kept;
        total = base;
        int end = oldStartChar.length == 0 ? text.length() : oldStartChar[0] + grownBy;
        while (from < end) {
            int to = from + 1;
            while (to < end && !cutter.cut(text, to)) {
                to++;
            }
            begin(from, total);
            append(cutter.encode(text, from, to));
            from = to;
        }
        if (oldStartChar.length > 0) {
            int moved = total - oldStartToken[0];
            for (int piece = 0; piece < oldStartChar.length; piece++) {
                begin(oldStartChar[piece] + grownBy, oldStartToken[piece] + moved);
            }
            append(Arrays.copyOfRange(old, oldStartToken[0] - base, old.length));
        }
        int differs = Arrays.mismatch(old, 0, old.length, ids, base, total);
        return differs < 0 ? total : base + differs;
    }

    /// Pieces before the last start that the change cannot undo: the characters that make it a cut are before `at`.
    private int keptPieces(int at) {
        int kept = Math.max(0, pieces - 1);
        while (kept > 0 && startChar[kept] > at - 2) {
            kept--;
        }
        return kept;
    }

    /// The first piece after the kept ones that begins after a character beyond the change, and is what it was.
    private int resumedPiece(int kept, int changeEnd) {
        int resumed = pieces;
        while (resumed > kept + 1 && startChar[resumed - 1] > changeEnd) {
            resumed--;
        }
        return resumed;
    }

    private void begin(int atChar, int atToken) {
        if (pieces == startChar.length) {
            startChar = Arrays.copyOf(startChar, 2 * pieces);
            startToken = Arrays.copyOf(startToken, 2 * pieces);
        }
        startChar[pieces] = atChar;
        startToken[pieces] = atToken;
        pieces++;
    }

    private void append(int[] more) {
        if (total + more.length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, total + more.length));
        }
        System.arraycopy(more, 0, ids, total, more.length);
        total += more.length;
    }
}
