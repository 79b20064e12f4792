package nmos.live.kv;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;

/// Rows of one pass: a tree below each of several texts, and the path of each that is accepted.
final class Trees {
    final int[] tokens;
    private final int[] parents;
    private final int[] sessions;

    private Trees(int[] tokens, int[] parents, int[] sessions) {
        this.tokens = tokens;
        this.parents = parents;
        this.sessions = sessions;
    }

    static Trees of(Random random, int sessions) {
        int count = 1 + random.nextInt(20);
        int[] tokens = random.ints(count, 0, SmallModel.VOCABULARY).toArray();
        int[] parents = new int[count];
        int[] of = new int[count];
        for (int row = 0; row < count; row++) {
            parents[row] = random.nextInt(row + 1) - 1;
            of[row] = parents[row] == PassRows.ROOT ? random.nextInt(sessions) : of[parents[row]];
        }
        return new Trees(tokens, parents, of);
    }

    PassRows rows(IntFunction<? extends Past> texts) {
        Past[] branches = new Past[tokens.length];
        for (int row = 0; row < tokens.length; row++) {
            branches[row] = texts.apply(sessions[row]);
        }
        return new PassRows(tokens, parents, branches);
    }

    @FunctionalInterface
    interface EachRow {
        void row(int session, int row);
    }

    /// The path to the first child of the first child, and so on, of each text.
    void accept(EachRow each) {
        int[] last = new int[SmallModel.SESSIONS];
        Arrays.fill(last, PassRows.ROOT);
        for (int row = 0; row < tokens.length; row++) {
            if (parents[row] == last[sessions[row]]) {
                last[sessions[row]] = row;
                each.row(sessions[row], row);
            }
        }
    }
}
