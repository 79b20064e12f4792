package nmos.live.sampling;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Chooses tokens one after the other, in llama.cpp's order: repetition penalty, top-k, top-p, min-p, temperature, draw. Equal
/// logits rank by id, lowest first.
public final class Sampler {
    private final SamplingOptions options;
    private final SplittableRandom random;
    /// The last chosen or given tokens, as a ring.
    private final int[] recent;

    private int seen;
    private float[] logits = new float[0];
    private int[] candidates = new int[0];
    private double[] shares = new double[0];

    public Sampler(SamplingOptions options, long seed) {
        this.options = options;
        random = new SplittableRandom(seed);
        recent = new int[options.penaltyWindow()];
    }

    /// A token of the text that was not chosen here: it counts as repeated from now on.
    public void saw(int token) {
        if (recent.length > 0) {
            recent[seen++ % recent.length] = token;
        }
    }

    /// The next token, from `vocabulary` logits at `from`.
    public int next(float[] given, int from, int vocabulary) {
        take(given, from, vocabulary);
        int token = options.temperature() == 0 ? likeliest(vocabulary) : draw(vocabulary);
        saw(token);
        return token;
    }

    /// What [#next] would draw from. Draws nothing; whoever draws in its place has to tell with [#saw].
    public Distribution distribution(float[] given, int from, int vocabulary) {
        take(given, from, vocabulary);
        if (options.temperature() == 0) {
            return new Distribution(new int[] {likeliest(vocabulary)}, new double[] {1});
        }
        int count = weigh(vocabulary);
        double sum = sum(count);
        long[] byId = new long[count];
        for (int i = 0; i < count; i++) {
            byId[i] = (long) candidates[i] << Integer.SIZE | i;
        }
        Arrays.sort(byId);
        int[] tokens = new int[count];
        double[] parts = new double[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = (int) (byId[i] >>> Integer.SIZE);
            parts[i] = shares[(int) byId[i]] / sum;
        }
        return new Distribution(tokens, parts);
    }

    /// The next number of the stream that tokens are drawn with, from 0 to below 1.
    public double uniform() {
        return random.nextDouble();
    }

    private void take(float[] given, int from, int vocabulary) {
        if (logits.length < vocabulary) {
            logits = new float[vocabulary];
            candidates = new int[vocabulary];
            shares = new double[vocabulary];
        }
        System.arraycopy(given, from, logits, 0, vocabulary);
        penalise(vocabulary);
    }

    private void penalise(int vocabulary) {
        if (options.repetitionPenalty() == 1) {
            return;
        }
        int kept = Math.min(seen, recent.length);
        for (int i = 0; i < kept; i++) {
            int token = recent[i];
            if (token < vocabulary && firstAt(token) == i) {
                float logit = logits[token];
                logits[token] = logit <= 0 ? logit * options.repetitionPenalty() : logit / options.repetitionPenalty();
            }
        }
    }

    private int firstAt(int token) {
        int i = 0;
        while (recent[i] != token) {
            i++;
        }
        return i;
    }

    private int likeliest(int vocabulary) {
        int best = 0;
        for (int token = 1; token < vocabulary; token++) {
            if (logits[token] > logits[best]) {
                best = token;
            }
        }
        return best;
    }

    private int draw(int vocabulary) {
        int count = weigh(vocabulary);
        double point = random.nextDouble() * sum(count);
        for (int i = 0; i < count; i++) {
            point -= shares[i];
            if (point < 0) {
                return candidates[i];
            }
        }
        return candidates[count - 1];
    }

    private double sum(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += shares[i];
        }
        return sum;
    }

    /// Filters, and weighs what is left: how many candidates there are.
    private int weigh(int vocabulary) {
        int wanted = options.topK() == 0 ? vocabulary : Math.min(options.topK(), vocabulary);
        boolean sorted = wanted < vocabulary || options.topP() < 1;
        int count = sorted ? TopTokens.select(logits, vocabulary, wanted, candidates) : all(vocabulary);
        count = keepLikely(count);
        float largest = largest(count);
        for (int i = 0; i < count; i++) {
            shares[i] = StrictMath.exp((logits[candidates[i]] - largest) / options.temperature());
        }
        return count;
    }

    private int all(int vocabulary) {
        for (int token = 0; token < vocabulary; token++) {
            candidates[token] = token;
        }
        return vocabulary;
    }

    private float largest(int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, logits[candidates[i]]);
        }
        return largest;
    }

    /// Applies top-p, then min-p, to `count` candidates; candidates are sorted where top-p needs it.
    private int keepLikely(int count) {
        int kept = count;
        if (options.topP() < 1) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                shares[i] = StrictMath.exp(logits[candidates[i]] - logits[candidates[0]]);
                sum += shares[i];
            }
            double cumulative = 0;
            for (int i = 0; i < count; i++) {
                cumulative += shares[i];
                if (cumulative >= options.topP() * sum) {
                    kept = i + 1;
                    break;
                }
            }
        }
        if (options.minP() == 0) {
            return kept;
        }
        double least = largest(kept) + StrictMath.log(options.minP());
        int likely = 0;
        for (int i = 0; i < kept; i++) {
            if (logits[candidates[i]] >= least) {
                candidates[likely++] = candidates[i];
            }
        }
        return likely;
    }
}
