package nmos.world.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nmos.world.acceptance.Guess;
import org.jspecify.annotations.Nullable;

/// The pass in flight: its rows, the computes it was given, and how far it has come. State only: the world moves it on.
public final class PassRun {
    /// One session's rows: prompt tokens `[from, to)`, or the last known token and `nodes` nodes below it, of which `most` tokens,
    /// the oracle's own included, are still of the reply.
    public sealed interface Part {
        int session();

        record Prompt(int session, int revision, int from, int to, boolean logits) implements Part {}

        record Tree(int session, Guess guess, int nodes, int most) implements Part {}
    }

    /// A compute: shards `next..last` are still to be done.
    static final class Run {
        final long id;
        final int first;
        final int last;
        final int tier;
        int next;
        long busyNs;

        Run(long id, int first, int last, int tier) {
            this.id = id;
            this.first = first;
            this.next = first;
            this.last = last;
            this.tier = tier;
        }
    }

    public final long id;
    public final List<Part> parts = new ArrayList<>();
    final ArrayDeque<Run> runs = new ArrayDeque<>();
    boolean begun;
    /// Its trees are with the oracle, so drafting goes on below them.
    boolean carriesTrees;
    /// Something is being computed, or its rows are on their way to where they will be.
    boolean busy;
    private volatile boolean abandoned;
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

    public int rows() {
        int rows = 0;
        for (Part part : parts) {
            rows += switch (part) {
                case Part.Prompt prompt -> prompt.to() - prompt.from();
                case Part.Tree tree -> tree.nodes() + 1;
            };
        }
        return rows;
    }

    /// Rows the oracle is asked about: the last of a prompt that is complete, all of a tree.
    public int wantedRows() {
        int rows = 0;
        for (Part part : parts) {
            rows += switch (part) {
                case Part.Prompt prompt -> prompt.logits() ? 1 : 0;
                case Part.Tree tree -> tree.nodes() + 1;
            };
        }
        return rows;
    }

    /// Nobody waits for it any more. Whoever computes it may ask, on any thread.
    public boolean abandoned() {
        return abandoned;
    }

    void abandon() {
        abandoned = true;
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
