package nmos.live.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import nmos.live.kv.KvBranch;
import nmos.live.kv.PassRows;
import nmos.live.model.Forward;
import nmos.live.sampling.Distribution;
import nmos.live.sampling.Sampler;
import org.jspecify.annotations.Nullable;

/// Asks the draft model what may follow guesses, in passes whose rows are those guesses. A row continues its parent's branch;
/// where there may be more below it, it becomes a branch of its own, so each guess is computed once.
final class ModelGuesser implements Guesser, AutoCloseable {
    /// Rows whose logits are at hand at once: those of a large vocabulary take half a megabyte each.
    private static final int LOGITS = 16;

    private final Forward pass;
    private final int vocabulary;
    private final int choosable;
    private final IntPredicate ends;
    private final Reading reading;
    private final Proposing proposing;
    private final int depth;
    private final BooleanSupplier stop;
    private final Sampler sampler;
    private final Ranking ranking = new Ranking();
    private final List<KvBranch> branches = new ArrayList<>();

    /// `choosable`: only tokens below it are proposed. Guesses deeper than `depth` will not be asked for.
    ModelGuesser(
            Forward pass,
            int vocabulary,
            int choosable,
            IntPredicate ends,
            Reading reading,
            Proposing proposing,
            int depth,
            BooleanSupplier stop) {
        this.pass = pass;
        this.vocabulary = vocabulary;
        this.choosable = choosable;
        this.ends = ends;
        this.reading = reading;
        this.proposing = proposing;
        this.depth = depth;
        this.stop = stop;
        sampler = new Sampler(proposing.options(), 0);
    }

    @Override
    public boolean ask(List<Guess> guesses, int wanted) {
        var rows = new ArrayList<Guess>();
        for (Guess guess : guesses) {
            if (guess.parent == null) {
                choose(guess, reading.logits, 0, wanted);
            } else if (ends.test(guess.token)) {
                guess.next = List.of();
            } else {
                rows.add(guess);
            }
        }
        for (int from = 0; from < rows.size(); from += pass.mostRows()) {
            if (stop.getAsBoolean()) {
                return false;
            }
            compute(rows.subList(from, Math.min(rows.size(), from + pass.mostRows())), wanted);
        }
        return true;
    }

    private void compute(List<Guess> rows, int wanted) {
        int count = rows.size();
        int[] tokens = new int[count];
        int[] parents = new int[count];
        var continued = new KvBranch[count];
        for (int row = 0; row < count; row++) {
            tokens[row] = rows.get(row).token;
            parents[row] = PassRows.ROOT;
            continued[row] = before(rows.get(row));
        }
        pass.begin(new PassRows(tokens, parents, continued), false);
        pass.layers();
        float[] logits = new float[Math.min(LOGITS, count) * vocabulary];
        for (int row = 0; row < count; row++) {
            if (row % LOGITS == 0) {
                pass.logits(row, Math.min(LOGITS, count - row), logits);
            }
            choose(rows.get(row), logits, row % LOGITS * vocabulary, wanted);
        }
        for (int row = 0; row < count; row++) {
            Guess guess = rows.get(row);
            if (guess.first || guess.depth + 1 < depth) {
                KvBranch own = continued[row].fork();
                branches.add(own);
                own.append(pass.fresh(), row, 1);
                guess.kv = own;
            }
        }
    }

    private KvBranch before(Guess guess) {
        Guess parent = guess.parent;
        if (parent == null || parent.parent == null) {
            return reading.branch();
        }
        KvBranch kv = parent.kv;
        if (kv == null) {
            throw new IllegalStateException("a guess at depth " + guess.depth + " hangs below one that was not kept");
        }
        return kv;
    }

    private void choose(Guess guess, float[] logits, int from, int wanted) {
        var next = new ArrayList<Guess>();
        if (proposing.draws()) {
            Distribution all = sampler.distribution(logits, from, choosable);
            int[] drawn = drawn(all, Math.min(wanted, Ranking.MOST), new SplittableRandom(guess.key));
            guess.proposal = new Proposal(drawn, all);
            for (int i = 0; i < drawn.length; i++) {
                next.add(new Guess(guess, drawn[i], (int) (all.share(drawn[i]) * 1e6 + 0.5), i));
            }
        } else {
            ranking.rank(logits, from, choosable, wanted);
            for (int i = 0; i < ranking.count; i++) {
                next.add(new Guess(guess, ranking.ids[i], ranking.ppm[i], i));
            }
        }
        guess.next = next;
    }

    /// Tokens drawn without putting any back, until none with a share is left.
    static int[] drawn(Distribution from, int wanted, SplittableRandom random) {
        double[] left = from.shares().clone();
        int[] drawn = new int[Math.min(wanted, left.length)];
        for (int count = 0; count < drawn.length; count++) {
            double point = random.nextDouble() * Arrays.stream(left).sum();
            int last = -1;
            for (int i = 0; i < left.length && point >= 0; i++) {
                if (left[i] > 0) {
                    point -= left[i];
                    last = i;
                }
            }
            if (last < 0) {
                return Arrays.copyOf(drawn, count);
            }
            drawn[count] = from.tokens()[last];
            left[last] = 0;
        }
        return drawn;
    }

    /// Leaves the reading with what was computed along the first choices: if the oracle agrees with them it is read already.
    void leaveRead(Guess root) {
        var text = new ArrayList<Integer>();
        KvBranch furthest = null;
        for (Guess guess = firstBelow(root); guess != null && guess.kv != null; guess = firstBelow(guess)) {
            text.add(guess.token);
            furthest = guess.kv;
        }
        if (furthest != null) {
            branches.remove(furthest);
            reading.adopt(furthest, text.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private static @Nullable Guess firstBelow(Guess guess) {
        List<Guess> next = guess.next;
        return next == null || next.isEmpty() ? null : next.getFirst();
    }

    @Override
    public void close() {
        branches.forEach(KvBranch::close);
    }
}
