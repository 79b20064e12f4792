package nmos.policy;

import java.util.Arrays;

/// What a drafter guessed, seen as sizes and confidences: node `i` follows node `parent[i]` (-1: the last known token)
/// and the drafter gave it `confidencePpm[i]` in parts per million, given its parent.
///
/// Parents come before children, and every prefix of the nodes is a tree, in the order the drafter would keep them: so a
/// count says which nodes go into a pass.
public record DraftTree(int[] parent, int[] confidencePpm) {
    public static final DraftTree EMPTY = new DraftTree(new int[0], new int[0]);

    public DraftTree {
        if (parent.length != confidencePpm.length) {
            throw new IllegalArgumentException(parent.length + " parents, " + confidencePpm.length + " confidences");
        }
        for (int i = 0; i < parent.length; i++) {
            if (parent[i] < -1 || parent[i] >= i) {
                throw new IllegalArgumentException("node " + i + " has parent " + parent[i]);
            }
            if (confidencePpm[i] < 0 || confidencePpm[i] > 1_000_000) {
                throw new IllegalArgumentException("node " + i + " has confidence " + confidencePpm[i] + " ppm");
            }
        }
    }

    public int nodes() {
        return parent.length;
    }

    /// What hangs below a node, which becomes the last known token: the nodes keep their order.
    public DraftTree below(int root) {
        int[] renamed = renamed(root);
        int[] parents = new int[nodes()];
        int[] confidences = new int[nodes()];
        int count = 0;
        for (int node = root + 1; node < nodes(); node++) {
            if (renamed[node] >= 0) {
                parents[count] = parent[node] == root ? -1 : renamed[parent[node]];
                confidences[count] = confidencePpm[node];
                count++;
            }
        }
        return count == 0 ? EMPTY : new DraftTree(Arrays.copyOf(parents, count), Arrays.copyOf(confidences, count));
    }

    /// Which node of [#below] a node is that hangs below `root`.
    public int indexBelow(int root, int node) {
        return renamed(root)[node];
    }

    /// By node, its number below `root`, or -1.
    private int[] renamed(int root) {
        int[] renamed = new int[nodes()];
        Arrays.fill(renamed, -1);
        int count = 0;
        for (int node = root + 1; node < nodes(); node++) {
            if (parent[node] == root || (parent[node] > root && renamed[parent[node]] >= 0)) {
                renamed[node] = count++;
            }
        }
        return renamed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DraftTree that
                && Arrays.equals(parent, that.parent)
                && Arrays.equals(confidencePpm, that.confidencePpm);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(parent) + Arrays.hashCode(confidencePpm);
    }

    @Override
    public String toString() {
        return "DraftTree[" + Arrays.toString(parent) + ", " + Arrays.toString(confidencePpm) + "]";
    }
}
