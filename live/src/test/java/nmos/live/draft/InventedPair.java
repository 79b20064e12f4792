package nmos.live.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nmos.live.sampling.Distribution;
import nmos.live.sampling.Sampler;
import nmos.live.sampling.SamplingOptions;

/// An oracle and a draft whose logits after a text are invented from a hash of it: small enough that every chance is known.
///
/// `likeness` 1: they are the same; 0: they have nothing in common.
record InventedPair(int vocabulary, long seed, double likeness, double sharpness, SamplingOptions options) {

    float[] oracle(int... text) {
        return logits(text, 0, 1);
    }

    private float[] draft(int... text) {
        return logits(text, 1, likeness);
    }

    private float[] logits(int[] text, int who, double share) {
        long key = seed;
        for (int token : text) {
            key = Guess.key(key, token);
        }
        var common = new SplittableRandom(Guess.key(key, 1_000));
        var own = new SplittableRandom(Guess.key(key, 1_001 + who));
        float[] logits = new float[vocabulary];
        for (int token = 0; token < vocabulary; token++) {
            logits[token] = (float) (sharpness * (share * common.nextDouble() + (1 - share) * own.nextDouble()));
        }
        return logits;
    }

    Distribution chances(int... text) {
        return new Sampler(options, 0).distribution(oracle(text), 0, vocabulary);
    }

    /// Chance of each text of `length` tokens, the first token counting most.
    double[] chancesOfTexts(int length) {
        double[] chances = {1};
        for (int deep = 0; deep < length; deep++) {
            double[] longer = new double[chances.length * vocabulary];
            for (int cell = 0; cell < chances.length; cell++) {
                Distribution next = chances(text(cell, deep));
                for (int token = 0; token < vocabulary; token++) {
                    longer[cell * vocabulary + token] = chances[cell] * next.share(token);
                }
            }
            chances = longer;
        }
        return chances;
    }

    private int[] text(int cell, int length) {
        int[] text = new int[length];
        int left = cell;
        for (int i = length - 1; i >= 0; i--) {
            text[i] = left % vocabulary;
            left /= vocabulary;
        }
        return text;
    }

    int cell(int[] text, int length) {
        int cell = 0;
        for (int i = 0; i < length; i++) {
            cell = cell * vocabulary + text[i];
        }
        return cell;
    }

    /// The draft's guesses after a text, drawn or by rank.
    static final class Drafter implements Guesser {
        private final InventedPair pair;
        private final int[] known;
        private final boolean draws;

        Drafter(InventedPair pair, int[] known, boolean draws) {
            this.pair = pair;
            this.known = known;
            this.draws = draws;
        }

        @Override
        public boolean ask(List<Guess> guesses, int wanted) {
            for (Guess guess : guesses) {
                float[] logits = pair.draft(Pair.joined(known, path(guess)));
                var next = new ArrayList<Guess>();
                if (draws) {
                    Distribution all = new Sampler(pair.options, 0).distribution(logits, 0, pair.vocabulary);
                    int[] drawn = ModelGuesser.drawn(all, wanted, new SplittableRandom(guess.key));
                    guess.proposal = new Proposal(drawn, all);
                    for (int i = 0; i < drawn.length; i++) {
                        next.add(new Guess(guess, drawn[i], (int) (all.share(drawn[i]) * 1e6), i));
                    }
                } else {
                    var ranking = new Ranking();
                    ranking.rank(logits, 0, pair.vocabulary, wanted);
                    for (int i = 0; i < ranking.count; i++) {
                        next.add(new Guess(guess, ranking.ids[i], ranking.ppm[i], i));
                    }
                }
                guess.next = next;
            }
            return true;
        }

        private int[] path(Guess guess) {
            int[] path = new int[guess.depth];
            Guess at = guess;
            for (int i = path.length - 1; i >= 0 && at != null; i--) {
                path[i] = at.token;
                at = at.parent;
            }
            return path;
        }
    }
}
