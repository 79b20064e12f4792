package nmos.live.draft;

import java.util.Arrays;
import java.util.TreeMap;
import nmos.policy.DraftTree;
import org.jspecify.annotations.Nullable;

/// A draft with its tokens: node `i` of `shape` is `token(i)`. Where guesses were drawn by chance, it also holds what they
/// were drawn from, as the verdict on sampled text needs it.
public final class TokenTree {
    /// Stands for the last known token, which the first guesses follow.
    public static final int ROOT = -1;

    public static final TokenTree EMPTY = new TokenTree(new int[0], DraftTree.EMPTY);

    private final int[] tokens;
    private final DraftTree shape;
    /// By node, that of the root first: where nothing is, the guesses below are certain, not drawn.
    private final @Nullable Proposal[] proposals;

    /// Guesses that nobody drew.
    public TokenTree(int[] tokens, DraftTree shape) {
        this(tokens, shape, new Proposal[tokens.length + 1]);
    }

    /// `proposals[0]`: what was drawn to follow the last known token; `proposals[1 + i]`: to follow node `i`.
    public TokenTree(int[] tokens, DraftTree shape, @Nullable Proposal[] proposals) {
        if (tokens.length != shape.nodes() || proposals.length != tokens.length + 1) {
            throw new IllegalArgumentException(
                    shape.nodes() + " nodes, " + tokens.length + " tokens, " + proposals.length + " proposals");
        }
        this.tokens = tokens;
        this.shape = shape;
        this.proposals = proposals;
    }

    public int nodes() {
        return tokens.length;
    }

    public int token(int node) {
        return tokens[node];
    }

    public DraftTree shape() {
        return shape;
    }

    public int parent(int node) {
        return shape.parent()[node];
    }

    /// What was drawn to follow a node, or null where nothing was: its children, if any, are certain.
    public @Nullable Proposal proposal(int node) {
        return proposals[node + 1];
    }

    /// The first child of a node, or of [#ROOT], that holds this token; -1: none does.
    public int child(int node, int token) {
        for (int child = node + 1; child < tokens.length; child++) {
            if (parent(child) == node && tokens[child] == token) {
                return child;
            }
        }
        return -1;
    }

    /// Nodes on the way from the root to a node, this one last.
    public int[] path(int node) {
        int depth = 0;
        for (int n = node; n >= 0; n = parent(n)) {
            depth++;
        }
        int[] path = new int[depth];
        for (int n = node; n >= 0; n = parent(n)) {
            path[--depth] = n;
        }
        return path;
    }

    /// Tokens on the way from the root to a node.
    public int[] text(int node) {
        int[] text = path(node);
        for (int i = 0; i < text.length; i++) {
            text[i] = tokens[text[i]];
        }
        return text;
    }

    /// What hangs below a node, which becomes the last known token: the nodes keep their order, as in [DraftTree#below].
    public TokenTree below(int root) {
        DraftTree left = shape.below(root);
        int[] some = new int[left.nodes()];
        var drawn = new Proposal[left.nodes() + 1];
        drawn[0] = proposal(root);
        int count = 0;
        for (int node = root + 1; node < tokens.length && count < some.length; node++) {
            if (shape.indexBelow(root, node) == count) {
                some[count++] = tokens[node];
                drawn[count] = proposal(node);
            }
        }
        return new TokenTree(some, left, drawn);
    }

    /// This tree with another one hung below a node that has no children. What was drawn below it before is forgotten.
    TokenTree with(int leaf, TokenTree more) {
        if (more.nodes() == 0) {
            return this;
        }
        int nodes = tokens.length;
        int[] both = Arrays.copyOf(tokens, nodes + more.nodes());
        int[] parents = Arrays.copyOf(shape.parent(), both.length);
        int[] confidences = Arrays.copyOf(shape.confidencePpm(), both.length);
        var drawn = Arrays.copyOf(proposals, both.length + 1);
        drawn[leaf + 1] = more.proposal(ROOT);
        for (int node = 0; node < more.nodes(); node++) {
            both[nodes + node] = more.token(node);
            parents[nodes + node] = more.parent(node) == ROOT ? leaf : nodes + more.parent(node);
            confidences[nodes + node] = more.shape.confidencePpm()[node];
            drawn[nodes + node + 1] = more.proposal(node);
        }
        return new TokenTree(both, new DraftTree(parents, confidences), drawn);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenTree that
                && Arrays.equals(tokens, that.tokens)
                && shape.equals(that.shape)
                && Arrays.equals(proposals, that.proposals);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + shape.hashCode();
    }

    @Override
    public String toString() {
        var drawn = new TreeMap<Integer, Proposal>();
        for (int node = ROOT; node < tokens.length; node++) {
            Proposal proposal = proposal(node);
            if (proposal != null) {
                drawn.put(node, proposal);
            }
        }
        return "TokenTree[" + Arrays.toString(tokens) + ", " + shape + ", " + drawn + "]";
    }
}
