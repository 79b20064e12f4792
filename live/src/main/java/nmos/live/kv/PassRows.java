package nmos.live.kv;

/// The rows of a pass. Each continues a branch: its parent is an earlier row of the same branch, or [#ROOT], the branch's last
/// verified position. A prompt is a chain, a draft a tree; several texts may share a pass.
public final class PassRows {
    public static final int ROOT = -1;

    private final int[] tokens;
    private final int[] parents;
    private final Past[] branches;
    private final int[] depths;
    /// Bit `a` of word `a / 64` of row `r`'s words: row `a` is `r` or one of its ancestors.
    private final long[] seen;

    private final int words;

    public PassRows(int[] tokens, int[] parents, Past[] branches) {
        this.tokens = tokens;
        this.parents = parents;
        this.branches = branches;
        int rows = tokens.length;
        depths = new int[rows];
        words = (rows + Long.SIZE - 1) / Long.SIZE;
        seen = new long[rows * words];
        for (int row = 0; row < rows; row++) {
            link(row, parents[row]);
        }
    }

    private void link(int row, int parent) {
        if (parent >= row || parent < ROOT || (parent != ROOT && !branches[parent].equals(branches[row]))) {
            throw new IllegalArgumentException("row " + row + " cannot follow row " + parent);
        }
        if (parent != ROOT) {
            depths[row] = depths[parent] + 1;
            System.arraycopy(seen, parent * words, seen, row * words, words);
        }
        seen[row * words + row / Long.SIZE] |= 1L << row;
    }

    /// Consecutive tokens of one branch.
    public static PassRows chain(Past branch, int[] tokens, int from, int count) {
        int[] some = new int[count];
        int[] parents = new int[count];
        var branches = new Past[count];
        for (int i = 0; i < count; i++) {
            some[i] = tokens[from + i];
            parents[i] = i - 1;
            branches[i] = branch;
        }
        return new PassRows(some, parents, branches);
    }

    public int count() {
        return tokens.length;
    }

    public int token(int row) {
        return tokens[row];
    }

    public int parent(int row) {
        return parents[row];
    }

    public Past branch(int row) {
        return branches[row];
    }

    /// Rows between this one and its root.
    int depth(int row) {
        return depths[row];
    }

    /// Where the row stands in its text.
    public int position(int row) {
        return branches[row].length() + depths[row];
    }

    boolean sees(int row, int other) {
        return (seen[row * words + other / Long.SIZE] >>> other & 1) != 0;
    }
}
