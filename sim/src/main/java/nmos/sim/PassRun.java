package nmos.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.world.acceptance.Draft;
import org.jspecify.annotations.Nullable;

/// The pass in flight: its rows, the computes it was given, and how far it has come. State only: the world moves it on.
final class PassRun {
    /// One session's rows: prompt tokens up to `to`, or a tree of `nodes` nodes below the last known token.
    sealed interface Part {
        int session();

        record Prompt(int session, int from, int to, boolean logits) implements Part {}

        record Tree(int session, Draft draft, int nodes) implements Part {}
    }

    /// A compute: shards `next..last` are still to be done.
    static final class Run {
        final long id;
        final int last;
        final int tier;
        int next;
        long busyNs;

        Run(long id, int first, int last, int tier) {
            this.id = id;
            this.next = first;
            this.last = last;
            this.tier = tier;
        }
    }

    final long id;
    final List<Part> parts = new ArrayList<>();
    final ArrayDeque<Run> runs = new ArrayDeque<>();
    boolean begun;
    /// Its trees are with the oracle, so drafting goes on below them.
    boolean carriesTrees;
    boolean busy;
    boolean abandoned;
    /// Where the activations are; -1 before the first shard.
    int place = -1;
    /// Since when the next shard could have been computed.
    long readyNs;
    long busyNs;
    /// What the oracle said to all its parts.
    int tokens;

    PassRun(long id) {
        this.id = id;
    }

    int rows() {
        int rows = 0;
        for (Part part : parts) {
            rows += switch (part) {
                case Part.Prompt prompt -> prompt.to() - prompt.from();
                case Part.Tree tree -> tree.nodes() + 1;
            };
        }
        return rows;
    }

    /// The session's tree, if it has one here.
    Part.@Nullable Tree tree(int session) {
        for (Part part : parts) {
            if (part instanceof Part.Tree tree && tree.session() == session) {
                return tree;
            }
        }
        return null;
    }

    IntStream sessions() {
        return parts.stream().mapToInt(Part::session);
    }

    boolean decodes() {
        return parts.stream().anyMatch(Part.Tree.class::isInstance);
    }
}
