package nmos.world.modelled;

import java.util.Arrays;
import nmos.scenarios.AttentionSpec;

/// Which positions of a context attention falls on, by [AttentionSpec]. The weight of a stretch depends on its session, its
/// position and the seed alone, so two page sizes see the same attention.
final class AttentionModel {
    private static final int SINK_TOKENS = 4;
    private static final int STRETCH = 16;
    private static final double MILLION = 1e6;

    private final AttentionSpec spec;
    private final Streams streams;
    /// by session: the sum of the weights of all stretches before each one
    private final double[][] before;
    private final int[] known;

    AttentionModel(AttentionSpec spec, Streams streams, int sessions) {
        this.spec = spec;
        this.streams = streams;
        before = new double[sessions][1];
        known = new int[sessions];
    }

    /// The share of attention, in ppm, that falls on positions `[from, to)` of a context of `held` tokens.
    double massPpm(int session, int from, int to, int held) {
        double sink = spec.sinkPpm() * overlap(from, to, 0, Math.min(SINK_TOKENS, held));
        double recent = spec.recentPpm() * overlap(from, to, Math.max(0, held - spec.recentTokens()), held);
        double heavy = MILLION - spec.sinkPpm() - spec.recentPpm();
        double part = weightBefore(session, Math.min(to, held)) - weightBefore(session, Math.min(from, held));
        return sink + recent + heavy * part / weightBefore(session, held);
    }

    /// The part of `[low, high)` that lies in `[from, to)`.
    private static double overlap(int from, int to, int low, int high) {
        return (double) Math.max(0, Math.min(to, high) - Math.max(from, low)) / (high - low);
    }

    private double weightBefore(int session, int position) {
        int stretch = position / STRETCH;
        learn(session, stretch);
        double[] sums = before[session];
        return sums[stretch] + (sums[stretch + 1] - sums[stretch]) * (position % STRETCH) / STRETCH;
    }

    /// With u uniform, the r-th largest of n weights u^-s is near (n / r)^s: Zipf's law with exponent s. StrictMath, because
    /// Math.pow may differ between machines in the last bit.
    private void learn(int session, int stretch) {
        if (before[session].length < stretch + 2) {
            before[session] = Arrays.copyOf(before[session], 2 * (stretch + 2));
        }
        for (int next = known[session]; next <= stretch; next++) {
            double u = 1 - streams.stream("attention", ((long) session << 32) + next).nextDouble();
            before[session][next + 1] = before[session][next] + StrictMath.pow(u, -spec.zipfMilli() / 1e3);
            known[session] = next + 1;
        }
    }
}
